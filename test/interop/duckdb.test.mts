import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { installPeers } from '../../tools/bench/rows/peers.mts';
import { fileOf, ReportFileNode } from '../ReportFile/reportFileNode.mts';

let node: ReportFileNode;
let folder: string;
let peers: string;
beforeAll(async () => {
	peers = installPeers();
	node = await ReportFileNode.start();
	folder = mkdtempSync(join(tmpdir(), 'duckdb-'));
}, 300_000);
afterAll(async () => {
	await node.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** The rows that DuckDB answers with. */
function ask(sql: string): Array<Array<string | null>> {
	const answer = execFileSync(process.execPath, ['tools/interop/duckdb.cjs', peers], {
		input: sql,
		maxBuffer: 1 << 28,
		timeout: 100_000,
	});
	return JSON.parse(answer.toString()) as Array<Array<string | null>>;
}

let files = 0;
/** A CSV that Convert has made Parquet of: the table as SQL names it, and how many rows the item tells. */
async function parquetOf(csv: string) {
	const { items } = await node.succeed('file.convert', await node.item(csv), { format: 'parquet' });
	const file = join(folder, `${files++}.parquet`);
	writeFileSync(file, await node.harness.readBinary(items[0]!.binary!.data!));
	return { table: `read_parquet('${file}')`, file, rows: fileOf(items[0]!).rows };
}

const typesOf = (table: string) =>
	Object.fromEntries(ask(`describe select * from ${table}`).map(([name, type]) => [name, type]));
const groupsOf = (file: string) =>
	Number(ask(`select count(distinct row_group_id) from parquet_metadata('${file}')`)[0]![0]);

/** The first cell that is not the same. Not by Jest, which needs a minute for so many rows. */
function difference(got: Array<Array<string | null>>, wanted: Array<Array<string | null>>) {
	if (got.length !== wanted.length) return `${got.length} rows, not ${wanted.length}`;
	for (const [row, values] of wanted.entries()) {
		for (const [column, value] of values.entries()) {
			if (got[row]![column] !== value)
				return { row, column, got: got[row]![column]?.slice(0, 100), value: value?.slice(0, 100) };
		}
	}
	return undefined;
}

/** Microseconds since 1970 of a text in ISO form, in whole numbers. */
function micros(text: string): string {
	const [, second, fraction = ''] = /^(.{19})(?:\.(\d+))?/.exec(text)!;
	return String(
		BigInt(Date.parse(`${second!.replace(' ', 'T')}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0')),
	);
}
const blankIsNull = (text: string) => (text === '' ? null : text);
const fixed = (scale: number) => (text: string) => {
	if (text === '') return null;
	const [whole, fraction = ''] = text.split('.');
	return `${whole}.${fraction.padEnd(scale, '0')}`;
};

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
const ROWS = 40_000;
const notes = [
	'plain',
	'"with, comma"',
	'"say ""hi"""',
	'Café Zürich',
	'"two\nlines"',
	'東京 \u{1f9fe}',
	'\uffee',
	'',
	' spaced ',
];

/** Each column: its values, its type to DuckDB, how SQL gives a text of it, and what that text has to be. */
const columns: Array<{
	name: string;
	cell: (row: number) => string;
	type: string;
	sql?: string;
	wanted?: (text: string) => string | null;
}> = [
	{ name: 'Report ID', cell: (row) => pad(row, 8), type: 'VARCHAR' },
	{
		name: 'amount',
		cell: (row) =>
			row % 17 === 0 ? '' : (((row * 7919) % 1_000_003) / 100 - 5_000).toFixed(row % 2 ? 2 : 1),
		type: 'DECIMAL(6,2)',
		wanted: fixed(2),
	},
	{
		name: 'huge',
		cell: (row) => `${row % 2 ? '-' : ''}9999999${pad(row, 6)}.${pad(row % 100)}`,
		type: 'DECIMAL(15,2)',
		wanted: fixed(2),
	},
	{ name: 'too long', cell: (row) => `9999999999${pad(row, 6)}.5`, type: 'VARCHAR' },
	{
		name: 'count',
		cell: (row) => (row % 5 === 0 ? '' : String(row * 1_000_003)),
		type: 'BIGINT',
		wanted: blankIsNull,
	},
	{
		name: 'day',
		cell: (row) =>
			row % 7 === 0
				? ''
				: `${['0100', '1899', '1970', '2026', '9999'][row % 5]!}-0${1 + (row % 9)}-${10 + (row % 18)}`,
		type: 'DATE',
		wanted: blankIsNull,
	},
	{
		name: 'at',
		cell: (row) =>
			row % 100 === 1
				? '9999-12-31T23:59:59.999999Z'
				: `${1900 + (row % 400)}-01-31T10:20:${pad(row % 60)}.${pad((row * 7919) % 1_000_000, 6)}Z`,
		type: 'TIMESTAMP WITH TIME ZONE',
		sql: `epoch_us("at")::varchar`,
		wanted: micros,
	},
	{
		name: 'local',
		cell: (row) => (row % 11 === 0 ? '' : `2026-11-28 00:${pad(row % 60)}:00`),
		type: 'TIMESTAMP',
		sql: `epoch_us("local")::varchar`,
		wanted: (text) => (text === '' ? null : micros(text)),
	},
	{
		name: 'paid',
		cell: (row) => ['true', 'false', ''][row % 3]!,
		type: 'BOOLEAN',
		wanted: blankIsNull,
	},
	{ name: 'note', cell: (row) => notes[row % notes.length]!, type: 'VARCHAR' },
	{ name: 'mostly amounts', cell: (row) => (row === 31_000 ? 'n/a' : '1.50'), type: 'VARCHAR' },
	{ name: 'größe "1"', cell: (row) => `0${row % 10}`, type: 'VARCHAR' },
	{ name: 'blank', cell: () => '', type: 'VARCHAR' },
];
const named = (name: string) => `"${name.replaceAll('"', '""')}"`;

it('DuckDB reads every value, with its type, as csv-parse reads the CSV', async () => {
	const header = columns.map(({ name }) => named(name)).join(',');
	const lines = Array.from({ length: ROWS }, (_, row) => columns.map(({ cell }) => cell(row)).join(','));
	const csv = `${header}\r\n${lines.join('\r\n')}\r\n`;
	const { table, file, rows } = await parquetOf(csv);
	expect(rows).toBe(ROWS);
	expect(groupsOf(file)).toBe(3);
	const told = ask(`select num_rows::varchar, num_row_groups::varchar from parquet_file_metadata('${file}')`);
	expect(told).toEqual([[String(ROWS), '3']]);
	expect(typesOf(table)).toEqual(Object.fromEntries(columns.map(({ name, type }) => [name, type])));

	const cells = (parse(csv) as string[][]).slice(1);
	const wanted = cells.map((row) => row.map((text, column) => (columns[column]!.wanted ?? String)(text)));
	const texts = columns.map(({ name, sql }) => sql ?? `${named(name)}::varchar`);
	expect(difference(ask(`select ${texts.join(', ')} from ${table}`), wanted)).toBeUndefined();

	const cents = cells.reduce((sum, [, amount]) => sum + BigInt(Math.round(Number(amount) * 100)), 0n);
	const [sums] = ask(`select (sum(amount) * 100)::bigint, count(*), count(amount) from ${table}`);
	expect(sums!.map(String)).toEqual([
		String(cents),
		String(ROWS),
		String(cells.filter(([, amount]) => amount !== '').length),
	]);

	// What the groups say of themselves: with a wrong smallest or largest value, rows would be left out.
	const found = (condition: string) => Number(ask(`select count(*) from ${table} where ${condition}`)[0]![0]);
	const among = (column: string, test: (text: string) => boolean) => {
		const at = columns.findIndex(({ name }) => name === column);
		return cells.filter((row) => test(row[at]!)).length;
	};
	expect([
		found(`"Report ID" = '00031000'`),
		found(`note = '東京 \u{1f9fe}'`),
		found(`note >= '\u{10000}'`),
		found(`note = '\uffee'`),
		found(`note = ''`),
		found(`amount < -4999`),
		found(`amount is null`),
		found(`day = '9999-05-14'`),
		found(`paid`),
		found(`"mostly amounts" = 'n/a'`),
	]).toEqual([
		1,
		among('note', (text) => text === '東京 \u{1f9fe}'),
		0,
		among('note', (text) => text === '\uffee'),
		among('note', (text) => text === ''),
		among('amount', (text) => text !== '' && Number(text) < -4999),
		among('amount', (text) => text === ''),
		among('day', (text) => text === '9999-05-14'),
		among('paid', (text) => text === 'true'),
		1,
	]);
});

it('DuckDB reads 100 columns in several groups', async () => {
	const header = Array.from({ length: 100 }, (_, column) => `c${column}`);
	const rows = Array.from({ length: 8_000 }, (_, row) =>
		header.map((_, column) =>
			row % (column + 2) === 0 ? '' : column % 2 ? `${row}.${column}` : `x${row * column}`,
		),
	);
	const { table, file } = await parquetOf([header, ...rows].map((row) => row.join(',')).join('\n'));
	expect(groupsOf(file)).toBeGreaterThan(1);
	const wanted = rows.map((row) =>
		row.map((text, column) => (column % 2 ? fixed(column < 10 ? 1 : 2)(text) : text)),
	);
	expect(difference(ask(`select columns(*)::varchar from ${table}`), wanted)).toBeUndefined();
});

it('DuckDB reads long values: several pages in a column, columns that are not compressed', async () => {
	const texts = Array.from({ length: 200 }, (_, row) =>
		`${row}é`.repeat([1, 100, 20_000, 100_000][row % 4]!),
	);
	const { table, file } = await parquetOf(
		`id,v,w\n${texts.map((text, row) => `${row},${text},${text.slice(0, 90_000)}`).join('\n')}\n`,
	);
	const codecs = ask(`select distinct compression from parquet_metadata('${file}') order by all`);
	expect(codecs).toEqual([['SNAPPY'], ['UNCOMPRESSED']]);
	expect(groupsOf(file)).toBeGreaterThan(2);
	const wanted = texts.map((text, row) => [String(row), text, text.slice(0, 90_000)]);
	expect(difference(ask(`select id::varchar, v, w from ${table}`), wanted)).toBeUndefined();
	expect(ask(`select count(*)::varchar from ${table} where v = '${texts[197]}'`)).toEqual([['1']]);
});

it('DuckDB reads a file without rows, and one of a single cell', async () => {
	const none = await parquetOf('id,amount\n');
	expect(ask(`select count(*)::varchar from ${none.table}`)).toEqual([['0']]);
	expect(typesOf(none.table)).toEqual({ id: 'VARCHAR', amount: 'VARCHAR' });
	const one = await parquetOf('amount\n-0.05\n');
	expect(ask(`select amount::varchar from ${one.table}`)).toEqual([['-0.05']]);
	expect(typesOf(one.table)).toEqual({ amount: 'DECIMAL(3,2)' });
});
