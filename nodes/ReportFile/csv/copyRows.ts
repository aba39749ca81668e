import type { Gatherer } from '../files/gatherer';
import type { RowBatch } from './rowBatch';
import type { Table } from './table';
import { lineEndOf } from './writeRow';

/** The header as it is in the file, with its line end; empty when there is none. */
export const headerOf = ({ headerBytes, dialect }: Table): Buffer =>
	headerBytes.length === 0 ? headerBytes : Buffer.concat([headerBytes, Buffer.from(lineEndOf(dialect))]);

/** Copies rows as they are in the file; the last one of a file may lack its line end, which it gets. */
export function copyRow(batch: RowBatch, row: number, lineEnd: Buffer, to: Gatherer): void {
	to.add(batch.bytes, batch.rowStarts[row], batch.rowNexts[row]);
	if (lacksLineEnd(batch, row)) to.add(lineEnd);
}

/** Copies the rows between two indexes. Rows that follow one another in the file go as one piece: each copy has its price. */
export function copyRows(batch: RowBatch, from: number, to: number, lineEnd: Buffer, out: Gatherer): void {
	const { rowStarts, rowNexts } = batch;
	let start = from;
	for (let row = from; row < to; row++) {
		const goesOn = row + 1 < to && rowStarts[row + 1] === rowNexts[row];
		if (goesOn) continue;
		out.add(batch.bytes, rowStarts[start], rowNexts[row]);
		start = row + 1;
	}
	if (to > from && lacksLineEnd(batch, to - 1)) out.add(lineEnd);
}

const lacksLineEnd = ({ rowEnds, rowNexts }: RowBatch, row: number) => rowEnds[row] === rowNexts[row];
