import type { ServerResponse } from 'node:http';
import { makesNetworkTrouble } from '../networkTrouble.mts';
import { redirectToLogin, sendError, sendLoginPage } from './sendError.mts';
import type { State } from './state.mts';

const statuses = {
	down: [503, 'The service is unavailable'],
	'error-500': [500, 'Internal server error'],
	'error-502': [502, 'Bad gateway'],
	forbidden: [403, 'You are not allowed to do this'],
} as const;

/** True when the knob `api` made up the answer, or that there is none. Nothing was done then. */
export async function makesTrouble(state: State, response: ServerResponse): Promise<boolean> {
	const { api } = state.knobs;
	if (api === 'ok') return false;
	if (state.troubleTimes <= 0) return false;
	state.troubleTimes--;
	switch (api) {
		case 'down':
		case 'error-500':
		case 'error-502':
		case 'forbidden':
			sendError(state, response, statuses[api][0], statuses[api][1]);
			return true;
		case 'rate-limited':
			sendError(state, response, 429, 'Too many requests', retryAfter(state));
			return true;
		case 'missing':
			response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>');
			return true;
		case 'login-page':
			sendLoginPage(response);
			return true;
		case 'login-redirect':
			redirectToLogin(state, response);
			return true;
		default:
			return await makesNetworkTrouble(api, state, response, '{"reports":[');
	}
}

function retryAfter({ knobs }: State): Record<string, string> {
	if (knobs.retryAfter === 'none') return {};
	const isDate = knobs.retryAfter === 'date';
	return { 'retry-after': isDate ? new Date(Date.now() + 1000).toUTCString() : '1' };
}
