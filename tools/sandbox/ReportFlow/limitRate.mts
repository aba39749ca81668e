import type { ServerResponse } from 'node:http';
import { errors, sendError } from './sendError.mts';
import type { State } from './state.mts';

/**
 * False when the workspace has made too many requests: "30 req/min sync; 100 req/min async and download". What a 429 says in
 * its headers is not documented.
 */
export function limitRate(state: State, response: ServerResponse, kind: 'sync' | 'other'): boolean {
	const { isAllowed, waitMs, remaining, limit } = state.buckets[kind].take();
	const isRefused = !isAllowed || state.knobs.api === 'rate-limited';
	if (!isRefused) return true;
	const seconds = Math.max(1, Math.ceil(waitMs / 1000));
	const { retryAfter } = state.knobs;
	const when = {
		seconds: String(seconds),
		date: new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString(),
		none: undefined,
	}[retryAfter];
	sendError(response, errors.rateLimited, {
		...(when !== undefined && {
			'retry-after': when,
			'x-ratelimit-limit': String(limit),
			'x-ratelimit-remaining': String(remaining),
		}),
	});
	return false;
}
