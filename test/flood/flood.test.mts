import { connectReportModes } from '../../tools/flood/connectReport.mts';
import { flood } from '../../tools/flood/flood.mts';
import { reportFlowModes } from '../../tools/flood/reportFlow.mts';
import { head, rowOf } from '../../tools/flood/row.mts';
import { tesouroModes } from '../../tools/flood/tesouro.mts';

/**
 * Floods of forged deliveries against every trigger, in every mode that verifies. `npm run flood` sends as many as
 * FLOOD says and prints a table; without it a few hundred do.
 */
const given = Number(process.env.FLOOD ?? 0);
/** Fewer for Tesouro's API: there each waits for the next reading of the list, up to two seconds. */
const shortCount = (name: string) => (name === 'API' ? 40 : 300);
const TOO_LONG_MS = given === 0 ? 60_000 : 30 * 60_000;

const modes = [...reportFlowModes, ...connectReportModes, ...tesouroModes];
const rows: string[] = [];
afterAll(() => {
	if (given > 0) process.stdout.write(`${head}\n${rows.join('\n')}\n`);
});

describe.each(modes)('a flood at $trigger, $name', (mode) => {
	it(
		'starts nothing, while every good delivery is accepted at the first attempt',
		async () => {
			const seen = await flood(mode, given > 0 ? given : shortCount(mode.name));
			rows.push(rowOf(seen));
			expect(seen.good).toEqual(seen.good.map(() => 200));
			expect(seen.otherExecutions).toBe(0);
			expect([...seen.forged.keys()].filter((status) => status < 400)).toEqual([]);
		},
		TOO_LONG_MS,
	);
});
