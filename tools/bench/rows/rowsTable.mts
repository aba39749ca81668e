import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { nodePath } from '../measure.mts';
import { works, type Implementation, type RowsFigure, type Work } from './measureRows.mts';
import { median } from '../../harness/median.mts';
import { writeBetweenMarks } from '../writeBetweenMarks.mts';

const REPORT = 'docs/benchmark.md';
const SUMMARY = 'README.md';
const MARK = 'rows';

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
	const rows = (Object.keys(works) as Work[]).flatMap((work) => [
		...works[work].flatMap((implementation) => {
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
		...besideCount(figures, work),
	]);
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

/** What no peer does is held against DuckDB's count, which reads the same bytes. */
function besideCount(figures: RowsFigure[], work: Work): string[][] {
	const ours = of(figures, work, 'ours');
	const count = of(figures, 'count', 'duckdb');
	if ((work !== 'split' && work !== 'inspect') || ours.length === 0 || count.length === 0) return [];
	const ratio = (speedOf(ours) / speedOf(count)).toFixed(2);
	return [[titles[work], 'duckdb, its count', speedOf(count).toFixed(0), ratio, cpuSpeed(count), '', '']];
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

/** All tables into the report, and three rows that people want to see into the README. */
export async function writeRowsTables(figures: RowsFigure[], memory: RowsFigure[]): Promise<void> {
	const node = execFileSync(nodePath(), ['--version'], { encoding: 'utf8' }).trim();
	const size = Math.round(figures[0]?.megabytes ?? 0);
	const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${node}; a file of ${size} MB, DuckDB on one thread. Medians of interleaved runs. DuckDB, udsv and csv-parse gave the same rows and sums as ours; what Miller gave was not compared.`;
	const tables = [machine, rowsTable(figures), ...(memory.length > 0 ? [memoryTable(memory)] : [])];
	await writeBetweenMarks(REPORT, MARK, tables.join('\n\n'));
	await writeBetweenMarks(SUMMARY, MARK, summary(figures));
}

function summary(figures: RowsFigure[]): string {
	const rows = (['count', 'summarize', 'filter'] as const).map((work) => {
		const ours = of(figures, work, 'ours');
		const speed = speedOf(ours);
		const peers = (['duckdb', 'miller'] as const).map((peer) => {
			const own = of(figures, work, peer);
			return own.length === 0 ? '' : `${(speed / speedOf(own)).toFixed(2)} ×`;
		});
		const [size] = ours.map((figure) => Math.round(figure.megabytes));
		return [
			`${titles[work]}, ${size} MB`,
			`${speed.toFixed(0)} MB/s`,
			...peers,
			`${megabytes(ours, 'memory', 1e6)} MB`,
		];
	});
	return markdown(['CSV file', 'Speed', 'to DuckDB', 'to Miller', 'Memory'], rows);
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
