import { inPieces } from './readTable.mts';
import { openTable } from '../../../nodes/ReportFile/csv/table';
import { ROW_BYTES_AT_MOST } from '../../../nodes/ReportFile/csv/rowReader';

const HEADER = 'id,note\n';
const row = (bytes: number) => `1,${'x'.repeat(bytes - '1,\n'.length)}\n`;

/** Reads the file in pieces of 100,000 bytes, and gives the number of rows below the header. */
async function countRows(text: string): Promise<number> {
	async function* file() {
		const bytes = Buffer.from(text);
		for (let at = 0; at < bytes.length; at += 100_000) yield Buffer.from(bytes.subarray(at, at + 100_000));
	}
	const table = await openTable(file, { hasHeader: true, keepTotals: false, delimiter: ',' });
	let rows = 0;
	for await (const batch of table.read()) rows += batch.rows;
	return rows;
}

describe('a row', () => {
	it('may have 8 MB, line end included, wherever it stands', async () => {
		const largest = row(ROW_BYTES_AT_MOST);
		await expect(countRows(HEADER + largest)).resolves.toBe(1);
		await expect(countRows(HEADER + largest + row(10) + largest)).resolves.toBe(3);
	});

	it('may be large several times in succession', async () => {
		await expect(countRows(HEADER + row(5_000_000).repeat(6))).resolves.toBe(6);
	});

	it.each([
		['as the only row', [ROW_BYTES_AT_MOST + 1], 2],
		['at the end, after other rows', [10, 10, ROW_BYTES_AT_MOST + 1], 4],
		['before other rows', [10, ROW_BYTES_AT_MOST + 1, 10], 3],
		['after a large row', [ROW_BYTES_AT_MOST, ROW_BYTES_AT_MOST + 1], 3],
	])('with one byte more is refused %s', async (_, sizes, line) => {
		await expect(countRows(HEADER + sizes.map(row).join(''))).rejects.toThrow(
			new RegExp(`^The row on line ${line} .* is longer than 8 MB$`),
		);
	});
});

it.each([
	['', 'a header'],
	['A title\n\n', 'a title and a header'],
	['\n\n', 'blank lines and a header'],
])('says that the header is too long after %j', async (above) => {
	const header = Array.from({ length: 40_000 }, (_, index) => `column${index}`).join(',');
	const reading = openTable(inPieces(Buffer.from(`${above}${header}\n1,2\n`), 100_000), {
		hasHeader: true,
		keepTotals: false,
		titleRows: above.startsWith('A') ? 1 : 0,
	});
	await expect(reading).rejects.toThrow('The header, with what is above it, is longer than 256 KB');
});

it.each(['', '\n\n'])('says that a file of %j has no rows', async (text) => {
	const reading = openTable(inPieces(Buffer.from(text), 100_000), { hasHeader: true, keepTotals: false });
	await expect(reading).rejects.toThrow('The file has no rows, not even a header');
});
