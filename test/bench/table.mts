import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { implementations, nodePath, type Figure } from './measure.mts';

/** One line for each implementation: medians, and the ratios to gpg and to OpenPGP.js in the same run. */
export function toTable(figures: Figure[]): string {
	const speed = (name: string) =>
		median(figures.filter(({ implementation }) => implementation === name).map((f) => f.megabytesPerSecond));
	const rows = implementations
		.filter((name) => figures.some(({ implementation }) => implementation === name))
		.map((name) => {
			const mine = figures.filter(({ implementation }) => implementation === name);
			const peaks = mine.map(({ peakMegabytes }) => peakMegabytes ?? NaN);
			const peak = Number.isNaN(peaks[0]) ? '' : `${Math.round(median(peaks))}`;
			const ratio = (to: string) => (speed(name) / speed(to)).toFixed(2);
			return [name, `${Math.round(speed(name))}`, ratio('gpg'), ratio('openpgp'), peak];
		});
	const head = ['', 'MB/s', 'to gpg', 'to OpenPGP.js', 'peak MB'];
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export const printTable = (figures: Figure[]) => console.log(`\n${title(figures)}\n\n${toTable(figures)}`);

/** Rewrites the tables between the two marks of a Markdown file. */
export function writeTable(figures: Figure[], file: string): void {
	const groups = [...new Set(figures.map(title))].map((name) =>
		figures.filter((figure) => title(figure) === name),
	);
	const tables = groups.map((group) => `### ${title(group)}\n\n${toTable(group)}`);
	const node = execFileSync(nodePath(), ['--version'], { encoding: 'utf8' }).trim();
	const gpg = execFileSync('gpg', ['--version'], { encoding: 'utf8' }).split('\n')[0];
	const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${node}, ${gpg}. Medians; every plaintext was checked by its SHA-256.`;
	const [before, after] = split(readFileSync(file, 'utf8'));
	writeFileSync(file, `${before}\n\n${[machine, ...tables].join('\n\n')}\n\n${after}`);
}

const START = '<!-- benchmark: start -->';
const END = '<!-- benchmark: end -->';

function split(text: string): [string, string] {
	const start = text.indexOf(START);
	const end = text.indexOf(END);
	if (start < 0 || end < start) throw new Error(`There are no marks ${START} and ${END}`);
	return [text.slice(0, start + START.length), text.slice(end)];
}

const title = (given: Figure | Figure[]) => {
	const figure = Array.isArray(given) ? given[0]! : given;
	const names = {
		default: "gpg's default (zlib, AES-256)",
		none: 'Not compressed',
		signed: 'Signed and compressed',
		armored: 'Armoured',
	};
	return `${names[figure.form]}, ${figure.megabytes} MB`;
};

const median = (values: number[]) => [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;
