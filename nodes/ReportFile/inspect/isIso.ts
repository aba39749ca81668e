import { DATE_CHARACTERS_AT_MOST } from '../rows/dates';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const ZERO = 48;
const COLON = 58;
const LETTER_Z = 90;

/**
 * Whether some bytes are a day of the calendar as 2026-01-31, or that with a time of day: 2026-01-31T10:20:30.125Z. A fast
 * way for what reports hold most. Other forms, also those with an offset, are left to `toIsoDate`.
 */
export function isIso(bytes: Uint8Array, start: number, end: number): boolean {
	if (
		end - start < 10 ||
		end - start > DATE_CHARACTERS_AT_MOST ||
		bytes[start + 4] !== 45 ||
		bytes[start + 7] !== 45
	)
		return false;
	const century = pair(bytes, start);
	const year = pair(bytes, start + 2);
	const month = pair(bytes, start + 5);
	const day = pair(bytes, start + 8);
	if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1) return false;
	const isLeapDay = month === 2 && day === 29 && (year === 0 ? century : year) % 4 === 0;
	if (day > DAYS[month - 1]! && !isLeapDay) return false;
	return end - start === 10 || isTime(bytes, start + 10, end);
}

/** T or a space, then hours and minutes; seconds, a fraction and Z may follow. */
function isTime(bytes: Uint8Array, start: number, end: number): boolean {
	if (end - start < 6 || (bytes[start] !== 84 && bytes[start] !== 32) || bytes[start + 3] !== COLON)
		return false;
	if (!isBelow(pair(bytes, start + 1), 24) || !isBelow(pair(bytes, start + 4), 60)) return false;
	let at = start + 6;
	if (at < end && bytes[at] === COLON) {
		if (at + 3 > end || !isBelow(pair(bytes, at + 1), 60)) return false;
		at += 3;
		if (at + 1 < end && bytes[at] === 46 && isDigit(bytes[at + 1]!)) {
			at++;
			while (at < end && isDigit(bytes[at]!)) at++;
		}
	}
	if (at < end && bytes[at] === LETTER_Z) at++;
	return at === end;
}

const isDigit = (byte: number) => byte >= ZERO && byte <= 57;
const isBelow = (value: number, limit: number) => value >= 0 && value < limit;

/** The number that two digits are; -1 when they are none. */
function pair(bytes: Uint8Array, at: number): number {
	const tens = bytes[at]!;
	const ones = bytes[at + 1]!;
	return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : -1;
}
