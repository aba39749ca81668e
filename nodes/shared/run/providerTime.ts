/**
 * A time as providers write it: ISO 8601, or milliseconds since 1970. Samples often have no zone ("2023-12-21T23:06:18")
 * where the documents say UTC: such times are read as UTC. Undefined for anything that is not a time.
 */
export function parseTime(time: string | number | null | undefined): Date | undefined {
	if (time === null || time === undefined) return undefined;
	if (typeof time === 'string' && !/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(time)) return undefined;
	const isWhole = typeof time === 'number' || !/[T ]/.test(time) || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(time);
	const date = new Date(isWhole ? time : `${time}Z`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The same as RFC 3339 in UTC. */
export const toRfc3339 = (time: string | number | null | undefined): string | undefined =>
	parseTime(time)?.toISOString();
