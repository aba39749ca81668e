import { bytes, cellFrom, cellTo, ends, kinds, rowEnds, rowNexts, rowStarts, starts } from './memory.mts';

const LF: u8 = 10;
const CR: u8 = 13;

/** How the bytes of a cell are to be read, as rowBatch.ts names it. */
const PLAIN: u8 = 0;
const DOUBLED: u8 = 1;
const BACKSLASHED: u8 = 2;
const ODD: u8 = 3;

let delimiter: u8 = 0;
/** -1 when there are none. */
let quote: i32 = -1;
let escape: i32 = -1;
let isCr: bool = false;

/** How the file is written: three characters, each -1 when there is none, and whether a CR alone ends a line. */
export function setDialect(delimiterByte: i32, quoteByte: i32, escapeByte: i32, endsWithCr: bool): void {
	delimiter = <u8>delimiterByte;
	quote = quoteByte;
	escape = escapeByte;
	isCr = endsWithCr;
}

/** What the last scan found beside the tables: rows, empty lines, and how many of these and of line ends come before the last row. */
export let rows: i32 = 0;
export let blankLines: i32 = 0;
export let lineEndsBeforeLast: i32 = 0;
export let blankLinesBeforeLast: i32 = 0;

/** The bytes of a block, one bit each, at which a cell without quotes ends. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function stopsIn(block: usize, ends: v128, lines: v128, returns: v128): u64 {
	return (
		<u64>stopsOf(v128.load(block), ends, lines, returns) |
		(<u64>stopsOf(v128.load(block, 16), ends, lines, returns) << 16) |
		(<u64>stopsOf(v128.load(block, 32), ends, lines, returns) << 32) |
		(<u64>stopsOf(v128.load(block, 48), ends, lines, returns) << 48)
	);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function stopsOf(found: v128, ends: v128, lines: v128, returns: v128): u32 {
	const isLineEnd = v128.or(i8x16.eq(found, lines), i8x16.eq(found, returns));
	return i8x16.bitmask(v128.or(isLineEnd, i8x16.eq(found, ends)));
}

/** The bits of a block from the one of this byte on. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function bitsFrom(at: usize): u64 {
	return ~(<u64>0) << (at & 63);
}

/** How the cell is to be read whose closing quote was looked for last, and how many line ends it has. */
let kindInQuotes: u8 = PLAIN;
let linesInQuotes: i32 = 0;

/** The quote that closes what begins at `open`; 0 when it is not there. */
function closingQuote(open: usize, to: usize): usize {
	const lineEnd: u8 = isCr ? CR : LF;
	let kind = PLAIN;
	let lines = 0;
	let at = open + 1;
	for (;;) {
		while (at < to && <i32>load<u8>(at) != quote && <i32>load<u8>(at) != escape) {
			if (load<u8>(at) == lineEnd) lines++;
			at++;
		}
		if (at >= to) return 0;
		if (<i32>load<u8>(at) == escape) {
			kind = BACKSLASHED;
			if (load<u8>(at, 1) == lineEnd) lines++;
		} else if (<i32>load<u8>(at, 1) == quote && at + 1 < to) {
			if (kind == PLAIN) kind = DOUBLED;
		} else break;
		at += 2;
	}
	kindInQuotes = kind;
	linesInQuotes = lines;
	return at;
}

/**
 * Finds the rows between two offsets, with their cells. A quote counts where a cell begins with it (RFC 4180, section 2), and
 * nowhere else; when something else than a delimiter or a line end follows the quote that closes it, the rest up to there
 * belongs to the cell.
 *
 * Gives the offset of the first row that is not complete; a negative number, -1 minus the offset of a row, when the file
 * ends within its quotes. The byte at `to` is overwritten by LF, so no inner loop needs to check for the end of the bytes.
 */
