import type { Gatherer } from '../files/gatherer';
import { LF } from './dialect';
import type { RowBatch } from './rowBatch';
import type { Table } from './table';
import { lineEndOf } from './writeRow';

/** The header as it is in the file, with its line end; empty when there is none. */
export const headerOf = ({ headerBytes, dialect }: Table): Buffer =>
	headerBytes.length === 0 ? headerBytes : Buffer.concat([headerBytes, Buffer.from(lineEndOf(dialect))]);

/** Copies one row as it is in the file. */
export const copyRow = (batch: RowBatch, row: number, lineEnd: Buffer, out: Gatherer): void =>
	copyRows(batch, row, row + 1, lineEnd, out);

/**
 * Copies the rows between two indexes as they are in the file. Rows that follow one another there go as one piece: each copy has
 * its price. The last one of a file may lack its line end, or have only the CR of it (where a file was cut): it gets a whole one.
 */
export function copyRows(batch: RowBatch, from: number, to: number, lineEnd: Buffer, out: Gatherer): void {
	if (to === from) return;
	const { rowStarts, rowNexts } = batch;
	let start = from;
	for (let row = from; row < to - 1; row++) {
		if (rowStarts[row + 1] === rowNexts[row]) continue;
		out.add(batch.bytes, rowStarts[start], rowNexts[row]);
		start = row + 1;
	}
	const lacks = lacksLineEnd(batch, to - 1, lineEnd);
	out.add(batch.bytes, rowStarts[start], lacks ? batch.rowEnds[to - 1] : rowNexts[to - 1]);
	if (lacks) out.add(lineEnd);
}

/** In a file whose lines end with CR, an LF ends a line, too. */
function lacksLineEnd({ bytes, rowNexts }: RowBatch, row: number, lineEnd: Buffer): boolean {
	const last = bytes[rowNexts[row]! - 1];
	return last !== LF && last !== lineEnd[lineEnd.length - 1];
}
