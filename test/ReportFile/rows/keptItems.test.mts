import { openTable } from '../../../nodes/ReportFile/csv/table';
import { ObjectMaker } from '../../../nodes/ReportFile/rows/objectMaker';
import { RowText } from '../../../nodes/ReportFile/rows/rowText';
import { collectGarbage } from '../../../tools/harness/collectGarbage.mts';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { inPieces } from '../csv/readTable.mts';

const MEGABYTE = 1_000_000;
/** A cell long enough that V8 does not copy it when it is cut out of a text. */
const id = (row: number) => `payment-${String(row).padStart(12, '0')}`;

const tableOf = async (file: Buffer) =>
	await openTable(inPieces(file, 256 * 1024), { hasHeader: true, keepTotals: false, delimiter: ',' });

/** The bytes that live on the heap because of the items of these rows and columns. */
async function heldBy(file: Buffer, columns: string[], isTaken: (row: number) => boolean) {
	const table = await tableOf(file);
	const picked = columns.map((name) => ({ index: table.columns.indexOf(name), name }));
	const maker = new ObjectMaker(picked);
	const items: Array<Record<string, string>> = [];
	collectGarbage();
	const before = process.memoryUsage().heapUsed;
	let rows = 0;
	for await (const batch of table.read()) {
		maker.begin(batch);
		for (let row = 0; row < batch.rows; row++) if (isTaken(rows++)) items.push(maker.make(batch, row));
	}
	collectGarbage();
	return { items, bytes: process.memoryUsage().heapUsed - before };
}

it('items of a few rows do not keep the rest of the file in memory', async () => {
	const rows = Array.from({ length: 200_000 }, (_, row) => `${id(row)},${'x'.repeat(80)}\n`);
	const { items, bytes } = await heldBy(
		Buffer.from(`id,note\n${rows.join('')}`),
		['id', 'note'],
		(row) => row % 1_000 === 0,
	);
	expect(items.map((item) => item.id)).toEqual(Array.from({ length: 200 }, (_, at) => id(1_000 * at)));
	expect(bytes).toBeLessThan(MEGABYTE);
});

it('items of a few columns do not keep the other columns in memory', async () => {
	const others = Array.from({ length: 9 }, (_, at) => `c${at}`);
	const rows = Array.from({ length: 20_000 }, (_, row) => `${id(row)},${`${'x'.repeat(99)},`.repeat(8)}x\n`);
	const { items, bytes } = await heldBy(Buffer.from(`id,${others}\n${rows.join('')}`), ['id'], () => true);
	expect(items).toHaveLength(20_000);
	expect(items.at(-1)).toEqual({ id: id(19_999) });
	// 16 MB of other columns; an item with its text takes about 100 bytes.
	expect(bytes).toBeLessThan(5 * MEGABYTE);
});

it('items of long rows do not keep a long value of another column in memory', async () => {
	const rows = Array.from({ length: 2_000 }, (_, row) => `${id(row)},${'x'.repeat(10_000)}\n`);
	const { items, bytes } = await heldBy(Buffer.from(`id,note\n${rows.join('')}`), ['id'], () => true);
	expect(items.at(-1)).toEqual({ id: id(1_999) });
	expect(bytes).toBeLessThan(MEGABYTE);
});

/** By runs of 50, for chosen rows are often neighbours. */
const inRuns = (part: number) => {
	const random = createRandom(part);
	return (row: number) => Math.floor(row / 50) % part === random.below(3) % part;
};

it.each([
	['all', () => true],
	['the first of each batch', (row: number) => row === 0],
	['every second', (row: number) => row % 2 === 0],
	['every second run', inRuns(2)],
	['every third run', inRuns(3)],
	['one run in 20', inRuns(20)],
])('rows are cut from not much more than themselves: %s', async (_, isTaken) => {
	const lines = Array.from({ length: 30_000 }, (_line, row) => `${id(row)}${'x'.repeat(row % 70)},\n`);
	const table = await tableOf(Buffer.from(`id,note\n${lines.join('')}`));
	const rowText = new RowText();
	let taken = 0;
	let held = 0;
	for await (const batch of table.read()) {
		rowText.begin();
		let lastFrom = -1;
		for (let row = 0; row < batch.rows; row++) {
			if (!isTaken(row)) continue;
			expect(rowText.reaches(batch, row)).toBe(true);
			const { text, from } = rowText;
			const [start, end] = [batch.rowStarts[row]!, batch.rowEnds[row]!];
			if (text.slice(start - from, end - from) !== batch.bytes.toString('latin1', start, end))
				throw new Error(`Row ${row} is not where it should be`);
			taken += end - start;
			if (from !== lastFrom) held += text.length;
			lastFrom = from;
		}
	}
	expect(taken).toBeGreaterThan(0);
	expect(held).toBeLessThan(3 * taken);
});

it('texts of a batch that is done with do not outlive it', async () => {
	const rows = Array.from({ length: 40_000 }, (_, row) => `${id(row)},Zoë ${row} of Müller & Söhne\n`);
	const table = await tableOf(Buffer.from(`id,name\n${rows.join('')}`));
	const maker = new ObjectMaker(table.columns.map((name, index) => ({ index, name })));
	const collectYoung = () => (collectGarbage as (options: object) => void)({ type: 'minor' });
	const readAll = async () => {
		for await (const batch of table.read()) {
			maker.begin(batch);
			collectYoung();
			for (let row = 0; row < batch.rows; row++) maker.make(batch, row);
		}
	};
	await readAll();
	collectGarbage();
	collectGarbage();
	const before = process.memoryUsage().heapUsed;
	for (let time = 0; time < 5; time++) await readAll();
	collectYoung();
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(4 * MEGABYTE);
});
