import { createHash } from 'node:crypto';
import { sandbox, ask, useSandbox } from './sandboxStage.mts';

useSandbox();

describe('sign-in with OAuth 2.0', () => {
	const token = async (form: Record<string, string>) =>
		await fetch(`${sandbox.url}/api/v1/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });

	it('accepts client credentials with the right scope only', async () => {
		const client = { client_id: sandbox.clientId, client_secret: sandbox.clientSecret };
		const { access_token } = (await (
			await token({ grant_type: 'client_credentials', ...client })
		).json()) as Record<string, string>;
		expect((await ask('/file/designs', { authorization: `Bearer ${access_token}` })).status).toBe(200);
		const other = await token({ grant_type: 'client_credentials', scope: 'openid', ...client });
		const { access_token: weak } = (await other.json()) as Record<string, string>;
		expect((await ask('/file/designs', { authorization: `Bearer ${weak}` })).status).toBe(403);
		expect((await token({ grant_type: 'client_credentials', ...client, client_secret: 'x' })).status).toBe(
			401,
		);
	});

	it("accepts a person's code with PKCE once, then a refresh", async () => {
		const verifier = 'v'.repeat(43);
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: sandbox.clientId,
			redirect_uri: 'http://localhost/back',
			state: 's',
			code_challenge_method: 'S256',
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		});
		const agreed = await fetch(`${sandbox.url}/api/v1/oauth/authorize?${query}`, { redirect: 'manual' });
		const { searchParams } = new URL(agreed.headers.get('location') ?? '');
		expect(searchParams.get('state')).toBe('s');
		const form = {
			grant_type: 'authorization_code',
			client_id: sandbox.clientId,
			code: searchParams.get('code') ?? '',
			redirect_uri: 'http://localhost/back',
		};
		expect((await token({ ...form, code_verifier: 'wrong' })).status).toBe(400);
		expect((await token({ ...form, code_verifier: verifier })).status).toBe(400);
		const again = await fetch(`${sandbox.url}/api/v1/oauth/authorize?${query}`, { redirect: 'manual' });
		const code = new URL(again.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const given = (await (await token({ ...form, code, code_verifier: verifier })).json()) as Record<
			string,
			string
		>;
		expect((await ask('/file/designs', { authorization: `Bearer ${given['access_token']}` })).status).toBe(
			200,
		);
		const refresh = {
			grant_type: 'refresh_token',
			client_id: sandbox.clientId,
			refresh_token: given['refresh_token']!,
		};
		expect((await token(refresh)).status).toBe(200);
		query.delete('code_challenge');
		const without = await fetch(`${sandbox.url}/api/v1/oauth/authorize?${query}`, { redirect: 'manual' });
		expect(without.headers.get('location')).toContain('error=invalid_request');
	});
});
