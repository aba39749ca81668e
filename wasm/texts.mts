/** The smallest and the largest text of a column, in the order of their bytes, as far as they are kept. */

/** What is kept of each, as textRange.ts keeps it. */
const BYTES_KEPT: i32 = 200;
/** Texts are compared by blocks of so many bytes, which may end beyond them. */
const BLOCK: i32 = 16;

export const low: usize = memory.data(BYTES_KEPT + BLOCK);
export const high: usize = memory.data(BYTES_KEPT + BLOCK);
/** 0: there is none yet, or it has no byte. */
export let lowLength: i32 = 0;
export let highLength: i32 = 0;
/** Whether one of them is another than at the beginning. */
export let isRangeChanged: bool = false;

export function beginRange(lengthOfLow: i32, lengthOfHigh: i32): void {
	lowLength = lengthOfLow;
	highLength = lengthOfHigh;
	isRangeChanged = false;
}

/** Whether a text of at least one byte is neither before the smallest nor after the largest. Both are there. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function isCovered(text: usize, length: i32): bool {
	const first = load<u8>(text);
	return (first > load<u8>(low) && first < load<u8>(high)) || isBetween(text, length);
}

function isBetween(text: usize, length: i32): bool {
	const toLow = compare(text, length, low, lowLength);
	return toLow == 0 || (toLow > 0 && compare(text, length, high, highLength) <= 0);
}

/** Takes in a text that is not covered. */
export function widenRange(text: usize, length: i32): void {
	if (compare(text, length, low, lowLength) < 0) lowLength = keep(text, length, low);
	else highLength = keep(text, length, high);
	isRangeChanged = true;
}

function keep(text: usize, length: i32, to: usize): i32 {
	const kept = min(length, BYTES_KEPT);
	memory.copy(to, text, kept);
	return kept;
}

/** Negative, zero or positive, as a text comes before, is equal to or comes after another. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function compare(text: usize, length: i32, other: usize, otherLength: i32): i32 {
	const both = min(length, otherLength);
	for (let at = 0; at < both; at += BLOCK) {
		const different = 0xffff ^ i8x16.bitmask(i8x16.eq(v128.load(text + at), v128.load(other + at)));
		if (different == 0) continue;
		const place = at + ctz(different);
		if (place < both) return <i32>load<u8>(text + place) - <i32>load<u8>(other + place);
	}
	return length - otherLength;
}
