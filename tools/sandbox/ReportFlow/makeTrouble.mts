import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import { pause } from '../pause.mts';
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
		case 'slow':
			return !(await pause(state.slowMs, state.closing));
		case 'silent':
			return true;
		case 'cut-off':
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
			response.write('{"designs":[');
			setTimeout(() => response.destroy(), 20).unref();
			return true;
		case 'login-page':
			response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
			return true;
		case 'not-json':
			response.writeHead(200, { 'content-type': 'application/json' }).end('not JSON');
			return true;
		case 'redirect-away':
			response.writeHead(302, { location: `${state.decoyUrl}/stolen` }).end();
			return true;
		default:
			return false;
	}
}

/** Answers as Nest does where there is no such route. */
export function sendNoRoute(response: ServerResponse, method = 'GET', path = '/'): void {
	sendJson(response, 404, { statusCode: 404, message: `Cannot ${method} ${path}`, error: 'Not Found' });
}
