import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import type { WholeRequest } from './tlsServer.mts';

/** Microsoft's sign-in, for one app and one person. */
export interface SignIn {
	client: { id: string; secret: string };
	/** What the person's browser does: follows the link of an app, agrees, and is led back to what is returned. */
	agree(authorizeUrl: string): string;
	answerToken(request: WholeRequest, response: ServerResponse): void;
	isLive(accessToken: string): boolean;
	/** Ends all access tokens, so that they have to be refreshed. */
	endTokens(): void;
	/** Every token and secret that there ever was. */
	secrets: Set<string>;
	tokensIssued(): number;
}

const host = 'login.microsoftonline.com';
const makeToken = () => `EwB${randomBytes(48).toString('base64url')}`;

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow */
export function createSignIn(): SignIn {
	const client = { id: randomBytes(8).toString('hex'), secret: randomBytes(20).toString('base64url') };
	const secrets = new Set([client.secret]);
	const codes = new Map<string, string>();
	const live = new Set<string>();
	let refreshToken = '';
	let tokensIssued = 0;
	const make = () => {
		const token = makeToken();
		secrets.add(token);
		return token;
	};

	function isAllowed(form: URLSearchParams): boolean {
		if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) return false;
		if (form.get('grant_type') === 'refresh_token') return form.get('refresh_token') === refreshToken;
		const code = form.get('code') ?? '';
		const redirectUri = codes.get(code);
		// A code is for once.
		codes.delete(code);
		return form.get('grant_type') === 'authorization_code' && redirectUri === form.get('redirect_uri');
	}

	return {
		client,
		secrets,
		tokensIssued: () => tokensIssued,
		isLive: (token) => live.has(token),
		endTokens: () => live.clear(),
		agree(authorizeUrl) {
			const { hostname, searchParams: asked } = new URL(authorizeUrl);
			const redirectUri = asked.get('redirect_uri') ?? '';
			if (
				hostname !== host ||
				asked.get('client_id') !== client.id ||
				!asked.get('scope')?.includes('Files.')
			) {
				throw new Error(`This is no link to sign in with: ${authorizeUrl}`);
			}
			const code = make();
			codes.set(code, redirectUri);
			return `${redirectUri}?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`;
		},
		answerToken({ method, path, body }, response) {
			const isToken = method === 'POST' && path === '/common/oauth2/v2.0/token';
			if (!isToken || !isAllowed(new URLSearchParams(body.toString('utf8')))) {
				const error_description = 'AADSTS70000: The grant is not valid.';
				return sendJson(response, 400, { error: 'invalid_grant', error_description });
			}
			const accessToken = make();
			live.add(accessToken);
			refreshToken = make();
			tokensIssued++;
			const tokens = { access_token: accessToken, refresh_token: refreshToken };
			const scope = 'Files.ReadWrite.All';
			sendJson(response, 200, { token_type: 'Bearer', scope, expires_in: 3599, ...tokens });
		},
	};
}
