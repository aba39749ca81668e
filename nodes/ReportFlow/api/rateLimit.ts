import { reportFlow } from '../facts';
import { processMemory } from '../../shared/run/processMemory';
import { setNewest } from '../../shared/run/setNewest';

export type RateClass = 'sync' | 'async';

/** Clocks and networks differ: so much longer than the window a place is kept. */
const WINDOW_SLACK_MS = 500;
/** A longer pause than this is not kept for others: it may be a mistake, and would block every workflow. */
const PAUSE_AT_MOST_MS = 10 * 60_000;
const WORKSPACES_AT_MOST = 500;

/** The requests of one workspace and class in this process: the times that are taken, oldest first. */
interface Line {
	taken: number[];
	pausedUntil: number;
}

const lines = processMemory<string, Line>();

/**
 * Takes the next free place within the published rate, and says how long to wait for it. Never more than `perMinute` in
 * any minute, not only on average: how ReportFlow counts is not documented. Places are given in the order of asking. Undefined,
 * and none taken, when the next one is further away than `withinMs`.
 */
export function takePlace(
	identity: string,
	rateClass: RateClass,
	perMinute: number,
	now = Date.now(),
	withinMs = Infinity,
): number | undefined {
	const line = lineOf(identity, rateClass);
	const windowMs = reportFlow.rateWindowMs + WINDOW_SLACK_MS;
	line.taken = line.taken.filter((at) => at > now - windowMs);
	const free = line.taken.at(-Math.max(1, Math.floor(perMinute)));
	const at = Math.max(now, line.pausedUntil, free === undefined ? 0 : free + windowMs);
	if (at - now > withinMs) return undefined;
	line.taken.push(at);
	return at - now;
}

/** After 429: nothing of this workspace and class is sent before then. */
export function holdBack(identity: string, rateClass: RateClass, ms: number, now = Date.now()): void {
	const line = lineOf(identity, rateClass);
	line.pausedUntil = Math.max(line.pausedUntil, now + Math.min(ms, PAUSE_AT_MOST_MS));
}

/** How long this workspace must still hold back. */
export const pauseLeft = (identity: string, rateClass: RateClass, now = Date.now()): number =>
	Math.max(0, lineOf(identity, rateClass).pausedUntil - now);

/** How long ReportFlow asks to wait: `Retry-After` or a reset time where there is one, else the rest of a window. */
export function askedPause(headers: Record<string, string | undefined>, now = Date.now()): number {
	const wishes = [
		readTime(headers['retry-after'], now),
		readTime(headers['x-ratelimit-reset'], now),
		readTime(headers['ratelimit-reset'], now),
	];
	return wishes.find((wish) => wish !== undefined) ?? reportFlow.rateWindowMs;
}

/** Seconds from now, seconds since 1970, or a date. */
function readTime(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	if (/^\s*\d+(\.\d+)?\s*$/.test(header)) {
		const seconds = Number(header);
		return seconds > 1e9 ? Math.max(0, seconds * 1000 - now) : seconds * 1000;
	}
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function lineOf(identity: string, rateClass: RateClass): Line {
	const key = `${rateClass} ${identity}`;
	const line = lines.get(key) ?? { taken: [], pausedUntil: 0 };
	setNewest(lines, key, line, WORKSPACES_AT_MOST);
	return line;
}
