import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

/** Answers with an error. No source says what one looks like: the knob `errors` has four guesses. */
export function sendError(
	state: State,
	response: ServerResponse,
	status: number,
	message: string,
	headers: Record<string, string> = {},
): void {
	const { errors } = state.knobs;
	if (errors === 'message' || errors === 'error') {
		sendJson(response, status, { [errors]: message }, headers);
		return;
	}
	const body = errors === 'text' ? message : `<!doctype html><h1>${status}</h1><pre>${message}</pre>`;
	const type = errors === 'text' ? 'text/plain' : 'text/html';
	response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(body);
}

/** "Report portal at `https://<ipaddress>:<port>/portal`": what a browser without a session gets to see. */
export function sendLoginPage(response: ServerResponse): void {
	response
		.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
		.end(
			'<!doctype html><html><head><title>Sign in - ConnectReport</title></head><body><form method="post" action="/login">' +
				'<input name="username"><input name="password" type="password"><button>Sign in</button></form></body></html>',
		);
}

/** As an authentication module in front does it, which leads to the page above. */
export function redirectToLogin(state: State, response: ServerResponse): void {
	response.writeHead(302, { location: `${state.pathPrefix}/portal/login` }).end();
}
