import { randomUUID } from 'node:crypto';
import type { FlowNode } from './workflow.mts';

const ours = 'n8n-nodes-report-delivery';
type Credentials = NonNullable<FlowNode['credentials']>;

/** The trigger with the ways to tell genuine deliveries that are given. */
export const reportFlowTrigger = (
	authenticity: string[],
	credentials: Credentials = {},
	parameters: Record<string, unknown> = {},
): FlowNode => ({
	name: 'ReportFlow Trigger',
	type: `${ours}.reportFlowTrigger`,
	webhookId: randomUUID(),
	parameters: { authenticity, ...parameters },
	credentials,
});

export const reportFlow = (
	name: string,
	credentials: Credentials,
	parameters: Record<string, unknown>,
): FlowNode => ({ name, type: `${ours}.reportFlow`, parameters, credentials });

/** Makes an item of each row that is posted to the webhook before it. */
export const splitRows: FlowNode = {
	name: 'Rows',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'body.rows', options: {} },
};
