import { randomUUID } from 'node:crypto';
import type { N8n } from '../../tools/host/n8n.mts';
import { fileWebhook, type FlowNode } from './workflow.mts';

/** n8n's own Webhook node, which refuses everybody who does not know a secret: what a flood costs n8n anyway. */
export async function refusingWebhook(n8n: N8n): Promise<FlowNode> {
	const name = 'Nobody knows it';
	const data = { name: 'x-webhook-token', value: randomUUID() };
	const id = await n8n.createCredential({ name, type: 'httpHeaderAuth', data });
	const webhook = fileWebhook();
	return {
		...webhook,
		parameters: { ...webhook.parameters, authentication: 'headerAuth' },
		credentials: { httpHeaderAuth: { id, name } },
	};
}
