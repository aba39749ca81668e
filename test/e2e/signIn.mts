import type { N8n } from '../../tools/host/n8n.mts';

/** What "Connect" in an OAuth2 credential does: the window that opens, the consent, and the way back to n8n. */
export async function signIn({ url, login }: N8n, credentialId: string): Promise<void> {
	const loggedIn = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: login.email, password: login.password }),
	});
	const cookie = loggedIn.headers
		.getSetCookie()
		.map((entry) => entry.split(';', 1)[0])
		.join('; ');
	const auth = await fetch(`${url}/rest/oauth2-credential/auth?id=${credentialId}`, { headers: { cookie } });
	const { data: consentUrl } = (await auth.json()) as { data: string };
	const consent = await fetch(consentUrl, { redirect: 'manual' });
	const back = new URL(consent.headers.get('location') ?? '');
	const callback = await fetch(`${url}${back.pathname}${back.search}`, { headers: { cookie } });
	const page = await callback.text();
	if (!callback.ok || /failed|error/i.test(page.replace(/<(script|style)[\s\S]*?<\/\1>/g, ''))) {
		throw new Error(`n8n could not connect the credential: ${callback.status} ${page.slice(0, 500)}`);
	}
}
