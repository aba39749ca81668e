import { bytes, cellFrom, ends, kinds, left, starts } from './memory.mts';
import { isDay, isTime } from './dates.mts';
import { addLeadingZero, addNumbers, beginNumbers, leadingZeros, MINUS, readNumber, ZERO } from './numbers.mts';
import { beginRange, highLength, isCovered, isRangeChanged, lowLength, widenRange } from './texts.mts';

const SPACE: u8 = 32;
const DASH: u8 = 45;
/** As in rowBatch.ts. */
const PLAIN: u8 = 0;
/** Of 2026-01-31; the longest of 2026-01-31T10:20:30.125Z with many decimals, as in rows/dates.ts. */
const DAY_LENGTH: i32 = 10;
const MOMENT_LENGTH_AT_MOST: i32 = 40;

/**
 * What was found in the last column, 32 bits each: blank cells, days, moments, booleans, leading zeros, and whether the range
 * of texts is another now, with the lengths of its ends.
 */
export const found: usize = memory.data(4 * 8, 4);

/**
 * Takes in the cells of one column in some rows, as columnProfile.ts does, as far as they are of the usual kinds and not
 * longer than the longest so far. `hasTexts`: there was a text, so the column is one of texts, whatever follows. Of `low` and
 * `high` the caller has written the bytes.
 *
 * Gives the number of cells that are left to the caller: their indexes are in `left`. All else is in `found` and the tables
 * of numbers, whose sums cannot overflow in a few thousand rows.
 */
export function lookAtColumn(
	column: i32,
	from: i32,
	to: i32,
	hasTexts: bool,
	longest: i32,
	lengthOfLow: i32,
	lengthOfHigh: i32,
	mark: i32,
): i32 {
	beginRange(lengthOfLow, lengthOfHigh);
	beginNumbers(mark);
	memory.fill(found, 0, 4 * 8);
	const leftCount = hasTexts
		? lookAtTexts(column, from, to, longest)
		: lookAtTyped(column, from, to, longest);
	store<i32>(found, leadingZeros, 16);
	store<i32>(found, <i32>isRangeChanged, 20);
	store<i32>(found, lowLength, 24);
	store<i32>(found, highLength, 28);
	return leftCount;
}

/** Where a cell of a column stands in the tables. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function cellOf(row: i32, column: i32): i32 {
	return load<i32>(cellFrom + 4 * row) + column;
}

function lookAtTexts(column: i32, from: i32, to: i32, longest: i32): i32 {
	let blank = 0;
	let next = left;
	for (let row = from; row < to; row++) {
		const cell = cellOf(row, column);
		const text = bytes + load<i32>(starts + 4 * cell);
		const length = load<i32>(ends + 4 * cell) - load<i32>(starts + 4 * cell);
		if (length == 0) {
			blank++;
			continue;
		}
		const first = load<u8>(text);
		if (length <= longest && load<u8>(kinds + cell) == PLAIN && !mayBeSpace(first)) {
			if (isCovered(text, length)) continue;
			if (beginsText(first)) {
				widenRange(text, length);
				continue;
			}
		}
		store<i32>(next, cell);
		next += 4;
	}
	store<i32>(found, blank);
	return <i32>(next - left) >> 2;
}

/** Numbers, days, moments and booleans in their usual forms. */
function lookAtTyped(column: i32, from: i32, to: i32, longest: i32): i32 {
	let blank = 0;
	let days = 0;
	let moments = 0;
	let booleans = 0;
	let next = left;
	// The numbers of the form that came last, which is nearly always the only one.
	let form = 0;
	let count = 0;
	let sum: i64 = 0;
	let least = i64.MAX_VALUE;
	let most = i64.MIN_VALUE;
	for (let row = from; row < to; row++) {
		const cell = cellOf(row, column);
		const text = bytes + load<i32>(starts + 4 * cell);
		const end = bytes + load<i32>(ends + 4 * cell);
		const length = <i32>(end - text);
		if (length == 0) {
			blank++;
			continue;
		}
		if (length <= longest && load<u8>(kinds + cell) == PLAIN) {
			if (length >= DAY_LENGTH && load<u8>(text, 4) == DASH) {
				if (lowLength > 0 && length <= MOMENT_LENGTH_AT_MOST && isDay(text)) {
					const isAlone = length == DAY_LENGTH;
					if (isAlone || isTime(text + DAY_LENGTH, end)) {
						if (isAlone) days++;
						else moments++;
						if (!isCovered(text, length)) widenRange(text, length);
						continue;
					}
				}
			} else {
				const read = readNumber(text, end);
				if (read >= 0) {
					if ((<i32>read & 31) != form) {
						addNumbers(form, count, sum, least, most);
						form = <i32>read & 31;
						count = 0;
						sum = 0;
						least = i64.MAX_VALUE;
						most = i64.MIN_VALUE;
					}
					const first = load<u8>(text);
					if (first == ZERO && form == 0 && length > 1) addLeadingZero();
					const value = first == MINUS ? -(read >> 5) : read >> 5;
					count++;
					sum += value;
					least = min(least, value);
					most = max(most, value);
					continue;
				}
				if (lowLength > 0 && isBoolean(text, length)) {
					booleans++;
					if (!isCovered(text, length)) widenRange(text, length);
					continue;
				}
			}
		}
		store<i32>(next, cell);
		next += 4;
	}
	addNumbers(form, count, sum, least, most);
	store<i32>(found, blank);
	store<i32>(found, days, 4);
	store<i32>(found, moments, 8);
	store<i32>(found, booleans, 12);
	return <i32>(next - left) >> 2;
}

/** A letter, with which neither a number nor a date can begin: the value is a text. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function beginsText(byte: u8): bool {
	const letter = byte | 0x20;
	return letter >= 0x61 && letter <= 0x7a;
}

/** true, false, yes or no, in capitals or not. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function isBoolean(text: usize, length: i32): bool {
	const word = load<u32>(text) | 0x20202020;
	if (length == 4) return word == 0x65757274;
	if (length == 5) return word == 0x736c6166 && (load<u8>(text, 4) | 0x20) == 0x65;
	if (length == 3) return (word & 0x00ffffff) == 0x00736579;
	return length == 2 && (word & 0x0000ffff) == 0x00006f6e;
}

/** A space, a control character, or the first byte of another space. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function mayBeSpace(byte: u8): bool {
	if (byte > SPACE && byte < 0x80) return false;
	return (
		byte <= SPACE || byte == 0xa0 || byte == 0xc2 || byte == 0xe1 || byte == 0xe2 || byte == 0xe3 || byte == 0xef
	);
}
