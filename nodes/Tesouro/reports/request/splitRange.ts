import { addDays, countDays, type DateRange } from './dateRange';

/** How a range is cut: by the calendar, or every so many days. */
export type Cut = 'none' | 'months' | 'weeks' | number;

const PARTS_AT_MOST = 1_000;

/** The parts of a range in their order, without a gap and without a day twice. Undefined when there are too many. */
export function splitRange(range: DateRange, cut: Cut): DateRange[] | undefined {
	const parts: DateRange[] = [];
	for (let gte = range.gte; gte <= range.lte;) {
		const end = lastDayOfPart(gte, cut, range);
		const lte = end < range.lte ? end : range.lte;
		parts.push({ gte, lte });
		if (parts.length > PARTS_AT_MOST) return undefined;
		gte = addDays(lte, 1);
	}
	return parts;
}

function lastDayOfPart(first: string, cut: Cut, range: DateRange): string {
	if (cut === 'none') return range.lte;
	if (cut === 'months') return lastOfMonth(first);
	if (cut === 'weeks') return addDays(first, 6 - weekday(first));
	return addDays(first, Math.max(1, Math.trunc(cut)) - 1);
}

function lastOfMonth(day: string): string {
	const [year = 0, month = 1] = day.split('-').map(Number);
	return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** 0 is Monday. */
const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Two halves, the first one never the shorter; undefined for a single day. */
export function halve(range: DateRange): [DateRange, DateRange] | undefined {
	const days = countDays(range);
	if (days < 2) return undefined;
	const middle = addDays(range.gte, Math.ceil(days / 2) - 1);
	return [
		{ gte: range.gte, lte: middle },
		{ gte: addDays(middle, 1), lte: range.lte },
	];
}
