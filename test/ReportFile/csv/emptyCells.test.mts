import { utils, write } from '@e965/xlsx';
import { EmptyCells } from '../../../nodes/ReportFile/csv/emptyCells';
import { excelAsCsv } from '../../../nodes/ReportFile/excel/excelInput';
import { jsonLinesAsCsv } from '../../../nodes/ReportFile/jsonLines/jsonLinesInput';
import type { Bytes } from '../../../nodes/shared/files/streams';

const COLUMNS = 16_384;

/** Counts rows that have `values` values each, until it throws or all are counted. */
function count(rows: number, values: number): void {
	const cells = new EmptyCells();
	const row = Array.from({ length: COLUMNS }, (_, column) => (column < values ? '1' : ''));
	for (let at = 0; at < rows; at++) cells.counted(row);
}

const opened = (bytes: Buffer) =>
	async function* () {
		yield Buffer.from(bytes);
	};

async function readAll(source: Bytes): Promise<void> {
	for await (const piece of source) void piece;
}

it('a file of few values and 100 million empty cells is refused', () => {
	// A row has 16,383 empty cells, and its value allows 50 of them: 100 million are reached in the 6,123rd.
	expect(() => count(6_122, 1)).not.toThrow();
	expect(() => count(6_123, 1)).toThrow(/more than 100 million empty cells, and few values$/);
});

it('a file with many values may have more empty cells', () => {
	expect(() => count(10_000, 330)).not.toThrow();
});

describe('the empty cells', () => {
	let counted: jest.SpyInstance<string[], [string[]]>;
	beforeEach(() => (counted = jest.spyOn(EmptyCells.prototype, 'counted')));
	afterEach(() => counted.mockRestore());
	const rows = () => counted.mock.calls.map(([row]) => row);

	it('of an Excel sheet are counted', async () => {
		const book = utils.book_new();
		utils.book_append_sheet(book, utils.aoa_to_sheet([['a', 'b', 'c'], ['1']]), 'One');
		const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
		const { open } = await excelAsCsv(opened(bytes), 'book.xlsx', '');
		await readAll(open());
		expect(rows()).toEqual([
			['a', 'b', 'c'],
			['1', '', ''],
		]);
	});

	it('of JSON Lines are counted', async () => {
		const open = await jsonLinesAsCsv(opened(Buffer.from('{"a":1,"b":2}\n{"b":3}\n{}\n')));
		await readAll(open());
		expect(rows()).toEqual([
			['1', '2'],
			['', '3'],
			['', ''],
		]);
	});
});
