import { utils, write, type WorkBook } from '@e965/xlsx';
import { configure, TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { StringTable } from '../../nodes/ReportFile/excel/read/stringTable';
import { fileOf, ReportFileNode } from './reportFileNode.mts';

configure({ useWebWorkers: false });

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const bytesOf = (book: WorkBook): Buffer =>
	write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true }) as Buffer;

function bookOf(sheets: Record<string, unknown[][]>): WorkBook {
	const book = utils.book_new();
	for (const [name, rows] of Object.entries(sheets))
		utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
	return book;
}

async function toCsv(bytes: Buffer, options: Record<string, unknown> = {}) {
	const { items } = await node.succeed('file.convert', await node.item(bytes, 'book.xlsx'), {
		format: 'csv',
		options: { lineEnd: 'lf', ...options },
	});
	return { text: await node.read(items[0]!), facts: fileOf(items[0]!) };
}

/** A workbook out of parts as they are, for what no library writes. */
async function handMade(sheet: string, more: Record<string, string> = {}): Promise<Buffer> {
	const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const parts: Record<string, string> = {
		'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
		'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="One" sheetId="1" r:id="rId7"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels':
			'<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>',
		...more,
	};
	const zip = new ZipWriter(new Uint8ArrayWriter());
	for (const [name, text] of Object.entries(parts)) await zip.add(name, new TextReader(text));
	return Buffer.from(await zip.close());
}

