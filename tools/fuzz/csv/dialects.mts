import { stringify } from 'csv-stringify/sync';
import { readTable } from '../../../test/ReportFile/csv/readTable.mts';
import type { Random } from '../../sandbox/random.mts';

export interface Attempt {
	outcome: string;
	finding?: string;
}

const words = [
	'Acme',
	'Smith',
	'Zürich',
	'São João',
	'東京',
	'x',
	'fee',
	'a b',
	'0012',
	'-5',
	'19.99',
	'2026-01-31',
	'e\u0301',
];
const nasty = [
	'',
	' ',
	'"',
	'""',
	',',
	';',
	'\t',
	'|',
	'\n',
	'\r\n',
	'\\',
	'\\"',
	"'",
	'a"b',
	'"a"',
	'a,b;c',
	'line\nbreak',
	'€',
];
const encodings = ['utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

/** Writes a table in a dialect, and reads it again: in the dialect that is told, or by finding it out. */
export async function tryDialect(random: Random): Promise<Attempt> {
	const encoding = random.pick(encodings);
	const delimiter = random.pick([',', ';', '\t', '|']);
	const newline = random.pick(['lf', 'crlf', 'cr'] as const);
	const escape = random.pick(['doubled', 'doubled', 'backslash'] as const);
	const quote = random.pick(['"', '"', '"', "'"]);
	const width = 2 + random.below(8);
	const isFoundOut = random.below(100) < 50 && quote === '"';
	const cell = () => {
		const text =
			random.below(100) < 25 && !isFoundOut
				? random.pick(nasty) + random.pick(words) + random.pick(nasty)
				: random.pick(words);
		return encoding === 'windows-1252' ? text.replace(/[^\u0000-\u00ff€]/g, '?') : text;
	};
	// A first cell that is never blank, so that no row is one of blank cells alone or a blank line.
	const header = Array.from({ length: width }, (_, index) => `column ${index}`);
	const rows = Array.from({ length: 1 + random.below(40) }, (_, row) => [
		`r${row}`,
		...Array.from({ length: width - 1 }, cell),
	]);
	const text = stringify([header, ...rows], {
		delimiter,
		quote,
		escape: escape === 'doubled' ? quote : '\\',
		record_delimiter: { lf: '\n', crlf: '\r\n', cr: '\r' }[newline],
		quoted: random.below(100) < 30,
		// csv-stringify takes a bare CR or backslash for nothing to quote, whatever it stands for in this dialect.
		quoted_match: /[\r\n\\]/,
	});
	const ended = random.below(100) < 20 ? text.replace(/[\r\n]+$/, '') : text;
	const told = isFoundOut
		? {}
		: {
				delimiter,
				quote,
				escape,
				newline,
				titleRows: 0,
				encoding: encoding.startsWith('utf-8') ? ('utf-8' as const) : (encoding as 'utf-16le'),
			};
	const pieces = random.pick([1, 2, 3, 7, 64, 1 << 20]);
	const name = `${encoding} ${JSON.stringify(delimiter)} ${newline} ${escape} ${quote}${isFoundOut ? ', found out' : ''}`;
	try {
		const read = await readTable(encode(ended, encoding), { keepTotals: true, ...told }, { pieces });
		const expected = rows.map((row) => row.map((value) => value));
		if (JSON.stringify([read.columns, read.rows]) === JSON.stringify([header, expected]))
			return { outcome: 'equal' };
		return { outcome: 'other rows', finding: `${name}: ${JSON.stringify(ended.slice(0, 300))}` };
	} catch (error) {
		return { outcome: 'error', finding: `${name}: ${String(error)}: ${JSON.stringify(ended.slice(0, 300))}` };
	}
}

function encode(text: string, encoding: (typeof encodings)[number]): Buffer {
	if (encoding === 'utf-8') return Buffer.from(text);
	if (encoding === 'utf-8 with mark') return Buffer.from(`\ufeff${text}`);
	if (encoding === 'windows-1252') {
		return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
	}
	const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
	return encoding === 'utf-16le' ? bytes : bytes.swap16();
}
