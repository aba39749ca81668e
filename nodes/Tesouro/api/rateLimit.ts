import { z } from '../../shared/vendor/zod';
import type { Response } from './send';
import { setNewest } from '../../shared/run/setNewest';

/** "`extensions.rateLimit { requestRate, remaining, retryAfterMs, resetAfterMs }` on every response" of GraphQL. */
const WithRateLimit = z.object({
	extensions: z.object({
		rateLimit: z
			.object({ remaining: z.number(), retryAfterMs: z.number(), resetAfterMs: z.number() })
			.partial(),
	}),
});

/** A longer pause than this is not kept for others: it may be a mistake, and would block every workflow. */
const PAUSE_AT_MOST_MS = 5 * 60 * 1000;
const CLIENTS_AT_MOST = 500;

/** How long Tesouro asks to wait after this answer, in milliseconds: the longest of all that it says. */
export function askedPause(response: Response, now = Date.now()): number {
	const { headers, status } = response;
	const parsed = WithRateLimit.safeParse(response.body);
	const limit = parsed.success ? parsed.data.extensions.rateLimit : {};
	const isExhausted = status === 429 || remaining(response, limit.remaining) === 0;
	const pauses = [
		readRetryAfter(headers['retry-after'], now),
		limit.retryAfterMs,
		...(isExhausted ? [limit.resetAfterMs, seconds(headers['ratelimit-reset'])] : []),
	];
	return Math.max(0, ...pauses.filter((pause): pause is number => Number.isFinite(pause)));
}

/** "`RateLimit-Remaining`", its alias "`X-RateLimit-Remaining-Second`" (REST), or `remaining` (GraphQL). */
function remaining({ headers }: Response, fromBody: number | undefined): number | undefined {
	const header = headers['ratelimit-remaining'] ?? headers['x-ratelimit-remaining-second'];
	return fromBody ?? (header === undefined || header.trim() === '' ? undefined : Number(header));
}

/** "`Retry-After` (s)"; HTTP would allow a date, too. */
function readRetryAfter(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
	return Number.isNaN(date) ? seconds(header) : Math.max(0, date - now);
}

const seconds = (header: string | undefined) =>
	header !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : undefined;

/** Until when each client must hold back, shared by all nodes of this process. */
const pausedUntil = new Map<string, number>();

/** Remembers what Tesouro asked for, so the next request of the same client waits before it is refused. */
export function holdBack(identity: string, ms: number, now = Date.now()): void {
	if (ms <= 0) return;
	const until = now + Math.min(ms, PAUSE_AT_MOST_MS);
	if (until <= (pausedUntil.get(identity) ?? 0)) return;
	setNewest(pausedUntil, identity, until, CLIENTS_AT_MOST);
}

/** How long a client must still hold back. */
export function pauseLeft(identity: string, now = Date.now()): number {
	const left = (pausedUntil.get(identity) ?? 0) - now;
	if (left <= 0) pausedUntil.delete(identity);
	return Math.max(0, left);
}
