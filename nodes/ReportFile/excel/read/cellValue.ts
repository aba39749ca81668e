import type { NumberFormat } from './numberFormat';

const DAY_MS = 86_400_000;
/** Excel keeps 15 digits and writes up to 17: 1.1 is in the file as 1.1000000000000001. */
const DIGITS = 15;
/** Days from day 0 to 1970-01-01, in the two ways in which Excel counts days. */
const DAYS_1900 = 25_569;
const DAYS_1904 = 24_107;
/** 1900-02-29, which Excel counts and the calendar does not have. */
const NO_DAY = 60;
const LAST_DAY = 2_958_466;

/** A number of a cell as text: an exact decimal, or an ISO date or time where its format shows one. */
export function numberText(written: string, format: NumberFormat, is1904: boolean): string {
	const number = Number(written);
	if (written === '' || !Number.isFinite(number)) return written;
	switch (format.kind) {
		case 'date':
		case 'dateTime':
			return dateText(number, format.kind, is1904) ?? decimalText(written, number);
		case 'time':
			return number >= 0 && number < 1
				? clock(number)
				: (dateText(number, 'dateTime', is1904) ?? decimalText(written, number));
		case 'elapsed':
			return number >= 0 ? clock(number) : decimalText(written, number);
		case 'zeros':
			return Number.isInteger(number) && number >= 0
				? String(number).padStart(format.digits, '0')
				: decimalText(written, number);
		default:
			return decimalText(written, number);
	}
}

/** The number in digits as Excel shows it, without an exponent as long as 21 digits are enough. */
function decimalText(written: string, number: number): string {
	if (/^-?\d{1,15}$/.test(written)) return written;
	const rounded = Number(number.toPrecision(DIGITS));
	const text = String(rounded);
	if (!text.includes('e')) return text;
	return Math.abs(rounded) < 1 ? rounded.toFixed(20).replace(/0+$/, '') : text;
}

function dateText(serial: number, kind: 'date' | 'dateTime', is1904: boolean): string | undefined {
	if (serial < 0 || serial >= LAST_DAY) return undefined;
	if (!is1904 && Math.floor(serial) === NO_DAY) return undefined;
	// Before that day, Excel's count is one behind.
	const days = is1904 ? serial - DAYS_1904 : serial - DAYS_1900 + (serial < NO_DAY ? 1 : 0);
	const iso = new Date(Math.round(days * DAY_MS)).toISOString();
	const [date, time] = [iso.slice(0, 10), iso.slice(11, 23).replace(/\.000$/, '')];
	return kind === 'date' && time === '00:00:00' ? date : `${date}T${time}`;
}

/** Hours, which may be more than 24, minutes and seconds. */
function clock(days: number): string {
	const ms = Math.round(days * DAY_MS);
	const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60];
	const text = [hours, minutes, seconds].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
	return ms % 1_000 === 0 ? text : `${text}.${String(ms % 1_000).padStart(3, '0')}`;
}
