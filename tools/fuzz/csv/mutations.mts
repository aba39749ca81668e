import { parse } from 'csv-parse/sync';
import { readTable } from '../../../test/ReportFile/csv/readTable.mts';
import type { Random } from '../../sandbox/random.mts';
import type { Attempt } from './dialects.mts';

/** Of processor time, which other programs take none of. */
const MICROSECONDS_AT_MOST = 2_000_000;
const header = 'id,name,amount,day';
const names = ['Acme', '"Smith, J."', '"say ""hi"""', '"two\nlines"', 'Zürich', '', '"a\r\nb"'];
const inserted = [
	'"',
	',',
	'\n',
	'\r\n',
	'"",',
	'","',
	'\n"',
	'"\n',
	',,,,',
	'\\"',
	' ',
	'\u00e9',
	'\n\n',
	"'",
];

/** Breaks a file, and reads it. */
export async function tryMutation(random: Random): Promise<Attempt> {
	const rows = Array.from(
		{ length: 3 + random.below(30) },
		(_, row) => `${row},${random.pick(names)},${row}.50,2026-01-${10 + (row % 20)}`,
	);
	let bytes: Buffer = Buffer.from(`${[header, ...rows].join(random.below(100) < 50 ? '\n' : '\r\n')}\n`);
	for (let change = 0; change < 1 + random.below(4); change++) bytes = mutated(bytes, random);
	// The header stays, so that what is compared are the same columns.
	const file = Buffer.concat([Buffer.from(`${header}\n`), bytes.subarray(header.length + 1)]);
	const pieces = random.pick([1, 5, 1 << 20]);
	const options = {
		delimiter: ',',
		newline: 'lf' as const,
		escape: 'doubled' as const,
		titleRows: 0,
		encoding: 'utf-8' as const,
		keepTotals: true,
	};
	const shown = JSON.stringify(file.toString('latin1'));
	const started = process.cpuUsage();
	try {
		const read = await readTable(file, options, { pieces });
		const alone = await readTable(file, options, { pieces, withCells: false });
		if (process.cpuUsage(started).user > MICROSECONDS_AT_MOST) return { outcome: 'late', finding: shown };
		if (JSON.stringify(alone.raw) !== JSON.stringify(read.raw))
			return { outcome: 'other rows alone', finding: shown };
		if (lost(file, read.raw, read.table.found.repeatedHeaders))
			return { outcome: 'lost bytes', finding: shown };
		const theirs = byCsvParse(file);
		if (theirs === undefined) return { outcome: 'read; csv-parse refuses it' };
		const same = JSON.stringify(read.rows) === JSON.stringify(theirs);
		return same
			? { outcome: 'read as csv-parse does' }
			: { outcome: 'other rows than csv-parse', finding: shown };
	} catch (error) {
		const hasRemedy = error instanceof Error && 'remedy' in error;
		return hasRemedy
			? { outcome: 'a clear error' }
			: { outcome: 'an unclear error', finding: `${String(error)}: ${shown}` };
	}
}

function mutated(bytes: Buffer, random: Random): Buffer {
	const at = random.below(bytes.length);
	const to = Math.min(bytes.length, at + 1 + random.below(20));
	switch (random.below(5)) {
		case 0: {
			const copy = Buffer.from(bytes);
			copy[at] = random.below(256);
			return copy;
		}
		case 1:
			return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
		case 2:
			return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
		case 3:
			return bytes.subarray(0, Math.max(header.length + 1, at));
		default:
			return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(inserted)), bytes.subarray(at)]);
	}
}

/** Whether there is a byte, other than those of line ends, that is in no row. */
function lost(file: Buffer, raw: string[], repeatedHeaders: number): boolean {
	const bare = (text: string) => text.replace(/[\r\n]/g, '');
	const all = header + raw.join('');
	const expected = bare(file.toString('utf8'));
	const got = bare(all);
	return repeatedHeaders === 0
		? got !== expected
		: got.length + repeatedHeaders * header.length !== expected.length;
}

/** The rows as csv-parse reads them, as strictly as it can; undefined when it refuses the file. */
function byCsvParse(file: Buffer): string[][] | undefined {
	// A CR at the very end is half a line end for us, and a character for csv-parse.
	if (file.at(-1) === 13) return undefined;
	try {
		const rows = parse(file, {
			relax_column_count: true,
			skip_empty_lines: true,
			record_delimiter: ['\r\n', '\n'],
		}) as unknown as string[][];
		return rows.filter((row) => row.join(',') !== header);
	} catch {
		return undefined;
	}
}
