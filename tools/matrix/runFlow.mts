import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Execution, ExecutionItem } from '../host/n8nApi.mts';
import type { N8n } from '../host/n8n.mts';

export interface TrialNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	typeVersion?: number;
}

/** A published workflow whose first node is a webhook. */
export interface Flow {
	id: string;
	url: string;
	/** Its only execution, when that has ended. Throws if it failed. */
	ended(): Promise<Execution>;
}

const WITHIN_MS = 120_000;

/** Publishes the nodes in a row. `settings` are those of the workflow. */
export async function publishFlow(
	n8n: N8n,
	nodes: TrialNode[],
	settings: Record<string, unknown> = {},
): Promise<Flow> {
	const webhookId = randomUUID();
	const isOurs = !nodes[0]!.type.startsWith('n8n-nodes-base.');
	const id = await n8n.createWorkflow({
		name: nodes.map(({ name }) => name).join(', '),
		nodes: nodes.map((node, index) => ({
			id: randomUUID(),
			typeVersion: isOurs && index === 0 ? 2 : 1,
			position: [index * 220, 0],
			...node,
			...(index === 0 && { webhookId }),
			parameters: index === 0 && !isOurs ? { ...node.parameters, path: webhookId } : node.parameters,
		})),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, index) => [nodes[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
	});
	if (Object.keys(settings).length > 0) await n8n.changeSettings(id, { executionOrder: 'v1', ...settings });
	await n8n.publish(id);
	return {
		id,
		url: `${n8n.url}/webhook/${webhookId}${isOurs ? '/webhook' : ''}`,
		async ended() {
			const [execution] = await n8n.waitForExecutions(id, 1, WITHIN_MS);
			if (execution?.status === 'success') return execution;
			const { error } = execution?.data?.resultData ?? {};
			throw new Error(
				[error?.message, error?.description].filter(Boolean).join(' ') || `it ended as ${execution?.status}`,
			);
		},
	};
}

/** The first item that a node returned. */
export function itemOf(execution: Execution, node: string): ExecutionItem {
	const item = execution.data?.resultData.runData[node]?.at(-1)?.data?.main[0]?.[0];
	if (item === undefined) throw new Error(`"${node}" returned no item`);
	return item;
}

interface FileOfItem {
	id?: string;
	data?: string;
}

/** A file of an item, wherever n8n keeps it: in its store, in the item, or, combined, in the JSON. */
export async function bytesOf(n8n: N8n, item: ExecutionItem, field = 'data'): Promise<Buffer> {
	const inJson = item.json['_files'] as Record<string, FileOfItem> | undefined;
	const file: FileOfItem | undefined = item.binary?.[field] ?? inJson?.[field];
	if (file?.id !== undefined) return await buffer(await n8n.downloadBinary(file.id));
	if (file?.data === undefined) throw new Error(`The item has no file "${field}"`);
	return Buffer.from(file.data, 'base64');
}

/** n8n's own webhook, which takes a file as the body of a request. */
export const fileWebhook: TrialNode = {
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: { httpMethod: 'POST', options: {} },
};

export async function postFile(url: string, body: Uint8Array, name: string, type: string): Promise<void> {
	const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` };
	const { status } = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
	if (status !== 200) throw new Error(`n8n answered ${status} to a file of ${body.length} bytes`);
}

export async function makeCredential(n8n: N8n, type: string, data: Record<string, unknown>) {
	const name = `${type} ${randomUUID().slice(0, 8)}`;
	return { [type]: { id: await n8n.createCredential({ name, type, data }), name } };
}
