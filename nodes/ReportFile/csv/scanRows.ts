import { BACKSLASH, CR, LF, type Dialect } from './dialect';
import type { Scan } from './scanCells';

/**
 * Rows without their cells, for counting and splitting: the same rows as `cellScanner` finds, by native searches. Where
 * lines end with CR, one more row may be left to the next batch.
 */
export function rowScanner({ delimiter, quote, escape, newline }: Dialect): Scan {
	const delimiterByte = delimiter.charCodeAt(0);
	const quoteByte = quote === '' ? -1 : quote.charCodeAt(0);
	const isCr = newline === 'cr';
	const lineEnd = isCr ? CR : LF;

	/** The offset after the quote that closes what begins at `open`; -1 when it is not there. */
	function closingQuote(bytes: Buffer, open: number, to: number): number {
		let at = open + 1;
		for (;;) {
			const close = bytes.indexOf(quoteByte, at);
			if (close < 0 || close >= to) return -1;
			if (escape === 'backslash') {
				let backslashes = 0;
				while (close - 1 - backslashes >= at && bytes[close - 1 - backslashes] === BACKSLASH) backslashes++;
				if (backslashes % 2 === 1) {
					at = close + 1;
					continue;
				}
			}
			if (close + 1 < to && bytes[close + 1] === quoteByte) at = close + 2;
			else return close + 1;
		}
	}

	return (batch, from, to, isEnd) => {
		const { bytes, rowStarts, rowEnds, rowNexts } = batch;
		bytes[to] = lineEnd;
		let at = from;
		let row = 0;
		let blankLines = 0;
		let lines = 0;
		let beforeLast = 0;
		let blankBeforeLast = 0;
		let quoteAt = quoteByte < 0 ? to : nextQuote(bytes, from, to);
		rows: while (at < to) {
			const first = bytes[at]!;
			if (first === LF || (first === CR && (isCr || bytes[at + 1] === LF))) {
				if (first === CR && at + 1 === to && !isEnd) break;
				at += first === CR && bytes[at + 1] === LF && at + 1 < to ? 2 : 1;
				blankLines++;
				if (!isCr || first === CR) lines++;
				continue;
			}
			const rowStart = at;
			const linesBefore = lines;
			let end = lineEndAfter(bytes, at, to);
			let searched = at;
			for (;;) {
				if (quoteAt < searched) quoteAt = nextQuote(bytes, searched, to);
				if (quoteAt >= end) break;
				if (quoteAt === rowStart || bytes[quoteAt - 1] === delimiterByte) {
					const close = closingQuote(bytes, quoteAt, to);
					if (close < 0) {
						if (isEnd) return -1 - rowStart;
						at = rowStart;
						break rows;
					}
					searched = close;
					if (end < close) {
						lines += batch.lineEnds(end, close);
						end = lineEndAfter(bytes, close, to);
					}
				} else searched = quoteAt + 1;
			}
			if ((end >= to || (isCr && end + 1 >= to)) && !isEnd) {
				at = rowStart;
				break;
			}
			if (bytes[end] === lineEnd) lines++;
			beforeLast = linesBefore;
			blankBeforeLast = blankLines;
			rowStarts[row] = rowStart;
			rowEnds[row] = !isCr && end > rowStart && bytes[end - 1] === CR ? end - 1 : end;
			at =
				end >= to
					? to
					: isCr && bytes[end] === CR && bytes[end + 1] === LF && end + 1 < to
						? end + 2
						: end + 1;
			rowNexts[row] = at;
			row++;
		}
		batch.rows = row;
		batch.blankLines = blankLines;
		batch.beforeLast.lineEnds = beforeLast;
		batch.beforeLast.blankLines = blankBeforeLast;
		return at;
	};

	function nextQuote(bytes: Buffer, from: number, to: number): number {
		const found = bytes.indexOf(quoteByte, from);
		return found < 0 || found > to ? to : found;
	}

	/** In a file whose lines end with CR, an LF alone ends a line, too. */
	function lineEndAfter(bytes: Buffer, from: number, to: number): number {
		const found = bytes.indexOf(lineEnd, from);
		const end = found < 0 || found > to ? to : found;
		if (!isCr) return end;
		const lf = bytes.subarray(from, end).indexOf(LF);
		return lf < 0 ? end : from + lf;
	}
}
