import { BACKSLASH, type Dialect } from './dialect';
import type { RowBatch } from './rowBatch';

/** A scan ended in a row whose quote is never closed. */
export const isUnclosed = (scanned: number) => scanned < 0;
/** Where that row begins. */
export const unclosedAt = (scanned: number) => -1 - scanned;

/** Finds the rows between two offsets of `batch.bytes`. Gives the offset of the first row that is not
 * complete; a negative number when the file ends within quotes. */
export type Scan = (batch: RowBatch, from: number, to: number, isEnd: boolean) => number;

/** Rows with their cells, by the module's `scan`: see wasm/cells.mts. */
export function cellScanner({ delimiter, quote, escape, newline }: Dialect): Scan {
	const delimiterByte = delimiter.charCodeAt(0);
	const quoteByte = quote === '' ? -1 : quote.charCodeAt(0);
	const escapeByte = escape === 'backslash' ? BACKSLASH : -1;
	return (batch, from, to, isEnd) => {
		const { module } = batch.memory;
		module.setDialect(delimiterByte, quoteByte, escapeByte, newline === 'cr');
		const scanned = module.scan(from, to, isEnd);
		batch.rows = module.rows.value;
		batch.blankLines = module.blankLines.value;
		batch.beforeLast.lineEnds = module.lineEndsBeforeLast.value;
		batch.beforeLast.blankLines = module.blankLinesBeforeLast.value;
		return scanned;
	};
}
