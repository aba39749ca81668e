export interface DateRange {
	/** YYYY-MM-DD, inclusive on both sides, as Tesouro's DateRangeFilterInput is. */
	gte: string;
	lte: string;
}

/** The days that a preset means, in the time zone of the workflow. */
export function presetRange(preset: 'yesterday' | 'lastMonth', timeZone: string, now: Date): DateRange {
	const today = dayIn(timeZone, now);
	const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
	if (preset === 'yesterday') {
		const yesterday = isoDay(Date.UTC(year, month - 1, day - 1));
		return { gte: yesterday, lte: yesterday };
	}
	return { gte: isoDay(Date.UTC(year, month - 2, 1)), lte: isoDay(Date.UTC(year, month - 1, 0)) };
}

/**
 * The day of what n8n's date field or an expression gives: an ISO text, a JavaScript date, or a Luxon date. Undefined
 * when there is no date in it.
 */
export function toDay(value: unknown, timeZone: string): string | undefined {
	if (value instanceof Date && Number.isNaN(value.getTime())) return undefined;
	const text = value instanceof Date ? dayIn(timeZone, value) : String(value ?? '');
	const day = /^\d{4}-\d{2}-\d{2}/.exec(text.trim())?.[0];
	const time = Date.parse(`${day}T00:00:00Z`);
	// JavaScript takes 31 February for 3 March.
	return day !== undefined && !Number.isNaN(time) && isoDay(time) === day ? day : undefined;
}

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Swedish writes dates as YYYY-MM-DD. */
const dayIn = (timeZone: string, date: Date) =>
	new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(date);
