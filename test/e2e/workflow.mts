import { randomUUID } from 'node:crypto';
import type { WorkflowJson } from '../../tools/host/n8nApi.mts';

/** A node of a workflow that is to be made. */
export interface FlowNode {
	name: string;
	type: string;
	typeVersion?: number;
	parameters?: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: 'continueRegularOutput';
	/** "Retry On Fail" in the settings of the node. */
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	/** On triggers: a part of their address. */
	webhookId?: string;
}

const ours = 'n8n-nodes-report-delivery';

export const trigger = (parameters: Record<string, unknown> = {}): FlowNode => ({
	name: 'Tesouro Trigger',
	type: `${ours}.tesouroTrigger`,
	webhookId: randomUUID(),
	parameters: { event: 'reportReady', authenticity: 'signature', ...parameters },
});

export const download = (parameters: Record<string, unknown> = {}): FlowNode => ({
	name: 'Download',
	type: `${ours}.tesouro`,
	parameters: { resource: 'report', operation: 'download', ...parameters },
});

export const decrypt = (parameters: Record<string, unknown> = {}): FlowNode => ({
	name: 'Decrypt',
	type: `${ours}.openPgp`,
	parameters: {
		resource: 'file',
		operation: 'decrypt',
		binaryPropertyName: 'data',
		outputBinaryPropertyName: 'data',
		...parameters,
	},
});

/** n8n's own webhook, which takes a file as the body of a request. */
export function fileWebhook(): FlowNode {
	const webhookId = randomUUID();
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId,
		parameters: { httpMethod: 'POST', path: webhookId, options: {} },
	};
}

/** Stands for whatever a user does with the report. */
export const end: FlowNode = { name: 'NoOp', type: 'n8n-nodes-base.noOp' };

/** The newest version of our nodes, and one that n8n's have. */
const versionOf = (type: string): number => (type.startsWith(ours) && type.endsWith('Trigger') ? 2 : 1);

/** The nodes in a row, each behind the one before it, with the same credentials for all of ours. */
export function chain(
	nodes: FlowNode[],
	credentials: Record<string, { id: string; name: string }>,
): WorkflowJson {
	const made = nodes.map((node, index) => ({
		id: randomUUID(),
		typeVersion: versionOf(node.type),
		position: [index * 220, 0],
		...(node.type.startsWith(ours) && { credentials }),
		...node,
	}));
	const pairs = nodes.slice(1).map(({ name }, index) => [nodes[index]?.name ?? '', name] as const);
	return {
		name: nodes.map(({ name }) => name).join(', '),
		nodes: made,
		connections: Object.fromEntries(
			pairs.map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** Where the first node of the workflow takes deliveries, below n8n's address. */
export function webhookPath({ type, webhookId }: FlowNode): string {
	return type.startsWith(ours) ? `webhook/${webhookId}/webhook` : `webhook/${webhookId}`;
}
