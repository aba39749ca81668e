const ONE_DAY_MS = 24 * 60 * 60 * 1000;

export interface DateRange {
	/** YYYY-MM-DD, inclusive on both sides, as Tesouro's DateRangeFilterInput is. */
	gte: string;
	lte: string;
}

export const rangePresets = [
	'last7Days',
	'lastMonth',
	'lastWeek',
	'monthToDate',
	'today',
	'yesterday',
] as const;
export type RangePreset = (typeof rangePresets)[number];

/** The days that a preset means, in the time zone of the workflow. Weeks begin on Monday. */
export function presetRange(preset: RangePreset, timeZone: string, now: Date): DateRange {
	const today = dayIn(timeZone, now);
	const yesterday = addDays(today, -1);
	const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
	const [year = 0, month = 1] = today.split('-').map(Number);
	const presets: Record<RangePreset, DateRange> = {
		today: { gte: today, lte: today },
		yesterday: { gte: yesterday, lte: yesterday },
		last7Days: { gte: addDays(today, -7), lte: yesterday },
		lastWeek: { gte: addDays(today, -weekday - 7), lte: addDays(today, -weekday - 1) },
		monthToDate: { gte: isoDay(Date.UTC(year, month - 1, 1)), lte: today },
		lastMonth: { gte: isoDay(Date.UTC(year, month - 2, 1)), lte: isoDay(Date.UTC(year, month - 1, 0)) },
	};
	return presets[preset];
}

/** What JSON makes of a JavaScript date; but midnight is how databases send a day that has no time. */
const inUtc = /^\d{4}-\d{2}-\d{2}T(?!00:00(:00(\.0+)?)?Z$)[\d:.]+Z$/;

/**
 * The day of what n8n's date field or an expression gives: an ISO text, a JavaScript date, or a Luxon date. Undefined
 * when there is no date in it.
 */
export function toDay(value: unknown, timeZone: string): string | undefined {
	if (value instanceof Date && Number.isNaN(value.getTime())) return undefined;
	const given = value instanceof Date ? value : String(value ?? '').trim();
	const moment = typeof given === 'string' && inUtc.test(given) ? new Date(given) : given;
	const isDate = moment instanceof Date && !Number.isNaN(moment.getTime());
	const day = /^\d{4}-\d{2}-\d{2}/.exec(isDate ? dayIn(timeZone, moment) : String(given))?.[0];
	const time = Date.parse(`${day}T00:00:00Z`);
	// JavaScript takes 31 February for 3 March.
	return day !== undefined && !Number.isNaN(time) && isoDay(time) === day ? day : undefined;
}

export const addDays = (day: string, days: number) =>
	isoDay(Date.parse(`${day}T00:00:00Z`) + days * ONE_DAY_MS);

export const countDays = ({ gte, lte }: DateRange) =>
	Math.round((Date.parse(`${lte}T00:00:00Z`) - Date.parse(`${gte}T00:00:00Z`)) / ONE_DAY_MS) + 1;

/** As errors and hints name the days. */
export const describeRange = ({ gte, lte }: DateRange) => (gte === lte ? gte : `${gte} to ${lte}`);

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Swedish writes dates as YYYY-MM-DD. */
export const dayIn = (timeZone: string, date: Date) =>
	new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(date);
