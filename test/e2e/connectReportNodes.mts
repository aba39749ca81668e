import { randomUUID } from 'node:crypto';
import type { ConnectReportSandbox } from '../../tools/sandbox/ConnectReport/sandbox.mts';
import type { FlowNode } from './workflow.mts';

const ours = 'n8n-nodes-report-delivery';
type Credentials = NonNullable<FlowNode['credentials']>;

/** The trigger with the ways to tell genuine deliveries that are given. */
export const connectReportTrigger = (
	authenticity: string[],
	credentials: Credentials,
	parameters: Record<string, unknown> = {},
): FlowNode => ({
	name: 'ConnectReport Trigger',
	type: `${ours}.connectReportTrigger`,
	webhookId: randomUUID(),
	parameters: { authenticity, ...parameters },
	credentials,
});

export const connectReport = (
	name: string,
	credentials: Credentials,
	parameters: Record<string, unknown>,
): FlowNode => ({ name, type: `${ours}.connectReport`, parameters, credentials });

/** What a ConnectReport API credential holds. */
export const apiData = (
	{ url, apiKey, caCertificate }: ConnectReportSandbox,
	change: Record<string, unknown> = {},
) => ({
	serverUrl: url,
	apiKey,
	ca: caCertificate ?? '',
	allowHttp: url.startsWith('http:'),
	...change,
});
