import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

/**
 * Sets "`RateLimit-Limit`, `RateLimit-Remaining`, `RateLimit-Reset` (s), aliases `X-RateLimit-Limit-Second`,
 * `X-RateLimit-Remaining-Second`". Beyond the limit: "429 `Retry-After` (s) and body `{"message":"API rate limit
 * exceeded"}`", and false.
 */
export function countRequest(state: State, response: ServerResponse): boolean {
	const second = Math.floor(Date.now() / 1000);
	const { restRate } = state;
	if (restRate.second !== second) Object.assign(restRate, { second, requests: 0 });
	restRate.requests++;
	const isLimited = state.knobs.api === 'rate-limited';
	const remaining = isLimited ? 0 : Math.max(0, restRate.perSecond - restRate.requests);
	response.setHeader('ratelimit-limit', restRate.perSecond);
	response.setHeader('ratelimit-remaining', remaining);
	response.setHeader('ratelimit-reset', 1);
	response.setHeader('x-ratelimit-limit-second', restRate.perSecond);
	response.setHeader('x-ratelimit-remaining-second', remaining);
	if (!isLimited && restRate.requests <= restRate.perSecond) return true;
	sendJson(response, 429, { message: 'API rate limit exceeded' }, { 'retry-after': '1' });
	return false;
}
