import { BACKSLASH, CR, LF, type Dialect } from './dialect';
import { BACKSLASHED, DOUBLED, ODD, PLAIN, type RowBatch } from './rowBatch';

/** A scan ended in a row whose quote is never closed. */
export const isUnclosed = (scanned: number) => scanned < 0;
/** Where that row begins. */
export const unclosedAt = (scanned: number) => -1 - scanned;

/** Finds the rows between two offsets of `batch.bytes`. Gives the offset of the first row that is not
 * complete; a negative number when the file ends within quotes. */
export type Scan = (batch: RowBatch, from: number, to: number, isEnd: boolean) => number;

/**
 * Rows with their cells. A quote counts where a cell begins with it (RFC 4180, section 2), and nowhere else; when
 * something else than a delimiter or a line end follows the quote that closes it, the rest up to there belongs to the cell.
 *
 * The byte at `to` is overwritten by LF, so no inner loop needs to check for the end of the bytes.
 */
export function cellScanner({ delimiter, quote, escape, newline }: Dialect): Scan {
	const delimiterByte = delimiter.charCodeAt(0);
	const quoteByte = quote === '' ? -1 : quote.charCodeAt(0);
	const escapeByte = escape === 'backslash' ? BACKSLASH : -1;
	const isCr = newline === 'cr';
	const lineEnd = isCr ? CR : LF;
	/** 1 for each byte at which a cell without quotes ends. */
	const stops = new Uint8Array(256);
	stops[delimiterByte] = 1;
	stops[LF] = 1;
	if (isCr) stops[CR] = 1;

	return (batch, from, to, isEnd) => {
		const { bytes, rowStarts, rowEnds, rowNexts, cellFrom, cellTo, starts, ends, kinds } = batch;
		bytes[to] = LF;
		let at = from;
		let row = 0;
		let cell = 0;
		let blankLines = 0;
		let lines = 0;
		let beforeLast = 0;
		let blankBeforeLast = 0;
		rows: while (at < to) {
			const first = bytes[at]!;
			if (first === LF || (first === CR && (isCr || bytes[at + 1] === LF))) {
				// A CR at the very end may be half of a line end.
				if (first === CR && at + 1 === to && !isEnd) break;
				at += first === CR && bytes[at + 1] === LF && at + 1 < to ? 2 : 1;
				blankLines++;
				if (!isCr || first === CR) lines++;
				continue;
			}
			const rowStart = at;
			const linesBefore = lines;
			cellFrom[row] = cell;
			for (;;) {
				const start = at;
				if (bytes[at] !== quoteByte) {
					while (stops[bytes[at]!] === 0) at++;
					starts[cell] = start;
					ends[cell] = at;
					kinds[cell] = PLAIN;
				} else {
					let kind = PLAIN;
					let close = start + 1;
					for (;;) {
						while (close < to && bytes[close] !== quoteByte && bytes[close] !== escapeByte) {
							if (bytes[close] === lineEnd) lines++;
							close++;
						}
						if (close >= to) {
							batch.rows = row;
							if (isEnd) return -1 - rowStart;
							at = rowStart;
							break rows;
						}
						if (bytes[close] === escapeByte) {
							kind = BACKSLASHED;
							if (bytes[close + 1] === lineEnd) lines++;
							close += 2;
						} else if (bytes[close + 1] === quoteByte && close + 1 < to) {
							if (kind === PLAIN) kind = DOUBLED;
							close += 2;
						} else break;
					}
					at = close + 1;
					if (at >= to && !isEnd) {
						at = rowStart;
						break rows;
					}
					const next = bytes[at]!;
					const endsLine = next === CR && bytes[at + 1] === LF;
					if (next === delimiterByte || next === LF || endsLine || (isCr && next === CR)) {
						// The CR goes with the line end below.
						if (endsLine && !isCr) {
							if (at + 1 >= to && !isEnd) {
								at = rowStart;
								break rows;
							}
							at++;
						}
						starts[cell] = start + 1;
						ends[cell] = close;
						kinds[cell] = kind;
					} else {
						while (stops[bytes[at]!] === 0) at++;
						starts[cell] = start;
						ends[cell] = at;
						kinds[cell] = ODD;
					}
				}
				cell++;
				if (bytes[at] === delimiterByte && at < to) {
					at++;
					continue;
				}
				break;
			}
			// At a line end, or at the end of the bytes.
			if ((at >= to || (isCr && bytes[at] === CR && at + 1 >= to)) && !isEnd) {
				at = rowStart;
				break;
			}
			if (bytes[at] === lineEnd) lines++;
			beforeLast = linesBefore;
			blankBeforeLast = blankLines;
			let end = at < to ? at : to;
			if (!isCr && end > rowStart && bytes[end - 1] === CR) {
				end--;
				if (ends[cell - 1]! > end) ends[cell - 1] = end;
			}
			rowStarts[row] = rowStart;
			rowEnds[row] = end;
			at = at >= to ? to : bytes[at] === CR && bytes[at + 1] === LF && at + 1 < to ? at + 2 : at + 1;
			rowNexts[row] = at;
			cellTo[row] = cell;
			row++;
		}
		batch.rows = row;
		batch.blankLines = blankLines;
		batch.beforeLast.lineEnds = beforeLast;
		batch.beforeLast.blankLines = blankBeforeLast;
		return at;
	};
}
