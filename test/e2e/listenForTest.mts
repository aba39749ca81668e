import type { N8n } from '../../tools/host/n8n.mts';

/** A trigger of a workflow that waits for a test event. */
export interface TestListen {
	/** What "Stop listening" does. */
	cancel(): Promise<void>;
}

/** What "Listen for test event" does, which n8n offers to its editor only. Resolves when n8n listens. */
export async function listenForTest(n8n: N8n, workflowId: string, trigger: string): Promise<TestListen> {
	const { email, password } = n8n.login;
	const login = await ask(n8n, 'POST', 'login', { emailOrLdapLoginId: email, password });
	const cookie = login.headers
		.getSetCookie()
		.map((entry) => entry.split(';', 1)[0])
		.join('; ');
	const started = await ask(
		n8n,
		'POST',
		`workflows/${workflowId}/run`,
		{ triggerToStartFrom: { name: trigger } },
		cookie,
	);
	const { data } = (await started.json()) as { data: { waitingForWebhook?: boolean } };
	if (data.waitingForWebhook !== true) throw new Error(`n8n does not listen: ${JSON.stringify(data)}`);
	return {
		async cancel() {
			await ask(n8n, 'DELETE', `test-webhook/${workflowId}`, undefined, cookie);
		},
	};
}

async function ask(
	{ url }: N8n,
	method: string,
	path: string,
	body: object | undefined,
	cookie = '',
): Promise<Response> {
	const response = await fetch(`${url}/rest/${path}`, {
		method,
		headers: { 'content-type': 'application/json', cookie },
		...(body && { body: JSON.stringify(body) }),
	});
	if (!response.ok) throw new Error(`n8n answered ${response.status} to ${path}: ${await response.text()}`);
	return response;
}
