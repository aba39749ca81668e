import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHost } from '../../tools/host/host.mts';
import type { Execution, WorkflowJson } from '../../tools/host/n8nApi.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import { startTogether } from '../../tools/host/startTogether.mts';
import {
	startConnectReportSandbox,
	startDecoy,
	type ConnectReportSandbox,
	type ConnectReportSandboxOptions,
	type Decoy,
} from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { startDestinations, type Destinations } from '../../tools/sandbox/destinations/destinations.mts';
import { apiData } from './connectReportNodes.mts';
import { chain, type FlowNode } from './workflow.mts';

type Credential = { id: string; name: string };

/** A real n8n with the packed package, ConnectReport beside it, and Microsoft and Twilio where reports go to. */
export interface ConnectReportStage {
	n8n: N8n;
	sandbox: ConnectReportSandbox;
	destinations: Destinations;
	decoy: Decoy;
	userFolder: string;
	/** The credential of the sandbox, as a node holds it. */
	api: { connectReportApi: Credential };
	/** The keys of all servers, also those that are not valid any more. */
	keys: Set<string>;
	/** The token that deliveries must carry, and a credential with nothing else. */
	token: string;
	tokenCredential: { connectReportApi: Credential };
	/** The workflows that were published. */
	workflows: Array<{ id: string }>;
	makeCredential(type: string, data: Record<string, unknown>): Promise<Credential>;
	/** Another ConnectReport server, which ends with the stage, and its credential. */
	addServer(
		options?: ConnectReportSandboxOptions,
		change?: Record<string, unknown>,
	): Promise<{ sandbox: ConnectReportSandbox; api: { connectReportApi: Credential } }>;
	publish(nodes: FlowNode[]): Promise<PublishedFlow>;
	publishJson(workflow: WorkflowJson): Promise<PublishedFlow>;
	close(): Promise<void>;
}

export interface PublishedFlow {
	id: string;
	/** Where its webhook listens; with the token where deliveries of ConnectReport go. */
	url: string;
	/** All executions, oldest first and with data, when `expected` ones have ended and time for more has passed. */
	executions(expected: number, withinMs?: number): Promise<Execution[]>;
}

const TIME_FOR_MORE_MS = 400;

/** Starts everything; n8n logs as much as it can, so that a secret in its log would show. */
export async function startConnectReportStage(
	options: { sandbox?: ConnectReportSandboxOptions; env?: Record<string, string> } = {},
): Promise<ConnectReportStage> {
	return await startTogether(async (folder, keep) => {
		const decoy = await keep(startDecoy());
		const startServer = async (wanted: ConnectReportSandboxOptions = {}) =>
			await keep(startConnectReportSandbox({ decoyUrl: decoy.url, ...wanted }));
		const sandbox = await startServer(options.sandbox);
		const destinations = await keep(startDestinations(folder));
		const temporary = join(folder, 'tmp');
		await mkdir(temporary);
		const env = {
			N8N_LOG_LEVEL: 'debug',
			// Else n8n itself asks api.n8n.io for a list, and the proxy could not say that only the stand-ins were asked.
			N8N_DISABLED_MODULES: 'mcp-registry',
			TMPDIR: temporary,
			...destinations.env,
			...options.env,
		};
		const { n8n } = await keep(startHost({ folder, env, say: () => undefined }));

		const makeCredential = async (type: string, data: Record<string, unknown>) => {
			const name = `${type} ${randomUUID().slice(0, 8)}`;
			return { id: await n8n.createCredential({ name, type, data }), name };
		};
		const keys = new Set<string>();
		const makeApi = async (server: ConnectReportSandbox, change?: Record<string, unknown>) => {
			keys.add(server.apiKey);
			return { connectReportApi: await makeCredential('connectReportApi', apiData(server, change)) };
		};
		const token = randomUUID();
		const workflows: ConnectReportStage['workflows'] = [];
		const publishJson = async (workflow: WorkflowJson) => {
			const published = await publish(n8n, workflow);
			workflows.push(published);
			return published;
		};
		return {
			...{ n8n, sandbox, destinations, decoy, keys, token, workflows, makeCredential, publishJson },
			userFolder: join(folder, 'n8n'),
			api: await makeApi(sandbox),
			tokenCredential: {
				connectReportApi: await makeCredential('connectReportApi', tokenData(token)),
			},
			async addServer(wanted, change) {
				const server = await startServer(wanted);
				return { sandbox: server, api: await makeApi(server, change) };
			},
			publish: async (nodes) => await publishJson(chain(nodes, {})),
		};
	});
}

const tokenData = (token: string) => ({ token });

async function publish(n8n: N8n, workflow: WorkflowJson): Promise<PublishedFlow> {
	const id = await n8n.createWorkflow(workflow);
	await n8n.publish(id);
	const first = workflow.nodes.find(({ webhookId }) => webhookId !== undefined)!;
	const path = String(first['webhookId']);
	return {
		id,
		url: `${n8n.url}/webhook/${first.type.endsWith('.webhook') ? path : `${path}/webhook`}`,
		async executions(expected, withinMs = 280_000) {
			await n8n.waitForExecutions(id, expected, withinMs);
			await sleep(TIME_FOR_MORE_MS);
			return await n8n.waitForExecutions(id, expected);
		},
	};
}
