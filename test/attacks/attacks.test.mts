import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { attackFiles, testOf, type Attack } from './attack.mts';

const lists = attackFiles().map((file) => ({
	file,
	attacks: (require(path.resolve(file)) as { attacks: Attack[] }).attacks,
}));

// `npm run attacks` sees them red, which takes a while; that the lists still speak of the code is seen at once. That each
// title exists is checked by tools/jest/attackTitles.js when the tests themselves run.
describe.each(lists)('$file', ({ file, attacks }) => {
	it('is beside its tests', () => {
		expect(existsSync(testOf(file))).toBe(true);
	});

	it.each(attacks)('names a line that occurs once in the product: $name', (attack) => {
		expect(readFileSync(attack.file, 'utf8').split(attack.line)).toHaveLength(2);
		expect(attack.becomes).not.toBe(attack.line);
	});
});

it('every attack has a name of its own', () => {
	const names = lists.flatMap(({ attacks }) => attacks.map(({ name }) => name));
	expect(new Set(names).size).toBe(names.length);
});
