import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pause } from '../pause.mts';
import { readBody } from '../readBody.mts';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

/**
 * `POST {host}/openid/connect/token`, `application/x-www-form-urlencoded`:
 * `grant_type=client_credentials`, `client_id`, `client_secret`.
 * "Token error body: `error`, `error_description?`, `error_uri?`".
 */
export async function issueToken(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const form = new URLSearchParams(await readBody(request));
	const { tokenEndpoint } = state.knobs;
	if (tokenEndpoint === 'down') return sendJson(response, 503, { message: 'Service Unavailable' });
	if (tokenEndpoint === 'slow' && !(await pause(state.slowMs, state.closing))) return;

	const refusal = findRefusal(state, request, form);
	if (refusal) {
		return sendJson(response, refusal.status, { error: refusal.error, error_description: refusal.reason });
	}
	sendJson(response, 200, {
		access_token: createToken(state),
		token_type: 'Bearer',
		expires_in: state.tokenLifetimeSeconds,
	});
}

function findRefusal(state: State, request: IncomingMessage, form: URLSearchParams) {
	if (request.method !== 'POST') {
		return { status: 405, error: 'invalid_request', reason: 'The token endpoint takes POST only.' };
	}
	if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
		return { status: 400, error: 'invalid_request', reason: 'The body must be form-encoded.' };
	}
	if (form.get('grant_type') !== 'client_credentials') {
		return { status: 400, error: 'unsupported_grant_type', reason: 'Use client_credentials.' };
	}
	const known =
		isSame(form.get('client_id'), state.clientId) && isSame(form.get('client_secret'), state.clientSecret);
	if (!known || state.knobs.tokenEndpoint === 'wrong-credentials') {
		return { status: 401, error: 'invalid_client', reason: 'Unknown client id or wrong client secret.' };
	}
	return undefined;
}

function isSame(given: string | null, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return given !== null && timingSafeEqual(digest(given), digest(expected));
}

/** Looks like a JWT, as the real one does, but nobody can check it: clients must take it as opaque. */
function createToken(state: State): string {
	const issuedAt = Math.floor(Date.now() / 1000);
	const claims = { iss: state.url, client_id: state.clientId, iat: issuedAt, jti: randomUUID() };
	const parts = [
		{ alg: 'RS256', typ: 'JWT' },
		{ ...claims, exp: issuedAt + state.tokenLifetimeSeconds },
	];
	const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
	const token = `${encoded.join('.')}.${randomBytes(64).toString('base64url')}`;
	state.tokens.set(token, Date.now() + state.tokenLifetimeSeconds * 1000);
	return token;
}
