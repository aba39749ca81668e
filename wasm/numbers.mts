/**
 * Plain numbers, digits with a sign and a mark at most: how many there are, what they add up to, the smallest and the largest.
 * All apart for each form, because only numbers with as many decimals compare and add up as integers.
 */

export const MINUS: u8 = 45;
const PLUS: u8 = 43;
export const ZERO: u8 = 48;
const EACH: u64 = 0x0101010101010101;
/** Up to here, a double counts exactly; as in numberReader.ts. */
const DIGITS_AT_MOST: i32 = 15;
/** Form 0 has no mark; 1 has one with nothing after it, 2 has one decimal, and so on. */
const FORMS: i32 = DIGITS_AT_MOST + 2;

/** Of each form: how many; then the sum, the smallest and the largest without their mark. */
export const counts: usize = memory.data(4 * FORMS, 8);
export const sums: usize = memory.data(8 * FORMS, 8);
export const smallest: usize = memory.data(8 * FORMS, 8);
export const largest: usize = memory.data(8 * FORMS, 8);
/** Numbers without a mark that begin with 0, but for 0 itself. */
export let leadingZeros: i32 = 0;

let mark: u8 = 0;
/** The mark in each of eight bytes. */
let marks: u64 = 0;

export function beginNumbers(markByte: i32): void {
	mark = <u8>markByte;
	marks = EACH * <u64>mark;
	leadingZeros = 0;
	memory.fill(counts, 0, 4 * FORMS);
}

/** Puts some numbers of one form into the tables. */
export function addNumbers(form: i32, count: i32, sum: i64, least: i64, most: i64): void {
	if (count == 0) return;
	const place = 8 * <usize>form;
	const known = load<i32>(counts + 4 * form);
	store<i32>(counts + 4 * form, known + count);
	store<i64>(sums + place, known == 0 ? sum : load<i64>(sums + place) + sum);
	store<i64>(smallest + place, known == 0 ? least : min(least, load<i64>(smallest + place)));
	store<i64>(largest + place, known == 0 ? most : max(most, load<i64>(largest + place)));
}

export function addLeadingZero(): void {
	leadingZeros++;
}

/**
 * A plain number of at most 15 digits without its mark, and after it its form in five bits; -1 for anything else. The sign
 * is left out.
 */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function readNumber(text: usize, end: usize): i64 {
	const first = load<u8>(text);
	const digitsAt = first == MINUS || first == PLUS ? text + 1 : text;
	const length = <i32>(end - digitsAt);
	if (length <= 8) return length < 1 ? -1 : readShort(digitsAt, length);
	return length > DIGITS_AT_MOST + 1 ? -1 : readLong(digitsAt, end);
}

const HIGH_BITS: u64 = 0x8080808080808080;

/** Up to eight characters at once. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function readShort(text: usize, length: i32): i64 {
	// The last character in the highest byte; what follows the cell is shifted out.
	let characters = load<u64>(text) << (8 * <u64>(8 - length));
	// The lowest byte that is the mark, by the usual test for a byte of zero.
	const other = characters ^ marks;
	const found = (other - EACH) & ~other & HIGH_BITS;
	let digits = length;
	let form: i64 = 0;
	if (found != 0) {
		const place = ctz(found) - 7;
		const before = (<u64>1 << place) - 1;
		// What comes before the mark moves up by one.
		characters = (characters & ~((before << 8) | 0xff)) | ((characters & before) << 8);
		form = 8 - <i64>(place >> 3);
		if (--digits == 0) return -1;
	}
	const used = ~(<u64>0) << (8 * <u64>(8 - digits));
	const values = (characters ^ (EACH * <u64>ZERO)) & used;
	if ((((values + 0x7676767676767676) | values) & HIGH_BITS) != 0) return -1;
	// Two digits make one number, then two of these, then two of those.
	const pairs = values * 10 + (values >> 8);
	const even = (pairs & 0x000000ff000000ff) * 0x000f424000000064;
	const odd = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
	return (<i64>((even + odd) >> 32) << 5) | form;
}

/** Any other number of them, one by one. */
function readLong(text: usize, end: usize): i64 {
	let value: i64 = 0;
	let markAt: usize = 0;
	for (let at = text; at < end; at++) {
		const digit = load<u8>(at) - ZERO;
		if (digit <= 9) value = 10 * value + <i64>digit;
		else if (load<u8>(at) == mark && markAt == 0) markAt = at;
		else return -1;
	}
	if (markAt != 0) return (value << 5) | <i64>(end - markAt);
	return <i32>(end - text) > DIGITS_AT_MOST ? -1 : value << 5;
}
