import { readFileSync, writeFileSync } from 'node:fs';
import peers from './fieldCases/peers.json';
import { sections } from './fieldCases/cases.mts';
import type { Recorded } from './fieldCases/fieldCase.mts';
import { isThere } from './fieldCases/program.mts';
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
		if (isRecording && missing.length === 0) writeFileSync(file, `${JSON.stringify(seen, null, '\t')}\n`);
	});

	const missing = all.filter(({ needs }) => needs !== undefined && !isThere(needs));
	if (missing.length > 0)
		it.skip.each(missing)('$id: not tested, $needs is needed on the PATH', () => undefined);

	it.each(all.filter((one) => !missing.includes(one)))(
		'$id ends as recorded',
		async ({ id, title, what, run }) => {
			const sees = await run(world);
			seen.push({ id, title, what, sees });
			if (!isRecording) expect(seen.at(-1)).toEqual(recorded.find((one) => one.id === id));
		},
	);

	it('every recorded case exists', () => {
		if (!isRecording) expect(recorded.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
	});
});

describe('what other programs do', () => {
	it('is recorded for every case', () => {
		expect(Object.keys(peers.cases)).toEqual(all.map(({ id }) => id));
	});
});
