import { readFileSync, writeFileSync } from 'node:fs';
import { sections } from './fieldCases/cases.mts';
import type { Recorded } from './fieldCases/fieldCase.mts';
import { World } from './fieldCases/world.mts';
import { describeWithGpg } from './operations/gnuPg.mts';

const file = 'test/OpenPgp/fieldCases/recorded.json';
/** Writes down what is seen now; to be read line by line before it is committed. */
const isRecording = process.env.RECORD_FIELD_CASES !== undefined;

/** What the user of the node sees in each case; docs/openpgp-field-cases.md is made from it. */
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded[];
const all = sections.flatMap(({ title, cases }) =>
	Object.entries(cases).map(([id, one]) => ({ ...one, id, title })),
);

describeWithGpg('what people meet in the field', () => {
	let world: World;
	const seen: Recorded[] = [];

	beforeAll(async () => (world = await World.start()));
	afterAll(async () => {
		await world.stop();
		if (isRecording) writeFileSync(file, `${JSON.stringify(seen, null, '\t')}\n`);
	});

	it.each(all)('$id ends as recorded', async ({ id, title, what, run }) => {
		const sees = await run(world);
		seen.push({ id, title, what, sees });
		if (!isRecording) expect(seen.at(-1)).toEqual(recorded.find((one) => one.id === id));
	});

	it('every recorded case exists', () => {
		if (!isRecording) expect(recorded.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
	});
});
