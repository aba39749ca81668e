const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY_MS = 86_400_000;
const ZERO = 48;
const HYPHEN = 45;
const COLON = 58;
const POINT = 46;
const LETTER_T = 84;
const LETTER_Z = 90;
const SPACE = 32;

/**
 * Days since 1970-01-01 of bytes such as 2026-01-31. -1 for all other forms, which are left to `readDate`, and for days before
 * 1970; `readDate` gives the same for these.
 */
export function usualDay(bytes: Uint8Array, start: number, end: number): number {
	if (end - start !== 10 || bytes[start + 4] !== HYPHEN || bytes[start + 7] !== HYPHEN) return -1;
	const century = pair(bytes, start);
	const ofCentury = pair(bytes, start + 2);
	const month = pair(bytes, start + 5);
	const day = pair(bytes, start + 8);
	const year = century * 100 + ofCentury;
	if (ofCentury < 0 || year < 1970 || month < 1 || month > 12 || day < 1) return -1;
	const isLeap = (ofCentury === 0 ? century : ofCentury) % 4 === 0;
	if (day > DAYS[month - 1]! && !(isLeap && month === 2 && day === 29)) return -1;
	// A year begins with March here, so that a leap day is its last; 719,468 days are from such a year 0 to 1970.
	const before = month < 3 ? year - 1 : year;
	const leapDays = (before >> 2) - Math.floor(before / 100) + Math.floor(before / 400);
	const dayOfYear = Math.floor((153 * (month < 3 ? month + 9 : month - 3) + 2) / 5) + day - 1;
	return 365 * before + leapDays + dayOfYear - 719_468;
}

/** Reads moments from their bytes: 2026-01-31T10:20:30, with a fraction or without, with a Z or without. */
export class UsualMoment {
	/** Of the moment that was read last, as in `Moment`. */
	ms = 0;
	isUtc = false;
	fraction = 0;

	/** False for all other forms, which are left to `readMoment`; it gives the same for these. */
	read(bytes: Uint8Array, start: number, end: number): boolean {
		if (end - start < 19) return false;
		const between = bytes[start + 10];
		if (between !== LETTER_T && between !== SPACE) return false;
		const days = usualDay(bytes, start, start + 10);
		const [hour, minute, second] = [
			pair(bytes, start + 11),
			pair(bytes, start + 14),
			pair(bytes, start + 17),
		];
		if (days < 0 || bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
		if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
		const isUtc = bytes[end - 1] === LETTER_Z;
		const last = isUtc ? end - 1 : end;
		let digits = 0;
		let power = 1;
		if (last > start + 19) {
			if (bytes[start + 19] !== POINT || last === start + 20 || last > start + 29) return false;
			for (let at = start + 20; at < last; at++) {
				const digit = bytes[at]! - ZERO;
				if (digit < 0 || digit > 9) return false;
				digits = digits * 10 + digit;
				power *= 10;
			}
		}
		this.ms = days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + (digits / power) * 1000;
		this.isUtc = isUtc;
		this.fraction = Math.max(0, last - start - 20);
		return true;
	}
}

/** The number that two digits are; -1 when they are none. */
function pair(bytes: Uint8Array, at: number): number {
	const tens = bytes[at]! - ZERO;
	const ones = bytes[at + 1]! - ZERO;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