export function scan(from: i32, upTo: i32, isEnd: bool): i32 {
	const base = bytes;
	const to = base + upTo;
	const delimiters = i8x16.splat(delimiter);
	const lineFeeds = i8x16.splat(LF);
	const returns = i8x16.splat(isCr ? CR : LF);
	const lineEnd: u8 = isCr ? CR : LF;
	store<u8>(to, LF);
	let at = base + from;
	let row = 0;
	let cell = 0;
	let blank = 0;
	let lines = 0;
	let linesBeforeLast = 0;
	let blankBeforeLast = 0;
	// The block in which cells end next, and where in it.
	let block = at & ~63;
	let stops = stopsIn(block, delimiters, lineFeeds, returns) & bitsFrom(at);
	while (at < to) {
		const first = load<u8>(at);
		if (first == LF || (first == CR && (isCr || load<u8>(at, 1) == LF))) {
			// A CR at the very end may be half of a line end.
			if (first == CR && at + 1 == to && !isEnd) break;
			at += first == CR && load<u8>(at, 1) == LF && at + 1 < to ? 2 : 1;
			blank++;
			if (!isCr || first == CR) lines++;
			block = at & ~63;
			stops = stopsIn(block, delimiters, lineFeeds, returns) & bitsFrom(at);
			continue;
		}
		const rowStart = at;
		const linesBefore = lines;
		let isComplete = true;
		store<i32>(cellFrom + 4 * row, cell);
		for (;;) {
			const start = at;
			let valueAt = start;
			let valueEnd: usize;
			let kind = PLAIN;
			if (<i32>load<u8>(at) != quote) {
				while (stops == 0) {
					block += 64;
					stops = stopsIn(block, delimiters, lineFeeds, returns);
				}
				valueEnd = at = block + <usize>ctz(stops);
				stops &= stops - 1;
			} else {
				const close = closingQuote(start, to);
				if (close == 0) {
					if (isEnd) {
						rows = row;
						return -1 - <i32>(rowStart - base);
					}
					isComplete = false;
					break;
				}
				kind = kindInQuotes;
				lines += linesInQuotes;
				at = close + 1;
				if (at >= to && !isEnd) {
					isComplete = false;
					break;
				}
				const next = load<u8>(at);
				const endsLine = next == CR && load<u8>(at, 1) == LF;
				if (next == delimiter || next == LF || endsLine || (isCr && next == CR)) {
					// The CR goes with the line end below.
					if (endsLine && !isCr) {
						if (at + 1 >= to && !isEnd) {
							isComplete = false;
							break;
						}
						at++;
					}
					valueAt = start + 1;
					valueEnd = close;
					block = at & ~63;
					stops = stopsIn(block, delimiters, lineFeeds, returns) & bitsFrom(at);
				} else {
					block = at & ~63;
					stops = stopsIn(block, delimiters, lineFeeds, returns) & bitsFrom(at);
					while (stops == 0) {
						block += 64;
						stops = stopsIn(block, delimiters, lineFeeds, returns);
					}
					valueEnd = at = block + <usize>ctz(stops);
					kind = ODD;
				}
				stops &= stops - 1;
			}
			store<i32>(starts + 4 * cell, <i32>(valueAt - base));
			store<i32>(ends + 4 * cell, <i32>(valueEnd - base));
			store<u8>(kinds + cell, kind);
			cell++;
			if (load<u8>(at) != delimiter || at >= to) break;
			at++;
		}
		// At a line end, or at the end of the bytes.
		if ((at >= to || (isCr && load<u8>(at) == CR && at + 1 >= to)) && !isEnd) isComplete = false;
		if (!isComplete) {
			at = rowStart;
			break;
		}
		if (load<u8>(at) == lineEnd) lines++;
		linesBeforeLast = linesBefore;
		blankBeforeLast = blank;
		let end = at;
		if (!isCr && end > rowStart && load<u8>(end - 1) == CR) {
			end--;
			const lastEnd = ends + 4 * (cell - 1);
			if (load<i32>(lastEnd) > <i32>(end - base)) store<i32>(lastEnd, <i32>(end - base));
		}
		store<i32>(rowStarts + 4 * row, <i32>(rowStart - base));
		store<i32>(rowEnds + 4 * row, <i32>(end - base));
		if (at >= to) at = to;
		else if (load<u8>(at) == CR && load<u8>(at, 1) == LF && at + 1 < to) {
			at += 2;
			block = at & ~63;
			stops = stopsIn(block, delimiters, lineFeeds, returns) & bitsFrom(at);
		} else at++;
		store<i32>(rowNexts + 4 * row, <i32>(at - base));
		store<i32>(cellTo + 4 * row, cell);
		row++;
	}
	rows = row;
	blankLines = blank;
	lineEndsBeforeLast = linesBeforeLast;
	blankLinesBeforeLast = blankBeforeLast;
	return <i32>(at - base);
}
