/**
 * Tesouro's samples have no zone ("2023-12-21T23:06:18") in fields that say Utc by name: such times are read as UTC. A
 * zone or a fraction is accepted, too. Undefined for anything that is no time.
 */
export function parseUtc(text: string | null | undefined): Date | undefined {
	if (!text) return undefined;
	const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
	const date = new Date(hasZone ? text : `${text}Z`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** RFC 3339 in UTC, or nothing. */
export const toRfc3339 = (text: string | null | undefined) => parseUtc(text)?.toISOString();
