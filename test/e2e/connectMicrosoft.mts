import type { N8n } from '../../tools/host/n8n.mts';
import type { SignIn } from '../../tools/sandbox/destinations/signIn.mts';

/**
 * What the button "Connect my account" of a credential does, with the person at the other end: n8n gives a link to
 * Microsoft, the person agrees there, and is led back to n8n, which asks for its first tokens.
 */
export async function connectMicrosoft(
	{ url, login }: N8n,
	credentialId: string,
	signIn: SignIn,
): Promise<void> {
	const signedIn = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: login.email, password: login.password }),
	});
	const cookie = signedIn.headers
		.getSetCookie()
		.map((entry) => entry.split(';', 1)[0])
		.join('; ');
	const linked = await fetch(`${url}/rest/oauth2-credential/auth?id=${credentialId}`, {
		headers: { cookie },
	});
	const { data } = (await linked.json()) as { data: string };
	const back = await fetch(signIn.agree(data), { headers: { cookie } });
	const page = await back.text();
	if (signIn.tokensIssued() === 0) throw new Error(`n8n asked for no token: ${page.slice(0, 500)}`);
}
