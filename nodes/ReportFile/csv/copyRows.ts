import type { Gatherer } from '../files/gatherer';
import type { RowBatch } from './rowBatch';
import type { Table } from './table';
import { lineEndOf } from './writeRow';

/** The header as it is in the file, with its line end; empty when there is none. */
export const headerOf = ({ headerBytes, dialect }: Table): Buffer =>
	headerBytes.length === 0 ? headerBytes : Buffer.concat([headerBytes, Buffer.from(lineEndOf(dialect))]);

/** Copies rows as they are in the file; the last one of a file may lack its line end, which it gets. */
export function copyRow(batch: RowBatch, row: number, lineEnd: Buffer, to: Gatherer): void {
	const next = batch.rowNexts[row]!;
	to.add(batch.bytes, batch.rowStarts[row], next);
	if (next === batch.rowEnds[row]) to.add(lineEnd);
}
