/**
 * Convert to Excel against the streaming writer of exceljs, in one run: `npm run bench -- --excel [--rows 1000000]
 * [--runs 5] [--folder .bench] [--write]`. Medians of interleaved runs, each in a process of its own. `nothing` is a process
 * that only waits: the machine alone makes its event loop stall. `--write` puts the table into docs/benchmark-formats.md.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultColumns } from '../../sandbox/Tesouro/columns.mts';
import { writeCsv } from '../../sandbox/Tesouro/writeCsv.mts';
import { median } from '../../harness/median.mts';
import { nodePath } from '../measure.mts';
import { writeBetweenMarks } from '../writeBetweenMarks.mts';

interface Figure {
	seconds: number;
	cpu: number;
	peakMb: number;
	stallMs: number;
}

const { values } = parseArgs({
	options: {
		excel: { type: 'boolean' },
		write: { type: 'boolean', default: false },
		rows: { type: 'string', default: '1000000' },
		runs: { type: 'string', default: '5' },
		folder: { type: 'string', default: '.bench' },
	},
});
const rows = Number(values.rows);
const folder = path.resolve(values.folder);
const peers = ['ours', 'exceljs', 'nothing'] as const;

const modules = await installPeer();
const csv = await makeCsv();
execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
const figures = new Map<string, Figure[]>(peers.map((peer) => [peer, []]));
for (let run = 0; run < Number(values.runs); run++) {
	for (const peer of peers) figures.get(peer)!.push(measure(peer));
}
const titles = { ours: 'Report File, Convert', exceljs: 'exceljs', nothing: 'Waiting' };
const of = (peer: string, key: keyof Figure) => median(figures.get(peer)!.map((figure) => figure[key]));
const lines = peers.map((peer) => [
	titles[peer],
	`${of(peer, 'seconds').toFixed(1)} s`,
	`${of(peer, 'cpu').toFixed(1)} s`,
	`${of(peer, 'peakMb').toFixed(0)} MB`,
	`${of(peer, 'stallMs').toFixed(0)} ms`,
]);
const head = ['', 'time', 'CPU', 'memory above idle', 'longest stall'];
const markdown = [head, head.map(() => '---'), ...lines]
	.map((cells) => `| ${cells.join(' | ')} |`)
	.join('\n');
const times = (key: keyof Figure) => (of('exceljs', key) / of('ours', key)).toFixed(1);
const node = execFileSync(nodePath(), ['--version'], { encoding: 'utf8' }).trim();
const report = [
	`${rows.toLocaleString('en-US')} rows, ${values.runs} runs; ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${node}:`,
	markdown,
	`Convert was ${times('seconds')} times as fast, and needed ${times('cpu')} times less CPU time.`,
].join('\n\n');
console.log(report);
if (values.write) await writeBetweenMarks('docs/benchmark-formats.md', 'excel', report);

function measure(peer: (typeof peers)[number]): Figure {
	const worker = [
		'--expose-gc',
		'tools/bench/excel/worker.cjs',
		peer,
		csv,
		path.join(folder, `${peer}.xlsx`),
		modules,
	];
	return JSON.parse(execFileSync(nodePath(), worker, { encoding: 'utf8' })) as Figure;
}

async function makeCsv(): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, `excel-${rows}.csv`);
	if (existsSync(file) && statSync(file).size > 0) return file;
	const handle = await open(file, 'w');
	const content = { rows, columns: defaultColumns, seed: 7, firstDay: '2026-01-01', rowsPerDay: 50_000 };
	for (const piece of writeCsv(content)) await handle.write(piece);
	await handle.close();
	return file;
}

/** exceljs goes into a folder of its own: the project does not need it. */
async function installPeer(): Promise<string> {
	const place = path.join(folder, 'excel-peer');
	mkdirSync(place, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		copyFileSync(path.join('tools/bench/excel', file), path.join(place, file));
	}
	const stamp = path.join(place, '.complete');
	if (!existsSync(stamp)) {
		execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
			cwd: place,
			stdio: 'inherit',
		});
		writeFileSync(stamp, '');
	}
	return path.join(place, 'node_modules');
}
