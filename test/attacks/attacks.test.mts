import { existsSync, readFileSync } from 'node:fs';
import { attacks } from './attacks.mts';

// Seeing them red takes minutes (`seeRed.mts`); that the list still speaks of the code is seen at once.
it.each(attacks.map((attack) => [attack.name, attack] as const))(
	'the line to be changed for "%s" stands once in the product',
	(_, { file, line, becomes, test }) => {
		expect(readFileSync(file, 'utf8').split(line)).toHaveLength(2);
		expect(becomes).not.toBe(line);
		expect(existsSync(test)).toBe(true);
	},
);

it('every attack has a name of its own', () => {
	expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});
