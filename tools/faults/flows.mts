import { randomUUID } from 'node:crypto';
import type { Cluster } from './cluster.mts';

const ours = 'n8n-nodes-report-delivery';
export type Provider = 'tesouro' | 'connectReport' | 'reportFlow';
export const providers: Provider[] = ['tesouro', 'connectReport', 'reportFlow'];

const triggerParameters: Record<Provider, object> = {
	tesouro: { event: 'reportReady', authenticity: 'none' },
	connectReport: { authenticity: ['none'], events: ['succeeded', 'failed'] },
	reportFlow: { authenticity: ['none'] },
};

/** What the provider sends for the event of this number. */
export const bodyOf: Record<Provider, (event: string) => object> = {
	tesouro: (event) => ({
		requestId: event,
		fileUrl: 'https://download.tesouro.com/r.gpg',
		createDateTimeUtc: '2026-01-01T00:00:00',
	}),
	connectReport: (event) => ({
		trigger: 'Post report task',
		status: 'succeeded',
		reportTask: { id: event, reportTaskId: event, title: event, templateId: 'template' },
	}),
	reportFlow: (event) => ({
		event: 'file.completed',
		requestId: event,
		files: [{ fileId: event, fileName: `${event}.pdf` }],
	}),
};

export interface Flow {
	id: string;
	path: string;
	urls: string[];
}

/** Trigger, a request that stands for the effect, and, if wished, Mark as Done. */
export async function publishFlow(
	{ api, gates }: Cluster,
	provider: Provider,
	{ effectUrl, options = {}, marks = false }: { effectUrl?: string; options?: object; marks?: boolean },
): Promise<Flow> {
	const webhookId = randomUUID();
	const node = (name: string, type: string, parameters: object, more: object = {}) => ({
		id: randomUUID(),
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...more,
	});
	const nodes = [
		node(
			'Trigger',
			`${ours}.${provider}Trigger`,
			{ ...triggerParameters[provider], options },
			{ webhookId, typeVersion: triggerVersion },
		),
		effectUrl === undefined ? node('End', 'n8n-nodes-base.noOp', {}) : effect(node, effectUrl),
		...(marks
			? [
					node('Mark as done', `${ours}.${provider}`, {
						resource: 'reportEvent',
						operation: 'markDone',
						requestId: '',
					}),
				]
			: []),
	];
	return await publish({ api, gates }, provider, nodes, `webhook/${webhookId}/webhook`);
}

export const triggerVersion = 1;

type MakeNode = (
	name: string,
	type: string,
	parameters: object,
	more?: object,
) => Record<string, unknown> & { name: string; type: string };

const effect = (node: MakeNode, url: string) =>
	node(
		'Effect',
		'n8n-nodes-base.httpRequest',
		{
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ JSON.stringify({ event: $json.subject ?? $json.id, execution: $execution.id }) }}',
			options: {},
		},
		{ typeVersion: 4.2 },
	);

/** A trigger that a stranger does not get past, and what it takes to get past it. */
export async function publishForgeable(cluster: Cluster) {
	const secret = randomUUID();
	const id = await cluster.api.createCredential({
		name: 'token',
		type: 'reportFlowApi',
		data: { token: secret, headerName: FORGED_HEADER },
	});
	const webhookId = randomUUID();
	const nodes = [
		{
			id: randomUUID(),
			name: 'Trigger',
			type: `${ours}.reportFlowTrigger`,
			typeVersion: triggerVersion,
			webhookId,
			position: [0, 0],
			parameters: { authenticity: ['header'] },
			credentials: { reportFlowApi: { id, name: 'token' } },
		},
		{
			id: randomUUID(),
			name: 'End',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	];
	return { flow: await publish(cluster, 'forged', nodes, `webhook/${webhookId}/webhook`), secret };
}

export const FORGED_HEADER = 'x-report-token';

/** n8n's own Webhook node, as the measure of all. */
export async function publishWebhook(cluster: Cluster): Promise<Flow> {
	const path = randomUUID();
	const nodes = [
		{
			id: randomUUID(),
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			position: [0, 0],
			parameters: { httpMethod: 'POST', path, options: {} },
		},
		{
			id: randomUUID(),
			name: 'End',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	];
	return await publish(cluster, 'webhook', nodes, `webhook/${path}`);
}

async function publish(
	{ api, gates }: Pick<Cluster, 'api' | 'gates'>,
	name: string,
	nodes: Array<Record<string, unknown> & { name: string; type: string }>,
	path: string,
): Promise<Flow> {
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((next, index) => [nodes[index]!.name, { main: [[{ node: next.name, type: 'main', index: 0 }]] }]),
	);
	const id = await api.createWorkflow({ name, nodes, connections, settings: { executionOrder: 'v1' } });
	await api.publish(id);
	return { id, path, urls: gates.map((gate) => `${gate}/${path}`) };
}
