import { bytes, cellFrom, ends, kinds, left, starts } from './memory.mts';
import { isDay, isTime } from './dates.mts';
import { addNumber, beginNumbers, endNumbers } from './numbers.mts';
import { beginRange, isCovered, lowLength, widenRange } from './texts.mts';

const SPACE: u8 = 32;
const DASH: u8 = 45;
/** As in rowBatch.ts. */
const PLAIN: u8 = 0;
/** Of 2026-01-31; the longest of 2026-01-31T10:20:30.125Z with many decimals, as in rows/dates.ts. */
const DAY_LENGTH: i32 = 10;
const MOMENT_LENGTH_AT_MOST: i32 = 40;

/** What was found in the last column. */
export let blanks: i32 = 0;
export let days: i32 = 0;
export let moments: i32 = 0;
export let booleans: i32 = 0;

/**
 * Takes in the cells of one column in some rows, as columnProfile.ts does, as far as they are of the usual kinds and not
 * longer than the longest so far. `hasTexts`: there was a text, so the column is one of texts, whatever follows. Of `low` and
 * `high` the caller has written the bytes.
 *
 * Gives the number of cells that are left to the caller: their indexes are in `left`. All else is in the variables; the
 * sums cannot overflow in a few thousand rows.
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
	days = 0;
	moments = 0;
	booleans = 0;
	let blank = 0;
	let next = left;
	for (let row = from; row < to; row++) {
		const cell = load<i32>(cellFrom + 4 * row) + column;
		const text = bytes + load<i32>(starts + 4 * cell);
		const end = bytes + load<i32>(ends + 4 * cell);
		const length = <i32>(end - text);
		if (length == 0) {
			blank++;
			continue;
		}
		if (length <= longest && load<u8>(kinds + cell) == PLAIN) {
			if (hasTexts) {
				const first = load<u8>(text);
				if (!mayBeSpace(first)) {
					if (isCovered(text, length)) continue;
					if (beginsText(first)) {
						widenRange(text, length);
						continue;
					}
				}
			} else if (isTyped(text, end, length)) continue;
		}
		store<i32>(next, cell);
		next += 4;
	}
	endNumbers();
	blanks = blank;
	return <i32>(next - left) >> 2;
}

/** Numbers, days, moments and booleans in their usual forms. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function isTyped(text: usize, end: usize, length: i32): bool {
	if (length >= DAY_LENGTH && load<u8>(text, 4) == DASH) {
		if (lowLength == 0 || length > MOMENT_LENGTH_AT_MOST || !isDay(text)) return false;
		if (length == DAY_LENGTH) days++;
		else if (isTime(text + DAY_LENGTH, end)) moments++;
		else return false;
	} else {
		if (addNumber(text, end)) return true;
		if (lowLength == 0 || !isBoolean(text, length)) return false;
		booleans++;
	}
	if (!isCovered(text, length)) widenRange(text, length);
	return true;
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
