import { readFile, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { nodePath } from '../measure.mts';
import { works, type Implementation, type RowsFigure, type Work } from './measureRows.mts';
import { median } from '../../harness/median.mts';

const REPORT = 'docs/benchmark.md';
const START = '<!-- rows: start -->';
const END = '<!-- rows: end -->';

const titles: Record<Work, string> = {
	count: 'Count the rows',
	split: 'Split into files of 50,000 rows',
	inspect: 'Inspect, all columns typed',
	objects: 'Get Rows: an object each, all of them',
	summarize: 'Summarize by two columns, exact',
	filter: 'Filter by two columns, into a file',
};

/** One line for each implementation of each work: medians, and the ratio of ours to it. */
export function rowsTable(figures: RowsFigure[]): string {
	const rows = (Object.keys(works) as Work[]).flatMap((work) =>
		works[work].flatMap((implementation) => {
			const own = of(figures, work, implementation);
			if (own.length === 0) return [];
			const speed = speedOf(own);
			const ratio = implementation === 'ours' ? '' : (speedOf(of(figures, work, 'ours')) / speed).toFixed(2);
			return [
				[
					titles[work],
					implementation,
					speed.toFixed(0),
					ratio,
					cpuSpeed(own),
					megabytes(own, 'memory', 1e6),
					megabytes(own, 'stall', 1),
				],
			];
		}),
	);
	return markdown(
		[
			'Work',
			'',
			'MB/s',
			'ours is faster by',
			'MB a CPU second',
			'memory above idle (MB)',
			'longest stall (ms)',
		],
		rows,
	);
}

export function memoryTable(figures: RowsFigure[]): string {
	const rows = figures.map((figure) => [
		titles[figure.work],
		`${figure.megabytes} MB`,
		((figure.memory ?? NaN) / 1e6).toFixed(0),
		(figure.stall ?? NaN).toFixed(0),
	]);
	return markdown(['Work', 'File', 'memory above idle (MB)', 'longest stall (ms)'], rows);
}

/** Puts the tables between the marks in the report. */
export async function writeRowsTables(figures: RowsFigure[], memory: RowsFigure[]): Promise<void> {
	const node = execFileSync(nodePath(), ['--version'], { encoding: 'utf8' }).trim();
	const size = Math.round(figures[0]?.megabytes ?? 0);
	const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${node}; a file of ${size} MB, DuckDB on one thread. Medians of interleaved runs. DuckDB, udsv and csv-parse gave the same rows and sums as ours; what Miller gave was not compared.`;
	const text = await readFile(REPORT, 'utf8');
	const start = text.indexOf(START);
	const end = text.indexOf(END);
	if (start < 0 || end < start) throw new Error(`${REPORT} has no marks ${START} and ${END}`);
	const content = [machine, rowsTable(figures), ...(memory.length > 0 ? [memoryTable(memory)] : [])].join(
		'\n\n',
	);
	const written = `${text.slice(0, start + START.length)}\n\n${content}\n\n${text.slice(end)}`;
	await writeFile(REPORT, await format(written, { ...(await resolveConfig(REPORT)), filepath: REPORT }));
}

const of = (figures: RowsFigure[], work: Work, implementation: Implementation) =>
	figures.filter((figure) => figure.work === work && figure.implementation === implementation);
const speedOf = (figures: RowsFigure[]) => median(figures.map((figure) => figure.megabytes / figure.seconds));
const cpuSpeed = (figures: RowsFigure[]) => {
	const speeds = figures.map(({ megabytes, cpuSeconds = NaN }) => megabytes / cpuSeconds);
	return Number.isNaN(speeds[0]) ? '' : median(speeds).toFixed(0);
};
const megabytes = (figures: RowsFigure[], field: 'memory' | 'stall', unit: number) => {
	const values = figures.map((figure) => figure[field]).filter((value) => value !== undefined);
	return values.length === 0 ? '' : (median(values) / unit).toFixed(0);
};
const markdown = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
