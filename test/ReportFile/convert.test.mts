import { read as readSheet, type WorkBook } from '@e965/xlsx';
import { parquetReadObjects, parquetSchema, parquetMetadata } from 'hyparquet';
import { formatDecimal, trimDecimal } from '../../nodes/ReportFile/numbers/decimal';
import { parseDecimal } from '../../nodes/ReportFile/numbers/parseDecimal';
import { ParquetWriter } from '../../nodes/shared/vendor/parquet';
import { fileOf, ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const csv = [
	'Report ID,Merchant,Card Last4,Amount,Rate,Count,Day,At,Paid,Note',
	'1,"Acme, Inc.",0042,1234.50,1.000001,3,2026-11-28,2026-11-28T10:00:00Z,true,=1+1',
	'2,Café Zürich,4711,-0.99,0.5,12,1900-01-01,2026-11-28T10:00:30Z,false," spaced "',
	'3,"He said ""hi""\nand left",,n/a,,,,,,<a & b> _x0041_',
	...Array.from(
		{ length: 30 },
		(_, index) =>
			`${index + 4},Shop ${index % 3},00${index + 10},${index}.10,2,1,2026-01-${String(index + 1).padStart(2, '0')},,,`,
	),
].join('\r\n');

async function sheetOf(parameters: Record<string, unknown> = {}, content: string | Buffer = csv) {
	const result = await node.succeed('file.convert', await node.item(content), {
		format: 'excel',
		...parameters,
	});
	const bytes = await node.harness.readBinary(result.items[0]!.binary!.data!);
	return { ...result, item: result.items[0]!, book: readSheet(bytes, { cellNF: true }), bytes };
}

const cell = (book: WorkBook, at: string, sheet = 0) => {
	const { t, v, z } = (book.Sheets[book.SheetNames[sheet]!]![at] ?? {}) as {
		t?: string;
		v?: unknown;
		z?: string;
	};
	return [t, v, z];
};

describe('to Excel', () => {
	it('writes amounts as formatted numbers, IDs and leading zeros as text, dates as dates', async () => {
		const { book, item } = await sheetOf();
		expect(cell(book, 'A2')).toEqual(['s', '1', 'General']);
		expect(cell(book, 'C2')).toEqual(['s', '0042', 'General']);
		expect(cell(book, 'D2')).toEqual(['n', 1234.5, '#,##0.00']);
		expect(cell(book, 'D3')).toEqual(['n', -0.99, '#,##0.00']);
		expect(cell(book, 'E2')).toEqual(['n', 1.000001, '0.000000']);
		expect(cell(book, 'F3')).toEqual(['n', 12, '0']);
		expect(cell(book, 'G2')).toEqual(['n', 46354, 'yyyy-mm-dd']);
		expect(cell(book, 'H3')).toEqual(['n', 46354 + (10 * 3600 + 30) / 86400, 'yyyy-mm-dd hh:mm:ss']);
		expect(cell(book, 'I2')).toEqual(['b', true, 'General']);
		expect(fileOf(item)).toMatchObject({
			fileName: 'report.xlsx',
			rows: 33,
			sheets: [{ name: 'report', rows: 33 }],
			columnKinds: {
				Amount: 'number',
				'Card Last4': 'text',
				'Report ID': 'text',
				Day: 'date',
				At: 'dateTime',
			},
			otherKind: { Amount: 1 },
		});
		expect(item.binary!.data!.mimeType).toBe(
			'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		);
	});

	it('keeps values that do not fit the type of their column', async () => {
		const { book } = await sheetOf();
		expect(cell(book, 'D4').slice(0, 2)).toEqual(['s', 'n/a']);
		// Before March 1900 Excel counts a day that never was.
		expect(cell(book, 'G3').slice(0, 2)).toEqual(['s', '1900-01-01']);
	});

	it('keeps texts as they are, also those that XML or Excel would read as something else', async () => {
		const { book } = await sheetOf();
		const texts = ['B2', 'B3', 'B4', 'J2', 'J3', 'J4'].map((at) => cell(book, at)[1]);
		expect(texts).toEqual([
			'Acme, Inc.',
			'Café Zürich',
			'He said "hi"\nand left',
			'=1+1',
			' spaced ',
			'<a & b> _x0041_',
		]);
		expect((book.Sheets.report!.J2 as { f?: string }).f).toBeUndefined();
	});

	it('keeps control characters, and characters that look like an escape', async () => {
		const { book } = await sheetOf({}, 'a,b\n"x\u0001y\rz",_x000D_\n');
		expect([cell(book, 'A2')[1], cell(book, 'B2')[1]]).toEqual(['x\u0001y\rz', '_x000D_']);
	});

	it('writes the rows beyond the limit to further sheets, each with the header', async () => {
		const { book, item } = await sheetOf({ options: { rowsPerSheet: 11, sheetName: 'Fees: 11/2026' } });
		expect(book.SheetNames).toEqual([
			'Fees  11 2026',
			'Fees  11 2026 (2)',
			'Fees  11 2026 (3)',
			'Fees  11 2026 (4)',
		]);
		expect([cell(book, 'A1', 3)[1], cell(book, 'A2', 3)[1], cell(book, 'A4', 3)[1]]).toEqual([
			'Report ID',
			'31',
			'33',
		]);
		expect((fileOf(item).sheets as Array<{ rows: number }>).map(({ rows }) => rows)).toEqual([10, 10, 10, 3]);
	});

	it('keeps the header in sight, and makes columns as wide as their values', async () => {
		const { bytes } = await sheetOf();
		const book = readSheet(bytes, { cellStyles: true, bookFiles: true }) as WorkBook & {
			files: Record<string, { content: Uint8Array }>;
		};
		expect(book.Sheets.report!['!cols']!.map(({ width }) => width)).toEqual([
			11, 25, 12, 9, 10, 8, 12, 22, 8, 17,
		]);
		expect(Buffer.from(book.files['xl/worksheets/sheet1.xml']!.content).toString()).toContain(
			'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
		);
	});

	it('understands German amounts and dates', async () => {
		const { book } = await sheetOf({}, 'Betrag;Tag\n1.234,50;28.11.2026\n-3,10;01.12.2026\n');
		expect([cell(book, 'A2'), cell(book, 'A3'), cell(book, 'B2')]).toEqual([
			['n', 1234.5, '#,##0.00'],
			['n', -3.1, '#,##0.00'],
			['n', 46354, 'dd.mm.yyyy'],
		]);
	});

	it.each([
		['one leading zero on the last line', 'n\n1\n2\n03\n', 's'],
		['more digits than Excel keeps', 'n\n1\n1234567890123456\n', 's'],
		['a telephone number', 'n\n1\n+49301234\n', 's'],
		['an exponent, which may have been an ID', 'n\n1E+05\n2E+05\n', 's'],
		['a date that may be in two months', 'n\n03/04/2026\n05/06/2026\n', 's'],
		['a date of which one value tells the order', 'n\n03/04/2026\n05/13/2026\n', 'n'],
	])('writes a column with %s', async (_, content, kind) => {
		const { book } = await sheetOf({}, content);
		expect(cell(book, 'A2')[0]).toBe(kind);
	});

	it('writes columns chosen as text as text', async () => {
		const { book } = await sheetOf({ options: { textColumns: ['Amount'] } });
		expect(cell(book, 'D2')).toEqual(['s', '1234.50', 'General']);
	});

	it('fails for a value that no cell can hold, and keeps no file', async () => {
		const item = await node.item(`a,b\n1,${'x'.repeat(32_768)}\n`);
		await node.fail('file.convert', item, /32768 characters in the column "b"/, { format: 'excel' });
	});
});

it('a row that does not fit stops the conversion, or is left out and counted', async () => {
	const content = 'a,b\n1,2\n3\n4,5\n';
	await node.fail('file.convert', await node.item(content), /line 3/, { format: 'excel' });
	const { items } = await node.succeed('file.convert', await node.item(content), {
		format: 'jsonLines',
		misfits: 'skip',
	});
	expect(fileOf(items[0]!)).toMatchObject({ rows: 2, leftOut: { rows: 1, lines: [3] } });
});

it('JSON Lines get numbers with the digits of the file, null for empty values, and text for the rest', async () => {
	const { items } = await node.succeed('file.convert', await node.item(csv), { format: 'jsonLines' });
	const lines = (await node.read(items[0]!)).trimEnd().split('\n');
	expect(lines).toHaveLength(33);
	expect(lines[0]).toBe(
		'{"Report ID":"1","Merchant":"Acme, Inc.","Card Last4":"0042","Amount":1234.50,"Rate":1.000001,"Count":3,"Day":"2026-11-28","At":"2026-11-28T10:00:00Z","Paid":true,"Note":"=1+1"}',
	);
	expect(JSON.parse(lines[2]!)).toMatchObject({
		Amount: 'n/a',
		Rate: null,
		Merchant: 'He said "hi"\nand left',
	});
});

it('Parquet gets exact decimals, dates, and text if a value is of another type', async () => {
	const content = csv.replace('n/a', '');
	const { items } = await node.succeed('file.convert', await node.item(content), { format: 'parquet' });
	const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
	const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
	const metadata = parquetMetadata(file);
	expect(Number(metadata.num_rows)).toBe(33);
	const amount = parquetSchema(metadata).children.find(({ element }) => element.name === 'Amount')!.element;
	expect(amount).toMatchObject({ converted_type: 'DECIMAL', precision: 6, scale: 2 });
	const [first, , third] = await parquetReadObjects({ file });
	expect(first).toEqual({
		'Report ID': '1',
		Merchant: 'Acme, Inc.',
		'Card Last4': '0042',
		Amount: 1234.5,
		Rate: 1.000001,
		Count: 3n,
		Day: new Date('2026-11-28'),
		At: new Date('2026-11-28T10:00:00Z'),
		Paid: true,
		Note: '=1+1',
	});
	expect(third).toMatchObject({ Amount: null, Count: null, 'Card Last4': '' });
});

it('Parquet in several groups of rows, with long values, holds every value', async () => {
	const columns = ['id', 'amount', 'note', ...Array.from({ length: 17 }, (_, index) => `c${index}`)];
	const noteOf = (row: number) =>
		row % 1_000 === 7 ? `${row}`.repeat(50_000) : row % 3 === 0 ? '="00012"' : '"say ""é"""';
	const rows = Array.from({ length: 16_000 }, (_, row) => [
		`r${row}`,
		`${row}.${row % 10}`,
		noteOf(row),
		...Array.from({ length: 17 }, (_, column) => (row % (column + 2) === 0 ? '' : `${row * column}`)),
	]);
	const content = [columns, ...rows].map((row) => row.join(',')).join('\n');
	const { items } = await node.succeed('file.convert', await node.item(content), { format: 'parquet' });
	const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
	const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
	const groups = parquetMetadata(file).row_groups;
	expect(groups.length).toBeGreaterThan(1);
	expect(groups.map(({ columns: chunks }) => chunks.length)).toEqual(groups.map(() => columns.length));
	const read = await parquetReadObjects({ file });
	expect(read).toHaveLength(rows.length);
	for (const [index, [id, amount, note, ...others]] of rows.entries()) {
		const expected = {
			id,
			amount: Number(amount),
			note: index % 1_000 === 7 ? note : index % 3 === 0 ? '00012' : 'say "é"',
			...Object.fromEntries(others.map((text, at) => [`c${at}`, text === '' ? null : BigInt(text)])),
		};
		// Not by Jest, which needs a minute for so many rows.
		for (const [name, value] of Object.entries(expected)) {
			const got = read[index]![name];
			// hyparquet turns decimals into doubles.
			const isSame =
				typeof value === 'number' ? Math.round(got * 10) === Math.round(value * 10) : got === value;
			if (!isSame) throw new Error(`row ${index}: ${name} is ${got}, not ${value}`);
		}
	}
});

it('Parquet of few columns, or of many long texts, is written in groups that take little time each', async () => {
	const bytesOf = async (content: string) => {
		const { items } = await node.succeed('file.convert', await node.item(content), { format: 'parquet' });
		const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
		return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
	};
	const narrow = await bytesOf(`id\n${Array.from({ length: 40_000 }, (_, row) => `r${row}`).join('\n')}`);
	expect(parquetMetadata(narrow).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
		15_000, 15_000, 10_000,
	]);
	const ids = await parquetReadObjects({ file: narrow });
	expect([ids.length, ids[0], ids[39_999]]).toEqual([40_000, { id: 'r0' }, { id: 'r39999' }]);

	const texts = Array.from({ length: 100 }, (_, row) => `${row}`.padEnd(90_000, 'x'));
	const long = await bytesOf(`a,b\n${texts.map((text) => `${text},${text}`).join('\n')}`);
	expect(parquetMetadata(long).row_groups.length).toBeGreaterThan(2);
	const rows = await parquetReadObjects({ file: long });
	expect(rows.map(({ a, b }) => a === b && a)).toEqual(texts);
});

it('Parquet of many columns is written some columns at a time, which holds every value', async () => {
	const { write: written } = ParquetWriter.prototype;
	const schemas: number[] = [];
	const write = jest.spyOn(ParquetWriter.prototype, 'write').mockImplementation(function (
		this: ParquetWriter,
		...args
	) {
		schemas.push(this.schema.length);
		return written.apply(this, args);
	});
	try {
		const columns = Array.from({ length: 1_001 }, (_, index) => `c${index}`);
		const values = columns.map((name) => `of ${name}`);
		const item = await node.item(`${columns.join(',')}\n${values.join(',')}\n`);
		const { items } = await node.succeed('file.convert', item, { format: 'parquet' });
		const steps = write.mock.calls.map(([{ columnData }]) => columnData.length);
		expect(steps).toEqual([...Array.from({ length: 20 }, () => 50), 1]);
		// It is told of these columns and their root, not of all.
		expect(schemas).toEqual(steps.map((columns) => columns + 1));
		const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
		const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
		const expected = Object.fromEntries(columns.map((name, index) => [name, values[index]]));
		expect(await parquetReadObjects({ file })).toEqual([expected]);
	} finally {
		write.mockRestore();
	}
});

it('Parquet of more columns than a sheet of Excel has is refused', async () => {
	const header = Array.from({ length: 16_385 }, (_, index) => index).join(',');
	await node.fail('file.convert', await node.item(`${header}\n`), /has 16385 columns/, { format: 'parquet' });
});

it('CSV can be written in another dialect', async () => {
	const { items } = await node.succeed('file.convert', await node.item(csv), {
		format: 'csv',
		options: { outputDelimiter: ';', outputDecimal: 'comma', outputEncoding: 'windows-1252', lineEnd: 'lf' },
	});
	const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
	const lines = new TextDecoder('windows-1252').decode(bytes).split('\n');
	expect(lines[2]).toBe('2;Café Zürich;4711;-0,99;0,5;12;1900-01-01;2026-11-28T10:00:30Z;false; spaced ');
	expect(bytes.includes(Buffer.from([0xfc]))).toBe(true);
});

it('a character that Windows-1252 lacks is an error', async () => {
	await node.fail('file.convert', await node.item('a\n請求書\n'), /cannot hold the character "請"/, {
		format: 'csv',
		options: { outputEncoding: 'windows-1252' },
	});
});

describe('to CSV with another decimal separator', () => {
	/** Rows of one column, converted; read back as somebody with that separator reads it. */
	async function throughCsv(cells: string[], from: 'point' | 'comma', to: 'point' | 'comma') {
		const file = ['Amount', ...cells.map((text) => `"${text}"`)].join('\r\n');
		const options = { decimal: from, delimiter: ',', outputDecimal: to, outputDelimiter: ';' };
		const { items, hints } = await node.succeed('file.convert', await node.item(file), {
			format: 'csv',
			options,
		});
		const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
		const [, ...values] = bytes.toString().trimEnd().split('\r\n');
		return { values, facts: items[0]!.json['file'] as Record<string, unknown>, hints };
	}
	const numberOf = (text: string, mark: 'point' | 'comma') => {
		const number = parseDecimal(text, mark);
		return number === undefined ? text : formatDecimal(trimDecimal(number));
	};

	it.each([
		['currency signs and three decimals', ['$1.234', '$2.500']],
		['one currency sign among many', [...Array<string>(19).fill('1.5'), '$1.234']],
		['currency signs and thousands', ['$1,234.50', '$10.00', '-$5.125', '($1.234)']],
		['currency signs among texts', ['n/a', '1.234 €', 'see note', '£ 2.500']],
		['exponents', ['1E+05', '1.234E+02', '5.5e1']],
		['no digit on one side of the point', ['.5', '1.25', '5.']],
		['apostrophes between thousands', ["1'234.500", "12'345.678"]],
		['more digits than Excel holds', ['1234567890123456.789', '1.234']],
		['a plus', ['+1.234', '+2.5']],
		['leading zeros', ['01.234', '02.500']],
		['brackets and minus signs', ['(1.234)', '1.234-', '-1.234', '1,234.567']],
	])('changes no amount: %s', async (_, cells) => {
		const { values, facts } = await throughCsv(cells, 'point', 'comma');
		expect(values.map((text) => numberOf(text, 'comma'))).toEqual(
			cells.map((text) => numberOf(text, 'point')),
		);
		expect(facts).not.toHaveProperty('keptSeparators');
		const back = await throughCsv(values, 'comma', 'point');
		expect(back.values.map((text) => numberOf(text, 'point'))).toEqual(
			cells.map((text) => numberOf(text, 'point')),
		);
	});

	it('keeps and reports numbers among texts, since they may be IDs or versions', async () => {
		const { values, facts, hints } = await throughCsv(['A-1', '1.234', 'A-2', '17', '2.5'], 'point', 'comma');
		expect(values).toEqual(['A-1', '1.234', 'A-2', '17', '2.5']);
		expect(facts['keptSeparators']).toEqual({ Amount: 2 });
		expect(hints.map(({ message }) => message).join()).toContain(
			'numbers among text keep their decimal separator in Amount',
		);
	});

	it('removes only the thousands separators when the decimal separator stays the same', async () => {
		const { values, facts } = await throughCsv(['$1,234.50', '1,234.5', '17'], 'point', 'point');
		expect(values).toEqual(['$1234.50', '1234.5', '17']);
		expect(facts).not.toHaveProperty('keptSeparators');
	});
});

it('says what was left out: rows that do not fit, a repeated header, the totals', async () => {
	const content = 'id,amount\nA1,1.50\nid,amount\nA2\nA3,2.50\nTotal,4.00\n';
	const { hints } = await node.succeed('file.convert', await node.item(content), {
		format: 'jsonLines',
		misfits: 'skip',
	});
	expect(hints[0]!.message).toBe(
		'2 rows, 2 columns in report.jsonl, 1 of them numbers; left out: 1 row that did not fit (line 4), 1 repeated header, a row of totals',
	);
});
