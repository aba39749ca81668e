import type { IncomingMessage, ServerResponse } from 'node:http';
import type { sendProblem } from './problem.mts';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

/**
 * True when the request carries a live bearer token; otherwise answers it and returns false.
 * The documents disagree on expired tokens: "**400** with `{"error":{"message":"The token has been expired."}}`"
 * or "**401** for missing, expired or malformed". With `asProblem`, the latter comes in the form of RFC 7807.
 */
export function checkToken(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	asProblem?: typeof sendProblem,
): boolean {
	const token = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	const isLive = token !== undefined && (state.tokens.get(token) ?? 0) > Date.now();
	const { expireTokens } = state.knobs;
	if (isLive && expireTokens === 'no') return true;

	if (isLive) {
		// Forget it for good: a client that sends the same token again has not refreshed it.
		state.tokens.delete(token);
		if (!expireTokens.startsWith('always')) state.knobs.expireTokens = 'no';
	}
	if (isLive && expireTokens.endsWith('400')) {
		sendJson(response, 400, { error: { message: 'The token has been expired.' } });
	} else if (asProblem) {
		asProblem(
			response,
			401,
			'Missing or invalid authentication token.',
			{},
			{ 'www-authenticate': 'Bearer' },
		);
	} else {
		sendJson(response, 401, { message: 'Unauthorized' }, { 'www-authenticate': 'Bearer' });
	}
	return false;
}
