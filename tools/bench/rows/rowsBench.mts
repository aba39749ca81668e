/**
 * Work on CSV files against DuckDB (one thread), Miller, udsv and csv-parse, in one run: `npm run bench -- --rows`. Each
 * figure is the median of interleaved runs, each in a process of its own; what comes out has to be the same for all. See
 * docs/benchmark.md.
 *
 *   npm run bench -- --rows [--mb 500] [--runs 5] [--works count,split,…] [--memory 100,1000] [--folder .bench] [--write]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeRows } from './data.mts';
import { measureRows, type RowsFigure, works, type Work } from './measureRows.mts';
import { installPeers } from './peers.mts';
import { memoryTable, rowsTable, writeRowsTables } from './rowsTable.mts';

const { values } = parseArgs({
	options: {
		rows: { type: 'boolean' },
		mb: { type: 'string', default: '500' },
		runs: { type: 'string', default: '5' },
		works: { type: 'string', default: Object.keys(works).join(',') },
		memory: { type: 'string', default: '' },
		folder: { type: 'string', default: '.bench' },
		write: { type: 'boolean', default: false },
	},
});
const folder = path.resolve(values.folder);
mkdirSync(folder, { recursive: true });
execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
const peers = installPeers();
const chosen = values.works.split(',') as Work[];

const file = makeRows(folder, Number(values.mb));
const figures: RowsFigure[] = [];
for (const work of chosen) {
	const results = new Map<string, string>();
	for (let run = 0; run < Number(values.runs); run++) {
		for (const implementation of works[work]) {
			const { result, ...figure } = measureRows(implementation, work, file, peers);
			results.set(implementation, JSON.stringify(result));
			figures.push({ ...figure, megabytes: statSync(file).size / 1e6 });
		}
	}
	const different = [...results].filter(([, result]) => result !== results.get('ours'));
	const comparable = different.filter(([implementation]) => implementation !== 'miller');
	if (comparable.length > 0) throw new Error(`${work}: ${JSON.stringify([...results])}`);
	console.log(rowsTable(figures.filter((figure) => figure.work === work)));
}
const memory = values.memory
	.split(',')
	.filter(Boolean)
	.flatMap((megabytes) => {
		const sized = makeRows(folder, Number(megabytes));
		return chosen.map((work): RowsFigure => {
			const { result: _, ...figure } = measureRows('ours', work, sized, peers);
			return { ...figure, megabytes: Number(megabytes) };
		});
	});
if (memory.length > 0) console.log(memoryTable(memory));
if (values.write) await writeRowsTables(figures, memory);
