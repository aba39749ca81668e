import type { Execution } from '../../tools/host/n8nApi.mts';
import type { N8n } from '../../tools/host/n8n.mts';

/** What the button "Execute workflow" does, which n8n offers to its editor only. The API key is not enough for it. */
export async function runManually(n8n: N8n, workflowId: string, trigger: string): Promise<Execution> {
	const { email, password } = n8n.login;
	const login = await post(n8n, 'login', { emailOrLdapLoginId: email, password });
	const cookie = login.headers
		.getSetCookie()
		.map((entry) => entry.split(';', 1)[0])
		.join('; ');
	const earlier = (await n8n.executions({ workflowId })).length;
	await post(n8n, `workflows/${workflowId}/run`, { triggerToStartFrom: { name: trigger } }, cookie);
	return (await n8n.waitForExecutions(workflowId, earlier + 1)).at(-1)!;
}

async function post({ url }: N8n, path: string, body: object, cookie = ''): Promise<Response> {
	const response = await fetch(`${url}/rest/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`n8n answered ${response.status} to ${path}: ${await response.text()}`);
	return response;
}
