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
	const nodes = [
		makeNode(
			'Trigger',
			`${ours}.${provider}Trigger`,
			{ ...triggerParameters[provider], options },
			{ webhookId, typeVersion: triggerVersion },
		),
		endOf(effectUrl),
		...(marks
			? [
					makeNode(
						'Mark as done',
						`${ours}.${provider}`,
						{ resource: 'reportEvent', operation: 'markDone', requestId: '' },
						// As in the examples: the effect has come, so a database that is away should not make it come twice.
						{ retryOnFail: true, maxTries: 5, waitBetweenTries: 5_000 },
					),
				]
			: []),
	];
	return await publish({ api, gates }, provider, nodes, `webhook/${webhookId}/webhook`);
}

export const triggerVersion = 2;

export const makeNode = (name: string, type: string, parameters: object, more: object = {}) => ({
	id: randomUUID(),
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});

/** What a flow ends with: the request that stands for the effect, or nothing. */
const endOf = (effectUrl?: string) =>
	effectUrl === undefined
		? makeNode('End', 'n8n-nodes-base.noOp', {})
		: makeNode(
				'Effect',
				'n8n-nodes-base.httpRequest',
				{
					method: 'POST',
					url: effectUrl,
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'={{ JSON.stringify({ event: $json.subject ?? $json.id ?? $json.body.requestId, execution: $execution.id }) }}',
					options: {},
				},
				{ typeVersion: 4.2 },
			);

/** A flow that a stranger does not get into, and what it takes to get into it. */
export interface ForgeableFlow {
	flow: Flow;
	secret: string;
}

export async function publishForgeable(cluster: Cluster): Promise<ForgeableFlow> {
	const secret = randomUUID();
	const id = await cluster.api.createCredential({
		name: 'token',
		type: 'reportFlowApi',
		data: { token: secret, headerName: FORGED_HEADER },
	});
	const webhookId = randomUUID();
	const nodes = [
		makeNode(
			'Trigger',
			`${ours}.reportFlowTrigger`,
			{ authenticity: ['header'] },
			{ typeVersion: triggerVersion, webhookId, credentials: { reportFlowApi: { id, name: 'token' } } },
		),
		endOf(),
	];
	return { flow: await publish(cluster, 'forged', nodes, `webhook/${webhookId}/webhook`), secret };
}

export const FORGED_HEADER = 'x-report-token';

/** The same with n8n's own Webhook node. */
export async function publishForgeableWebhook(cluster: Cluster): Promise<ForgeableFlow> {
	const secret = randomUUID();
	const name = 'header';
	const id = await cluster.api.createCredential({
		name,
		type: 'httpHeaderAuth',
		data: { name: FORGED_HEADER, value: secret },
	});
	const parameters = { authentication: 'headerAuth' };
	const flow = await publishWebhook(cluster, { parameters, credentials: { httpHeaderAuth: { id, name } } });
	return { flow, secret };
}

interface WebhookSettings {
	effectUrl?: string;
	withExpression?: boolean;
	parameters?: object;
	credentials?: object;
}

/** n8n's own Webhook node, as the measure of all. With an expression among its options, n8n treats it like any other trigger. */
export async function publishWebhook(
	cluster: Cluster,
	{ effectUrl, withExpression = false, parameters = {}, credentials = {} }: WebhookSettings = {},
): Promise<Flow> {
	const path = randomUUID();
	const options = withExpression ? { binaryPropertyName: '={{ "data" }}' } : {};
	const nodes = [
		makeNode(
			'Webhook',
			'n8n-nodes-base.webhook',
			{ httpMethod: 'POST', path, options, ...parameters },
			{ typeVersion: 2, webhookId: path, credentials },
		),
		endOf(effectUrl),
	];
	return await publish(cluster, 'webhook', nodes, `webhook/${path}`);
}

/** Publishes nodes that follow one another; the first one is the trigger. */
export async function publish(
	{ api, gates }: Pick<Cluster, 'api' | 'gates'>,
	name: string,
	nodes: Array<ReturnType<typeof makeNode>>,
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
