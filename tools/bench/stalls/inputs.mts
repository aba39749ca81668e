import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { makeRows } from '../rows/data.mts';

/** Files that are hard on whoever reads them, each in blocks. All have the columns `id` and `v` or start with them. */
const contents: Record<string, () => Iterable<string>> = {
	/** One value of nearly 8 MB, which is the longest row that is read. */
	'long-row': () => ['id,v\n1,', ...repeated('0123456789'.repeat(1e5), 7), '\n2,b\n'],
	/** A row that is longer than may be. */
	'endless-row': () => ['id,v\n1,"', ...repeated('0123456789'.repeat(1e5), 20)],
	/** Nothing but quotes, doubled. */
	quotes: () => ['id,v\n', ...repeated(`1,"${'""'.repeat(20)}"\n`.repeat(1_000), 500)],
	'5000-columns': () => [wide(5_000), ...repeated(`${'12.50,'.repeat(4_999)}x\n`, 600)],
	/** As many columns as a sheet of Excel has. */
	'16384-columns': () => [wide(16_384), ...repeated(`${'12.50,'.repeat(16_383)}x\n`, 150)],
	/** Rows of one cell, of a few bytes. */
	narrow: () => ['id\n', ...repeated('1\n22\n'.repeat(50_000), 40)],
	/** Objects within objects, 200 levels deep, 100 kB a line. */
	'deep-json': () => repeated(deepLine, 100),
	/** Lines of 10 MB. */
	'long-json': () => repeated(`{"id":1,"v":"${'x'.repeat(1e7)}"}\n`, 2),
	/** 10,000 keys in a line. */
	'wide-json': () =>
		repeated(`{${Array.from({ length: 10_000 }, (_, key) => `"k${key}":${key}.5`).join(',')}}\n`, 40),
};

const deepLine = `{"id":1,"v":[${Array.from({ length: 80 }, () => `${'{"a":'.repeat(200)}1.10${'}'.repeat(200)}`).join(',')}]}\n`;

/** The path of a file of this name, made if it is not there. `usual` is a report of that many megabytes. */
export function makeInput(folder: string, name: string, megabytes: number): string {
	if (name === 'usual') return makeRows(folder, megabytes);
	const file = path.join(folder, `stalls-${name}`);
	if (existsSync(file)) return file;
	const out = openSync(`${file}.part`, 'w');
	for (const block of contents[name]!()) writeSync(out, block);
	closeSync(out);
	renameSync(`${file}.part`, file);
	return file;
}

const wide = (columns: number) =>
	`${Array.from({ length: columns }, (_, column) => ['id', 'v'][column] ?? `c${column}`).join(',')}\n`;

function* repeated(block: string, times: number) {
	for (let time = 0; time < times; time++) yield block;
}
