/**
 * Convert to Excel against the streaming writer of exceljs, in one run: `node --import tsx tools/bench/excel/excel.mts
 * [--rows 1000000] [--runs 5] [--folder .bench]`. Medians of interleaved runs, each in a process of its own. `nothing` is
 * a process that only waits: how long its event loop stands still is the machine's own doing.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultColumns } from '../../sandbox/Tesouro/columns.mts';
import { writeCsv } from '../../sandbox/Tesouro/writeCsv.mts';
import { nodePath } from '../measure.mts';

interface Figure {
	seconds: number;
	cpu: number;
	peakMb: number;
	stallMs: number;
}

const { values } = parseArgs({
	options: {
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
for (const peer of peers) {
	const [seconds, cpu, peak, stall] = (['seconds', 'cpu', 'peakMb', 'stallMs'] as const).map((key) =>
		median(peer, key),
	);
	console.log(
		`${peer.padEnd(8)} ${seconds!.toFixed(1)} s, ${cpu!.toFixed(1)} s of CPU, ${peak!.toFixed(0)} MB above idle, longest stall ${stall!.toFixed(0)} ms`,
	);
}
console.log(
	`ours is ${(median('exceljs', 'seconds') / median('ours', 'seconds')).toFixed(1)} times as fast, and needs ${(median('exceljs', 'cpu') / median('ours', 'cpu')).toFixed(1)} times less CPU`,
);

function median(peer: string, key: keyof Figure): number {
	const sorted = figures
		.get(peer)!
		.map((figure) => figure[key])
		.sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)]!;
}

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
