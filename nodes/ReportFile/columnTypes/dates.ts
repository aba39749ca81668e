/** In which order a date has its parts; `iso` is year-month-day with hyphens. */
export type DateOrder = 'iso' | 'dotted' | 'dayFirst' | 'monthFirst';

const forms: Record<DateOrder, RegExp> = {
	iso: /^(\d{4})-(\d\d)-(\d\d)$/,
	dotted: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
	dayFirst: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
	monthFirst: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
};
const dateTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z)?$/;

const DAY_MS = 86_400_000;

/** Days since 1970-01-01; undefined when the text is no date of the calendar in this order. */
export function readDate(text: string, order: DateOrder): number | undefined {
	const parts = forms[order].exec(text);
	if (parts === null) return undefined;
	const [one, two, three] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
	if (order === 'iso') return daysOf(one, two, three);
	return order === 'monthFirst' ? daysOf(three, one, two) : daysOf(three, two, one);
}

export interface Moment {
	/** Milliseconds since 1970-01-01, as if the clock showed UTC. */
	ms: number;
	/** Whether the text says that it is UTC. */
	isUtc: boolean;
	/** Digits after the second. */
	fraction: number;
}

/** A date with a time (RFC 3339), in UTC or without a time zone. With another offset it stays a text: Excel has none. */
export function readMoment(text: string): Moment | undefined {
	const parts = dateTime.exec(text);
	if (parts === null) return undefined;
	const [, date, hour, minute, second = '0', fraction = '', zone] = parts;
	const days = readDate(date!, 'iso');
	const [h, m, s] = [Number(hour), Number(minute), Number(second)];
	if (days === undefined || h > 23 || m > 59 || s > 59) return undefined;
	const ms = days * DAY_MS + ((h * 60 + m) * 60 + s) * 1000 + Number(`0.${fraction || '0'}`) * 1000;
	return { ms, isUtc: zone !== undefined, fraction: fraction.length };
}

function daysOf(year: number, month: number, day: number): number | undefined {
	const ms = Date.UTC(year, month - 1, day);
	const date = new Date(ms);
	const isReal =
		date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return isReal ? ms / DAY_MS : undefined;
}
