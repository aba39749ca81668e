import { read as readSheet } from '@e965/xlsx';
import { parquetReadObjects } from 'hyparquet';
import type { IDataObject } from 'n8n-workflow';
import { isIso } from '../../nodes/ReportFile/inspect/isIso';
import { toIsoDate } from '../../nodes/ReportFile/rows/dates';
import { fileOf, ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

/** What each operation says of a file with this one value: blank, a number (as an exact decimal), or neither. */
async function readings(cell: string, decimal: 'point' | 'comma') {
	const item = await node.item(`id;v\n1;${cell}\n`);
	const options = { delimiter: ';', decimal, keepTotals: true };
	const inspected = await node.succeed('report.inspect', item, { options });
	const column = (fileOf(inspected.items[0]!).columns as IDataObject[])[1]!;
	const rows = await node.run('report.getRows', [item], { amounts: ['v'], options });
	const found = async (operator: string) => {
		const condition = [{ column: 'v', operator, value: '-1' + '0'.repeat(40) }];
		const { items } = await node.succeed('report.filter', item, { conditions: { condition }, options });
		return fileOf(items[0]!).rows === 1;
	};
	const got = rows.items[0]?.json.v as string | undefined;
	const figures = { figure: [{ figure: 'min', column: 'v' }] };
	const summarized = await node.run('report.summarize', [item], { figures, options });
	const smallest = summarized.items[0]?.json.min_v as string | null | undefined;
	const both = { ...item, binary: { old: item.binary!.data!, new: item.binary!.data! } };
	const compared = await node.run('report.compare', [both], { keys: ['id'], totals: ['v'], options });
	const [total] =
		((compared.items[0]?.json.comparison as IDataObject | undefined)?.totals as IDataObject[] | undefined) ??
		[];
	return {
		column,
		inspect: column.blank === 1 ? 'blank' : (column.sum as string | undefined),
		getRows: rows.error !== undefined ? 'none' : got!.trim() === '' ? 'blank' : got,
		filter: (await found('blank')) ? 'blank' : (await found('atLeast')) ? 'number' : 'none',
		summarize: summarized.error !== undefined ? 'none' : smallest === null ? 'blank' : smallest,
		compare: compared.error !== undefined ? 'none' : total!.new,
	};
}

describe.each([
	['point', '1234.50', '1234.50'],
	['point', '1,234.50', '1234.50'],
	['point', '$1,234.50', '1234.50'],
	['point', '1234.50 €', '1234.50'],
	['point', '(12.00)', '-12.00'],
	['point', '12-', '-12'],
	['point', '−12', '-12'],
	['point', ' 7 ', '7'],
	['point', `${' '.repeat(45)}7`, '7'],
	['point', '.5', '0.5'],
	['point', '5.', '5'],
	['point', '1E+05', '100000'],
	['point', "1'234.50", '1234.50'],
	['point', '1 234.50', '1234.50'],
	['point', '1\u00a0234.50', '1234.50'],
	['point', '+49123', '49123'],
	['point', '12345678901234567890.12', '12345678901234567890.12'],
	['comma', '1.234,50', '1234.50'],
	['comma', '1.234,50 €', '1234.50'],
	['comma', '5,', '5'],
	['comma', ' -7,5', '-7.5'],
] as const)('with decimal %s, %p', (decimal, cell, number) => {
	it(`is ${number} to every operation`, async () => {
		const { column: _, ...read } = await readings(cell, decimal);
		expect(read).toEqual({
			inspect: number,
			getRows: number,
			filter: 'number',
			summarize: number,
			compare: number,
		});
	});
});

it.each([' ', '\t', '   ', '\u00a0', ' \u202f\u3000'])('%p is blank to every operation', async (cell) => {
	const { column: _, ...read } = await readings(cell, 'point');
	// To Compare, a blank value adds nothing.
	const blank = { inspect: 'blank', getRows: 'blank', filter: 'blank', summarize: 'blank', compare: '0' };
	expect(read).toEqual(blank);
});

it.each(['1,23', '12,34,567.00', '1.2.3', 'EUR 5', '12 %', '(-12)', 'n/a', '1:20'])(
	'%p is neither to any operation',
	async (cell) => {
		const { column, ...read } = await readings(cell, 'point');
		const none = { getRows: 'none', filter: 'none', summarize: 'none', compare: 'none' };
		expect(read).toEqual({ inspect: undefined, ...none });
		expect(column.type).toBe('text');
	},
);

it.each(['00123', ' 00123', '="00123"'])(
	'%p is an ID to Inspect: it is not added up unasked',
	async (cell) => {
		const { column, getRows } = await readings(cell, 'point');
		expect([column.type, column.sum, getRows]).toEqual(['text', undefined, '123']);
	},
);

describe('dates', () => {
	it.each([
		['2026-01-31', 'date'],
		['2024-02-29', 'date'],
		['31.01.2026', 'date'],
		['2026/1/5', 'date'],
		['2026-01-31T10:20:30.125Z', 'dateTime'],
		['2026-01-31T10:20:30+01:00', 'dateTime'],
		['2026-02-30', 'text'],
		['2025-02-29', 'text'],
		['2026-99-31', 'text'],
		['2026-01-31T25:00', 'text'],
		['2026-01-31T10:20:61Z', 'text'],
	])('%p is %s to Inspect, and to Get Rows a date or none alike', async (cell, type) => {
		const { column } = await readings(cell, 'point');
		expect(column.type).toBe(type);
		const rows = await node.run('report.getRows', [await node.item(`id;v\n1;${cell}\n`)], {
			dates: ['v'],
			options: { delimiter: ';', dateOrder: 'dayFirst' },
		});
		expect(rows.error === undefined).toBe(type !== 'text');
	});

	it('what the fast way takes for a date is one to the exact way', () => {
		const ends = [
			'',
			'T10:20',
			' 23:59:59',
			'T10:20:30.5Z',
			'T24:00',
			'T10:60',
			'T10:20:',
			'T10:20:30.',
			'TTTTTT',
			'Z',
		];
		let dates = 0;
		for (const year of ['1900', '2000', '2024', '2026', '20-6'])
			for (let month = 0; month <= 13; month++)
				for (let day = 0; day <= 32; day++)
					for (const rest of ends) {
						const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}${rest}`;
						const bytes = Buffer.from(`x${text}9`);
						const isDate = isIso(bytes, 1, bytes.length - 1);
						if (isDate) dates++;
						if (isDate !== (toIsoDate(text, 'dayFirst') !== undefined)) throw new Error(`differs: ${text}`);
					}
		expect(dates).toBe((365 * 2 + 366 * 2) * 4);
	});
});

/** What Convert writes as a number, and what it leaves as text: on purpose not all that the others read as numbers. */
it.each([
	['1234.50', '1234.50'],
	['1,234.50', '1234.50'],
	['(12.00)', '-12.00'],
	['12-', '-12'],
	[' 7 ', '7'],
	['20260131', '20260131'],
	['$1,234.50', '"$1,234.50"'],
	['1234.50 €', '"1234.50 €"'],
	["1'234.50", '"1\'234.50"'],
	['1 234.50', '"1 234.50"'],
	['−12', '"−12"'],
	['.5', '".5"'],
	['5.', '"5."'],
	['1E+05', '"1E+05"'],
	['+49123', '"+49123"'],
	['1234567890123456', '"1234567890123456"'],
	['00123', '"00123"'],
	['="00123"', '"00123"'],
	['1,23', '"1,23"'],
	['(-12)', '"(-12)"'],
	[' ', '" "'],
])('Convert writes %p as %s to JSON Lines, and so to Excel and Parquet', async (cell, value) => {
	const options = { delimiter: ';', decimal: 'point', keepTotals: true };
	const item = await node.item(`id;v\n1;${cell}\n`);
	const converted = async (format: string) => {
		const { items } = await node.succeed('file.convert', item, { format, options });
		return await node.harness.readBinary(items[0]!.binary!.data!);
	};
	expect((await converted('jsonLines')).toString()).toBe(`{"id":"1","v":${value}}\n`);
	const number = value.startsWith('"') ? undefined : Number(value);
	const book = readSheet(await converted('excel'));
	const { t, v } = Object.values(book.Sheets)[0]!['B2'] as { t: string; v: unknown };
	expect([t, v]).toEqual(number === undefined ? ['s', JSON.parse(value)] : ['n', number]);
	const bytes = await converted('parquet');
	const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
	const [row] = await parquetReadObjects({ file });
	expect(number === undefined ? row!.v : Number(row!.v)).toBe(number ?? JSON.parse(value));
});