const row = (...cells: string[]) =>
	`<row>${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;

describe('a workbook of another program becomes CSV', () => {
	it('with exact amounts, ISO dates, and texts as they are', async () => {
		const book = bookOf({
			Fees: [
				['id', 'amount', 'day', 'at', 'paid', 'note'],
				[
					'0042',
					1234.5,
					new Date(Date.UTC(2026, 10, 28)),
					new Date(Date.UTC(2026, 10, 28, 10, 0, 30)),
					true,
					'a, "b"\nc',
				],
				['7', 0.1 + 0.2, null, null, false, ' x & <y> '],
			],
		});
		const sheet = book.Sheets.Fees!;
		(sheet.C2 as { z: string }).z = 'yyyy-mm-dd';
		(sheet.D2 as { z: string }).z = 'dd.mm.yyyy hh:mm:ss';
		const { text, facts } = await toCsv(bytesOf(book));
		expect(text).toBe(
			'id,amount,day,at,paid,note\n0042,1234.5,2026-11-28,2026-11-28T10:00:30,TRUE,"a, ""b""\nc"\n7,0.3,,,FALSE, x & <y> \n',
		);
		expect(facts).toMatchObject({ fileName: 'book.csv', rows: 2, sheetsRead: ['Fees'] });
	});

	it('from the first visible sheet, one sheet by name, or all sheets one below the other', async () => {
		const book = bookOf({ Hidden: [['h'], [1]], First: [['a'], [1]], Second: [['a'], [2]] });
		book.Workbook = { Sheets: [{ Hidden: 1 }, {}, {}] };
		const bytes = bytesOf(book);
		expect((await toCsv(bytes)).text).toBe('a\n1\n');
		expect((await toCsv(bytes, { sheet: 'second' })).text).toBe('a\n2\n');
		const all = await toCsv(bytesOf(bookOf({ First: [['a'], [1]], Second: [['a'], [2]] })), { sheet: '*' });
		expect([all.text, all.facts.rows]).toEqual(['a\n1\n2\n', 2]);
		const item = await node.item(bytes, 'book.xlsx');
		const error = await node.fail('file.convert', item, /no sheet "Third"/, {
			format: 'csv',
			options: { sheet: 'Third' },
		});
		expect(error.description).toContain('"First", "Second"');
	});

	it('also from a sheet larger than the first part read, which is then read again from its beginning', async () => {
		const lines = Array.from({ length: 20_000 }, (_, index) => `row ${index},${'x'.repeat(30)}`);
		const book = bookOf({ Large: [['a', 'b'], ...lines.map((line) => line.split(','))] });
		const { text, facts } = await toCsv(bytesOf(book));
		expect([text === `a,b\n${lines.join('\n')}\n`, facts.rows]).toEqual([true, 20_000]);
	});

	it('also when our own Convert wrote it on several sheets', async () => {
		const csv = `id,amount\n${Array.from({ length: 25 }, (_, index) => `x${index},${index}.5\n`).join('')}`;
		const { items } = await node.succeed('file.convert', await node.item(csv), {
			format: 'excel',
			options: { rowsPerSheet: 10 },
		});
		const bytes = await node.harness.readBinary(items[0]!.binary!.data!);
		expect((await toCsv(bytes, { sheet: '*' })).text).toBe(csv);
	});
});

it.each([
	['1.1000000000000001', 0, '1.1'],
	['-12.340000000000002', 0, '-12.34'],
	['1E-7', 0, '0.0000001'],
	['123456789012345', 0, '123456789012345'],
	['1.5E+20', 0, '150000000000000000000'],
	['0.05', 1, '0.05'],
	['42', 2, '00042'],
	['46354', 3, '2026-11-28'],
	['46354.25', 3, '2026-11-28T06:00:00'],
	['1', 3, '1900-01-01'],
	['0.75', 4, '18:00:00'],
	['1.5', 5, '36:00:00'],
	['46354.416667', 6, '2026-11-28T10:00:00.029'],
	['12.5', 7, '12.5'],
])('the number %s in the format %i is read as %s', async (written, style, text) => {
	const styles = `<styleSheet><numFmts>${[
		['164', '0.00%'],
		['165', '00000'],
		['166', '[$-407]dd\\.mm\\.yyyy'],
		['167', 'hh:mm:ss'],
		['168', '[h]:mm:ss'],
		['169', 'yyyy\\-mm\\-dd\\Thh:mm'],
		['170', '[>100][Red]#,##0.00&quot; days&quot;'],
	]
		.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
		.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${[
		0, 164, 165, 166, 167, 168, 169, 170,
	]
		.map((id) => `<xf numFmtId="${id}"/>`)
		.join('')}</cellXfs></styleSheet>`;
	const bytes = await handMade(`${row('n')}<row><c s="${style}"><v>${written}</v></c></row>`, {
		'xl/styles.xml': styles,
	});
	expect((await toCsv(bytes)).text).toBe(`n\n${text}\n`);
});

describe('what Excel and others may write', () => {
	it('may contain gaps, prefixes, entities, escapes, comments, CDATA, phonetic hints, and parts in any order', async () => {
		const sheet =
			'<x:row r="1"><x:c r="B1" t="s"><x:v>0</x:v></x:c><x:c r="D1" t="inlineStr"><x:is><x:r><x:t>h</x:t></x:r><x:r><x:t>4</x:t></x:r></x:is></x:c></x:row>' +
			"<row r='5'><!-- no > row --><c r='A5' t='str'><f>\"a\"</f><v>a &amp;&#x41;&#66; _x000D_</v></c><c r='C5' t='e'><v>#N/A</v></c><c r='D5' t='inlineStr'><is><t><![CDATA[<&>]]></t></is></c></row>";
		const bytes = await handMade(sheet, {
			'xl/sharedStrings.xml': '<sst><si><t>請求</t><rPh sb="0" eb="1"><t>セイ</t></rPh></si></sst>',
		});
		expect((await toCsv(bytes)).text).toBe('Column 1,請求,Column 3,h4\n"a &AB \r",,#N/A,<&>\n');
	});

	it.each([6_000, 7_000, 8_000, 30_000])(
		'may end with a value of %d characters and a short row',
		async (length) => {
			const long = 'x'.repeat(length);
			const { text } = await toCsv(await handMade(row('a') + row(long) + row('last')));
			expect(text).toBe(`a\n${long}\nlast\n`);
		},
	);

	it('may contain formulas without a value and empty rows, which are counted', async () => {
		const { facts } = await toCsv(
			await handMade(
				`${row('a', 'b')}<row/>${'<row><c t="inlineStr"><is><t>x</t></is></c><c><f>1+1</f></c></row>'}`,
			),
		);
		expect(facts).toMatchObject({ rows: 1, formulasWithoutValue: 1, emptyRows: 1 });
	});

	it('may count days from 1904', async () => {
		const workbook =
			'<workbook><workbookPr date1904="1"/><sheets><sheet name="One" r:id="rId7"/></sheets></workbook>';
		const bytes = await handMade(`${row('d')}<row><c s="0"><v>44892</v></c></row>`, {
			'xl/workbook.xml': workbook,
			'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
		});
		expect((await toCsv(bytes)).text).toBe('d\n2026-11-28\n');
	});
});

describe('a malicious workbook fails with an error:', () => {
	const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
	it.each<[string, RegExp, () => Promise<Buffer>]>([
		[
			'entities that grow',
			/declares XML entities/,
			async () => await handMade('', { 'xl/sharedStrings.xml': `${bomb}<sst><si><t>&b;</t></si></sst>` }),
		],
		[
			'entities in the sheet',
			/declares XML entities/,
			async () => await handMade('', { 'xl/worksheets/sheet1.xml': `${bomb}<worksheet/>` }),
		],
		[
			'one value without end',
			/value in it is too long/,
			async () => await handMade(row('x'.repeat(2_000_000))),
		],
		[
			'a text that is not there',
			/points at the text 5/,
			async () => await handMade('<row><c t="s"><v>5</v></c></row>'),
		],
		[
			'a cell outside of every sheet',
			/a cell "XFE1"/,
			async () => await handMade('<row><c r="XFE1"><v>1</v></c></row>'),
		],
		[
			'no workbook',
			/without a workbook/,
			async () =>
				await handMade('', { 'xl/workbook.xml': '' }).then((zip) =>
					Buffer.from(zip.toString('latin1').replaceAll('xl/workbook.xml', 'xl/workbood.xml'), 'latin1'),
				),
		],
		[
			'a part that ends early',
			/ends early/,
			async () => await handMade('', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c' }),
		],
		[
			'one tag without end',
			/value in it is too long/,
			async () => await handMade(`<row><c r="${'A'.repeat(2_000_000)}"/></row>`),
		],
		[
			'one value without end, in pieces',
			/value in it is too long/,
			async () => await handMade(row(`${'x'.repeat(700_000)}<!-- -->`.repeat(3))),
		],
		[
			'a cell that is cut up',
			/not well-formed/,
			async () => await handMade(`${row('a')}<row><c t="inlineStr"><is><t>lost</t></is></row>`),
		],
		['elements within elements without end', /too deep/, async () => await handMade('<a>'.repeat(1_000))],
		['an archive that is cut off', /cannot be used/, async () => (await handMade(row('a'))).subarray(0, -40)],
	])('%s', async (_, message, make) => {
		const { error, items, left } = await node.run('file.convert', [await node.item(await make(), 'b.xlsx')], {
			format: 'csv',
		});
		expect(error?.message).toMatch(message);
		expect(error?.description).toBeTruthy();
		expect([items, left]).toEqual([[], 0]);
	});

	it('a table of texts without end', () => {
		const table = new StringTable();
		const add = () => {
			for (let count = 0; count < 270; count++) table.add('x'.repeat(1_000_000));
		};
		expect(add).toThrow('table of texts is larger than 256 MB');
	});

	it.each([
		[
			'an old workbook, or one with a password',
			Buffer.from('d0cf11e0a1b11ae10000', 'hex'),
			/old Excel workbook/,
		],
	])('%s', async (_, bytes, message) => {
		await node.fail('file.convert', await node.item(bytes), message, { format: 'csv' });
	});
});

describe('JSON Lines become CSV', () => {
	it('with a column for each key, numbers with their digits, and nested values as JSON', async () => {
		const lines =
			'{"id":"0042","amount":1234.50}\n\n{"amount":12345678901234567890,"more":{"a":[1.10,"x"]},"id":null}\n{"new":true}';
		expect((await toCsv(Buffer.from(lines))).text).toBe(
			'id,amount,more,new\n0042,1234.50,,\n,12345678901234567890,"{""a"":[1.10,""x""]}",\n,,,true\n',
		);
	});

	it.each([
		['{"a":1}\n{"a":', /Line 2 is not a JSON object/],
		['{"a":1}\n[1]', /Line 2 is not a JSON object/],
		[
			`${JSON.stringify(Object.fromEntries(Array.from({ length: 16_385 }, (_, index) => [index, 1])))}\n`,
			/more than 16384 different keys/,
		],
		[`{"a":"${'x'.repeat(8_500_000)}"}\n`, /Line 1 is longer than 8 million characters/],
	])('except %.20s, which is an error', async (text, message) => {
		await node.fail('file.convert', await node.item(text), message, {
			format: 'csv',
			inputFormat: 'jsonLines',
		});
	});

	it('with lines of any length, whatever pieces they come in', async () => {
		const texts = [0, 1, 300_000, 65_535, 700_000, 2].map((length, at) => `${at}${'é'.repeat(length)}`);
		const lines = texts.map((text) => JSON.stringify({ text })).join('\n');
		const { text } = await toCsv(Buffer.from(lines));
		expect(text.trimEnd().split('\n').slice(1)).toEqual(texts);
	});

	it('with a few keys in each of many lines, and many in all', async () => {
		const lines = Array.from({ length: 3_000 }, (_, row) => `{"id":${row},"k${row % 1_500}":true}\n`);
		const { text } = await toCsv(Buffer.from(lines.join('')));
		const [header, ...rows] = text.trimEnd().split('\n');
		expect(header!.split(',')).toHaveLength(1_501);
		expect(rows.map((row) => row.replaceAll(',', ''))).toEqual(lines.map((_, row) => `${row}true`));
	});

	it('and back, when Convert wrote them', async () => {
		const csv = 'id,amount,note\n0042,1234.50,"a ""b"""\n7,,x\n';
		const { items } = await node.succeed('file.convert', await node.item(csv), { format: 'jsonLines' });
		expect((await toCsv(await node.harness.readBinary(items[0]!.binary!.data!))).text).toBe(csv);
	});
});
