import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import { makesNetworkTrouble } from '../networkTrouble.mts';
import { errors, sendError } from './sendError.mts';
import type { State } from './state.mts';

/** True when the knob `api` made up the answer, or that there is none. Nothing was made then. */
export async function makesTrouble(state: State, response: ServerResponse): Promise<boolean> {
	switch (state.knobs.api) {
		case 'bad-request':
			sendError(response, {
				...errors.badRequest,
				message: ['designId must be a UUID', 'version must be an integer number'],
			});
			return true;
		case 'down':
			response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Service Unavailable</h1>');
			return true;
		case 'error-500':
			sendError(response, errors.internal);
			return true;
		case 'forbidden':
			sendError(response, errors.forbidden);
			return true;
		case 'quota':
			sendError(response, errors.quota);
			return true;
		case 'login-page':
			response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
			return true;
		default:
			return await makesNetworkTrouble(state.knobs.api, state, response, '{"designs":[');
	}
}

/** Answers as Nest does where there is no such route. */
export function sendNoRoute(response: ServerResponse, method = 'GET', path = '/'): void {
	sendJson(response, 404, { statusCode: 404, message: `Cannot ${method} ${path}`, error: 'Not Found' });
}
