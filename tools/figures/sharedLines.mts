import type { SourceFile } from './sourceFiles.mts';

const LINES = 6;

/** Two files that have six lines in a row in common. */
export interface Pair {
	one: string;
	other: string;
	/** The first of the lines. */
	line: string;
}

/** Pairs of files that share six lines of code in a row; imports, blank lines, comments and lone brackets do not count. */
export function sharedLines(files: SourceFile[]): Pair[] {
	const seen = new Map<string, Set<string>>();
	for (const { file, lines } of files) {
		const code = withoutImports(lines)
			.map((line) => line.trim())
			.filter(isCode);
		for (let start = 0; start + LINES <= code.length; start++) {
			const block = code.slice(start, start + LINES).join('\n');
			seen.set(block, (seen.get(block) ?? new Set()).add(file));
		}
	}
	const pairs = new Map<string, Pair>();
	for (const [block, holders] of seen) {
		const names = [...holders];
		for (const [index, one] of names.entries()) {
			for (const other of names.slice(index + 1)) {
				const key = `${one} ${other}`;
				if (!pairs.has(key)) pairs.set(key, { one, other, line: block.split('\n')[0]! });
			}
		}
	}
	return [...pairs.values()];
}

/** Also without imports of several lines. */
const withoutImports = (lines: string[]) =>
	lines
		.join('\n')
		.replace(/^import [^;]*;$/gm, '')
		.split('\n');

const isCode = (line: string) =>
	line !== '' && !/^(\/\/|\/\*|\*)/.test(line) && !/^[\])}>,;({[]*$/.test(line);
