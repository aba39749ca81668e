/** In which order the parts of a date such as 03/04/2026 stand. Nothing in a file tells it for sure, so the user says. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** Longer texts are not dates. */
export const DATE_CHARACTERS_AT_MOST = 40;

const LEADING_YEAR = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)$/;
const TRAILING_YEAR = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(.*)$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})()$/;
const TIME = /^[T ]?\s*(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(am|pm)?\s*(Z|[-+]\d{2}:?\d{2})?$/i;

/** The date in ISO 8601 (2026-04-03, 2026-04-03T10:20:30Z), in the time zone that it has; undefined when it is none. */
export function toIsoDate(text: string, order: DateOrder): string | undefined {
	const trimmed = text.trim();
	if (trimmed.length > DATE_CHARACTERS_AT_MOST) return undefined;
	const [, year, month, day, rest] =
		LEADING_YEAR.exec(trimmed) ?? COMPACT.exec(trimmed) ?? trailingYear(trimmed, order) ?? [];
	if (year === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
	const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
	if (rest === '' || rest === undefined) return date;
	const time = timeOf(rest);
	return time === undefined ? undefined : `${date}T${time}`;
}

function trailingYear(text: string, order: DateOrder): string[] | undefined {
	const [whole, one, other, year, rest] = TRAILING_YEAR.exec(text) ?? [];
	if (whole === undefined) return undefined;
	return order === 'dayFirst' ? [whole, year!, other!, one!, rest!] : [whole, year!, one!, other!, rest!];
}

function isDay(year: number, month: number, day: number): boolean {
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month > 0;
}

function timeOf(text: string): string | undefined {
	const [whole, hourText, minute, second = '00', fraction = '', half, zone = ''] = TIME.exec(text) ?? [];
	if (whole === undefined) return undefined;
	let hour = Number(hourText);
	if (half !== undefined) {
		if (hour < 1 || hour > 12) return undefined;
		hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
	}
	if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const offset = zone.toUpperCase().replace(/^([-+]\d{2}):?(\d{2})$/, '$1:$2');
	return `${String(hour).padStart(2, '0')}:${minute}:${second}${fraction}${offset}`;
}
