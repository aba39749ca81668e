/**
 * Decryption against gpg and against OpenPGP.js's own streaming, in one run: `npm run bench`. Each figure is the median
 * of interleaved runs, each in a process of its own; memory is the peak of that process. See docs/benchmark.md.
 *
 *   npm run bench -- [--mb 100,1000] [--runs 5] [--forms default,none,armored,signed] [--write]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeData, type Form } from './data.mts';
import { check, implementations, measure, type Figure } from './measure.mts';
import { printTable, writeTable } from './table.mts';

const { values } = parseArgs({
	options: {
		mb: { type: 'string', default: '100,1000' },
		runs: { type: 'string', default: '5' },
		forms: { type: 'string', default: 'default,none,signed,armored' },
		folder: { type: 'string', default: '.bench' },
		write: { type: 'boolean', default: false },
	},
});

const folder = path.resolve(values.folder);
mkdirSync(folder, { recursive: true });
execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });

const figures: Figure[] = [];
for (const megabytes of values.mb.split(',').map(Number)) {
	const data = makeData(folder, megabytes);
	for (const form of values.forms.split(',') as Form[]) {
		for (const implementation of implementations) check(implementation, form, data);
		for (let run = 0; run < Number(values.runs); run++) {
			for (const implementation of implementations) {
				figures.push(measure(implementation, form, data));
			}
		}
		printTable(figures.filter((figure) => figure.megabytes === megabytes && figure.form === form));
	}
}
if (values.write) writeTable(figures, 'docs/benchmark.md');
