import { openTable, type TableOptions } from '../../../nodes/ReportFile/csv/table';

/** Bytes in pieces of this size. */
export function inPieces(bytes: Buffer, size: number) {
	return async function* () {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
	};
}

/** A table read to its end: its columns, and the values of its rows. */
export async function readTable(
	content: Buffer | string,
	options: Partial<TableOptions> = {},
	{ pieces = 64 * 1024, withCells = true } = {},
) {
	const table = await openTable(inPieces(Buffer.from(content), pieces), {
		hasHeader: true,
		keepTotals: false,
		...options,
	});
	const rows: string[][] = [];
	const lines: number[] = [];
	const raw: string[] = [];
	for await (const batch of table.read({ withCells })) {
		for (let row = 0; row < batch.rows; row++) {
			if (withCells) rows.push(batch.texts(row));
			lines.push(batch.line(row));
			raw.push(batch.bytes.toString('utf8', batch.rowStarts[row], batch.rowEnds[row]));
		}
	}
	return { table, columns: table.columns, rows, lines, raw };
}
