import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { nodePath, targets, type Figure, type Implementation } from './measure.mts';
import { median } from '../harness/median.mts';
import { writeBetweenMarks } from './writeBetweenMarks.mts';

const REPORT = 'docs/benchmark.md';
const SUMMARY = 'README.md';
const MARK = 'benchmark';

export const printTable = (figures: Figure[]) => console.log(`\n${title(figures)}\n\n${toTable(figures)}`);
export const printMemory = (figures: Figure[]) => console.log(`\n${memoryTable(figures)}`);

/** All tables into the report, and the one that people want to see into the README. */
export async function writeTables(figures: Figure[], memory: Figure[]): Promise<void> {
	const tables = groupsOf(figures).map((group) => `### ${title(group)}\n\n${toTable(group)}`);
	const memoryPart =
		memory.length === 0 ? [] : [`### Memory, gpg's default, by size\n\n${memoryTable(memory)}`];
	await writeBetweenMarks(REPORT, MARK, [machine(), ...tables, ...memoryPart].join('\n\n'));
	await writeBetweenMarks(SUMMARY, MARK, summary(figures));
}

/** One line for each implementation: medians, and the ratios to gpg and to OpenPGP.js in the same run. */
function toTable(figures: Figure[]): string {
	const rows = targets[figures[0]!.target].map((name) => {
		const peak = peakOf(figures, name);
		return [
			name,
			`${Math.round(speedOf(figures, name))}`,
			ratio(figures, name, 'gpg'),
			ratio(figures, name, 'openpgp'),
			Number.isNaN(peak) ? '' : `${Math.round(peak)}`,
		];
	});
	return toMarkdown(['', 'MB/s', 'to gpg', 'to OpenPGP.js', 'peak MB'], rows);
}

/** The largest files, one line for each form. */
function summary(figures: Figure[]): string {
	const largest = Math.max(...figures.map(({ megabytes }) => megabytes));
	const rows = groupsOf(figures.filter(({ megabytes }) => megabytes === largest)).map((group) => {
		const name: Implementation = group[0]!.target === 'store' ? "ours, n8n's store" : 'ours';
		return [
			title(group),
			`${Math.round(speedOf(group, name))} MB/s`,
			`${ratio(group, name, 'gpg')} ×`,
			`${ratio(group, name, 'openpgp')} ×`,
			`${Math.round(peakOf(group, name))} MB`,
		];
	});
	return toMarkdown(['Encrypted file', 'Speed', 'to gpg', 'to OpenPGP.js', 'Memory'], rows);
}

const memoryTable = (figures: Figure[]) =>
	toMarkdown(
		['File', 'peak MB of the process'],
		figures.map(({ megabytes, peakMegabytes }) => [`${megabytes} MB`, `${Math.round(peakMegabytes!)}`]),
	);

const toMarkdown = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const of = (figures: Figure[], name: Implementation) =>
	figures.filter(({ implementation }) => implementation === name);
const speedOf = (figures: Figure[], name: Implementation) =>
	median(of(figures, name).map(({ megabytesPerSecond }) => megabytesPerSecond));
const peakOf = (figures: Figure[], name: Implementation) =>
	median(of(figures, name).map(({ peakMegabytes }) => peakMegabytes ?? NaN));
const ratio = (figures: Figure[], name: Implementation, to: Implementation) =>
	(speedOf(figures, name) / speedOf(figures, to)).toFixed(2);

const groupsOf = (figures: Figure[]) =>
	[...new Set(figures.map((figure) => title([figure])))].map((name) =>
		figures.filter((figure) => title([figure]) === name),
	);

function title([figure]: Figure[]): string {
	const { form, target, megabytes } = figure!;
	const names = {
		default: "gpg's default (zlib, AES-256)",
		none: 'Not compressed',
		signed: 'Signed and compressed',
		armored: 'Armoured',
	};
	return `${names[form]}${target === 'store' ? ', into a file' : ''}, ${megabytes} MB`;
}

function machine(): string {
	const node = execFileSync(nodePath(), ['--version'], { encoding: 'utf8' }).trim();
	const gpg = execFileSync('gpg', ['--version'], { encoding: 'utf8' }).split('\n')[0];
	return `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${node}, ${gpg}. Medians; every plaintext was checked by its SHA-256.`;
}
