import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../readBody.mts';
import { sendJson } from '../sendJson.mts';
import { isSame } from './checkSignIn.mts';
import type { State } from './state.mts';

const scopes = [
	'openid',
	'profile',
	'designs:read',
	'designs:write',
	'templates:read',
	'templates:write',
	'pdf:generate',
];

const known = (text: string | null) =>
	(text ?? 'pdf:generate').split(' ').filter((scope) => scopes.includes(scope));

/** The OAuth 2.0 server below `/api/v1`; false when there is nothing at the path. */
export async function answerOauth(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
): Promise<boolean> {
	const issuer = `${state.url}/api/v1`;
	const path = url.pathname.slice('/api/v1'.length);
	if (path === '/.well-known/openid-configuration') sendJson(response, 200, discovery(issuer));
	else if (path === '/oauth/authorize') authorize(state, url, response);
	else if (path === '/oauth/token' && request.method === 'POST') await issueToken(state, request, response);
	else return false;
	return true;
}

const discovery = (issuer: string) => ({
	issuer,
	authorization_endpoint: `${issuer}/oauth/authorize`,
	token_endpoint: `${issuer}/oauth/token`,
	userinfo_endpoint: `${issuer}/oauth/userinfo`,
	grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
	response_types_supported: ['code'],
	code_challenge_methods_supported: ['S256'],
	token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic'],
	scopes_supported: scopes,
});

/** Whoever asks is taken as somebody who agreed. "PKCE `S256` required". */
function authorize(state: State, { searchParams }: URL, response: ServerResponse): void {
	const redirectUri = searchParams.get('redirect_uri') ?? '';
	const challenge = searchParams.get('code_challenge');
	const isRight =
		searchParams.get('response_type') === 'code' &&
		isSame(searchParams.get('client_id'), state.clientId) &&
		URL.canParse(redirectUri);
	if (!isRight) return sendJson(response, 400, { error: 'invalid_request' });
	const back = new URL(redirectUri);
	const given = searchParams.get('state');
	if (given !== null) back.searchParams.set('state', given);
	if (!challenge || searchParams.get('code_challenge_method') !== 'S256') {
		back.searchParams.set('error', 'invalid_request');
		back.searchParams.set('error_description', 'PKCE with S256 is required.');
	} else {
		const code = randomBytes(16).toString('hex');
		state.codes.set(code, { challenge, redirectUri, scopes: known(searchParams.get('scope')) });
		back.searchParams.set('code', code);
	}
	response.writeHead(302, { location: back.href }).end();
}

/** `none`, `client_secret_post` or `client_secret_basic`. */
async function issueToken(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const form = new URLSearchParams(await readBody(request));
	const refuse = (status: number, error: string, description: string) =>
		sendJson(response, status, { error, error_description: description });
	const client = readClient(request, form);
	const grant = form.get('grant_type');
	const isSecretNeeded = grant === 'client_credentials' || client.secret !== null;
	if (!isSame(client.id, state.clientId) || (isSecretNeeded && !isSame(client.secret, state.clientSecret))) {
		return refuse(401, 'invalid_client', 'Unknown client id or wrong client secret.');
	}
	if (grant === 'client_credentials') return sendToken(state, response, known(form.get('scope')), false);
	if (grant === 'authorization_code') {
		const code = form.get('code') ?? '';
		const agreed = state.codes.get(code);
		state.codes.delete(code);
		const verifier = form.get('code_verifier') ?? '';
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		if (!agreed || agreed.challenge !== challenge || agreed.redirectUri !== form.get('redirect_uri')) {
			return refuse(400, 'invalid_grant', 'The code or its verifier is wrong.');
		}
		return sendToken(state, response, agreed.scopes, true);
	}
	if (grant === 'refresh_token') {
		const granted = state.refreshTokens.get(form.get('refresh_token') ?? '');
		if (!granted) return refuse(400, 'invalid_grant', 'The refresh token is wrong.');
		return sendToken(state, response, granted, true);
	}
	refuse(400, 'unsupported_grant_type', `There is no grant "${grant}".`);
}

function readClient(request: IncomingMessage, form: URLSearchParams) {
	const basic = /^basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	if (basic === undefined) return { id: form.get('client_id'), secret: form.get('client_secret') };
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
	return { id, secret };
}

function sendToken(state: State, response: ServerResponse, granted: string[], isRefreshed: boolean): void {
	const token = randomBytes(32).toString('base64url');
	state.tokens.set(token, { endsAt: Date.now() + state.tokenLifetimeSeconds * 1000, scopes: granted });
	const refresh = randomBytes(32).toString('base64url');
	if (isRefreshed) state.refreshTokens.set(refresh, granted);
	sendJson(response, 200, {
		access_token: token,
		token_type: 'Bearer',
		expires_in: state.tokenLifetimeSeconds,
		scope: granted.join(' '),
		...(isRefreshed && { refresh_token: refresh }),
	});
}
