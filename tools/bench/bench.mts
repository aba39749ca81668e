/**
 * Decryption against gpg and against OpenPGP.js's own streaming, in one run: `npm run bench`. Each figure is the median
 * of interleaved runs, each in a process of its own; memory is the peak of that process. See docs/benchmark.md.
 *
 *   npm run bench -- [--mb 100,1000] [--runs 5] [--forms default,none,signed,armored] [--memory 10,100,1000,4000]
 *                    [--folder .bench] [--write]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeData, type Form } from './data.mts';
import { check, measure, targets, type Figure, type Target } from './measure.mts';
import { printMemory, printTable, writeTables } from './table.mts';

const { values } = parseArgs({
	options: {
		mb: { type: 'string', default: '100,1000' },
		runs: { type: 'string', default: '5' },
		forms: { type: 'string', default: 'default,none,signed,armored' },
		memory: { type: 'string', default: '' },
		folder: { type: 'string', default: '.bench' },
		write: { type: 'boolean', default: false },
	},
});

const numbers = (text: string) => text.split(',').filter(Boolean).map(Number);
const folder = path.resolve(values.folder);
mkdirSync(folder, { recursive: true });
execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });

const forms = values.forms.split(',') as Form[];
const figures: Figure[] = [];
for (const megabytes of numbers(values.mb)) {
	const data = makeData(folder, megabytes, forms);
	for (const form of forms) measureAll(form, 'discard');
	if (forms.includes('default')) measureAll('default', 'store');

	function measureAll(form: Form, target: Target): void {
		const table: Figure[] = [];
		for (const implementation of targets[target]) check(implementation, form, target, data);
		for (let run = 0; run < Number(values.runs); run++) {
			for (const implementation of targets[target]) {
				table.push(measure(implementation, form, target, data));
			}
		}
		printTable(table);
		figures.push(...table);
	}
}

const memory = numbers(values.memory).map((megabytes) =>
	measure('ours', 'default', 'discard', makeData(folder, megabytes, ['default'])),
);
if (memory.length > 0) printMemory(memory);
if (values.write) await writeTables(figures, memory);
