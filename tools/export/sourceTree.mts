import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const isCode = (file: string) => /\.[mc]?[tj]s$/.test(file);
const endings = ['', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts'];

/** The files of this repository, and what each of them needs of the others. */
export interface SourceTree {
	files: ReadonlySet<string>;
	/** Everything that the files reach by imports, by paths in strings, and themselves. */
	reachedFrom(files: Iterable<string>): Set<string>;
	/** The packages of npm that a file imports. */
	packagesOf(file: string): string[];
}

export function readSourceTree(): SourceTree {
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		encoding: 'utf8',
	});
	const files = new Set(
		listed
			.trim()
			.split('\n')
			.filter((file) => existsSync(file)),
	);
	const needs = new Map<string, string[]>();
	const needsOf = (file: string) => {
		const known = needs.get(file) ?? [...importsOf(file, files), ...pathsIn(file, files)];
		needs.set(file, known);
		return known;
	};
	return {
		files,
		reachedFrom(start) {
			const reached = new Set<string>();
			const open = [...start];
			for (let file = open.pop(); file !== undefined; file = open.pop()) {
				if (reached.has(file)) continue;
				reached.add(file);
				if (isCode(file)) open.push(...needsOf(file));
			}
			return reached;
		},
		packagesOf: (file) =>
			isCode(file)
				? specifiersIn(file)
						.filter((specifier) => !/^(\.|node:)/.test(specifier))
						.map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)![0])
				: [],
	};
}

const specifiersIn = (file: string): string[] =>
	[
		...readFileSync(file, 'utf8').matchAll(
			/(?:\bfrom|\bimport|\brequire\(|\bimport\(|\brequire\.resolve\()\s*['"]([^'"\n]+)['"]/g,
		),
	].map(([, specifier]) => specifier!);

const importsOf = (file: string, files: ReadonlySet<string>): string[] =>
	specifiersIn(file)
		.filter((specifier) => specifier.startsWith('.'))
		.flatMap((specifier) => {
			const base = path.posix.join(path.posix.dirname(file), specifier);
			const ending = endings.find((one) => files.has(base + one));
			return ending === undefined ? [] : [base + ending];
		});

/** Fixtures and the like are read by their path: what a text like 'test/Tesouro/fixtures/…' names. */
function pathsIn(file: string, files: ReadonlySet<string>): string[] {
	const named = readFileSync(file, 'utf8').matchAll(/['"`]((?:test|tools|docs|examples|nodes)\/[\w./-]+)/g);
	return [...named].flatMap(([, name]) => {
		if (files.has(name!)) return [name!];
		const folder = name!.replace(/\/[^/]*$/, '/');
		return /\/fixtures\//.test(folder) ? [...files].filter((one) => one.startsWith(folder)) : [];
	});
}
