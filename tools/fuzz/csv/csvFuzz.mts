/**
 * CSV files through our reader: `npm run fuzz -- --csv [--dialects 5000] [--mutations 20000] [--seed 1]`.
 *
 * Files that csv-stringify wrote in many dialects must come out as they went in. Files that were broken afterwards must
 * end with an error that says what to do, or give every byte of the file in some row; and the rows of csv-parse,
 * where it accepts the file. Otherwise it ends with exit code 1 and the numbers of the files.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../../sandbox/random.mts';
import { tryDialect } from './dialects.mts';
import { tryMutation } from './mutations.mts';

const { values } = parseArgs({
	options: {
		csv: { type: 'boolean' },
		dialects: { type: 'string', default: '5000' },
		mutations: { type: 'string', default: '20000' },
		seed: { type: 'string', default: '1' },
	},
});

const outcomes = new Map<string, number>();
const findings: string[] = [];
const started = Date.now();
for (const [kind, count, attempt] of [
	['dialect', Number(values.dialects), tryDialect],
	['mutation', Number(values.mutations), tryMutation],
] as const) {
	for (let index = 0; index < count; index++) {
		const { outcome, finding } = await attempt(createRandom(Number(values.seed) * 1_000_003 + index));
		outcomes.set(`${kind}: ${outcome}`, (outcomes.get(`${kind}: ${outcome}`) ?? 0) + 1);
		if (finding !== undefined) findings.push(`${kind} #${index}: ${finding}`);
	}
}
for (const [outcome, count] of [...outcomes].sort()) console.log(`${String(count).padStart(7)} ${outcome}`);
console.log(
	`${findings.length} findings, seed ${values.seed}, ${Math.round((Date.now() - started) / 1000)} s`,
);
for (const finding of findings.slice(0, 20)) console.log(finding);
if (findings.length > 0) process.exitCode = 1;
