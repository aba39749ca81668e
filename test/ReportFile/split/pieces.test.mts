import { openTable } from '../../../nodes/ReportFile/csv/table';
import { Pieces, type PieceLimit } from '../../../nodes/ReportFile/split/pieces';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { inPieces } from '../csv/readTable.mts';

const HEADER = 'id,name\n';

async function cut(text: string, limit: PieceLimit) {
	const open = inPieces(Buffer.from(text), 100_000);
	const pieces = new Pieces(await openTable(open, { hasHeader: true, keepTotals: false }), limit);
	const found: Array<{ text: string; rows: number }> = [];
	while (await pieces.hasMore()) {
		const tally = { rows: 0 };
		const chunks: Buffer[] = [];
		for await (const chunk of pieces.next(tally)) chunks.push(chunk);
		found.push({ text: Buffer.concat(chunks).toString(), rows: tally.rows });
	}
	return found;
}

/** What is to come out, row by row. */
function expected(rows: string[], limit: PieceLimit) {
	const found: Array<{ text: string; rows: number }> = [];
	let open: { text: string; rows: number } | undefined;
	for (const row of rows) {
		const isFull =
			open === undefined || open.rows >= limit.rows || open.text.length + row.length > limit.bytes;
		if (isFull) found.push((open = { text: HEADER, rows: 0 }));
		open!.text += row;
		open!.rows++;
	}
	return found;
}

it.each([
	['one row', 1, Infinity],
	['seven rows', 7, Infinity],
	['more rows than are read at once', 20_000, Infinity],
	['100 bytes', Infinity, 100],
	['more bytes than are read at once', Infinity, 600_000],
])('pieces of %s have each row once, in order, below the header', async (_, rows, bytes) => {
	const random = createRandom(3);
	const limit = { rows, bytes };
	const count = rows === 1 ? 300 : 40_000;
	const texts = Array.from({ length: count }, (_row, row) => `${row},${'n'.repeat(1 + random.below(30))}\n`);
	// Empty lines and repeated headers belong to no piece; the last row lacks its line end.
	const between = () => (random.below(10) === 0 ? random.pick(['\n', '\n\n', HEADER]) : '');
	const file = HEADER + texts.map((text) => text + between()).join('');
	const pieces = await cut(file.replace(/\n+$/, ''), limit);
	expect(pieces).toEqual(expected(texts, limit));
});
