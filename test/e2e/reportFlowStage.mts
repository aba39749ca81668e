import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHost } from '../../tools/host/host.mts';
import type { Execution } from '../../tools/host/n8nApi.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import { startTogether } from '../../tools/host/startTogether.mts';
import {
	startDecoy,
	startReportFlowSandbox,
	type Decoy,
	type ReportFlowSandbox,
	type ReportFlowSandboxOptions,
} from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { startMailbox, type Mailbox } from './mailbox.mts';
import { chain, type FlowNode } from './workflow.mts';

type Credential = { id: string; name: string };
type Generation = 'new' | 'old';

/** ReportFlow waits five seconds for an answer. A machine that is busy with something else may need longer. */
export const PATIENT_MS = 30_000;

/** A real n8n with the packed package, ReportFlow beside it, a mail server, and a host that nobody should talk to. */
export interface ReportFlowStage {
	n8n: N8n;
	sandbox: ReportFlowSandbox;
	decoy: Decoy;
	mailbox: Mailbox;
	folder: string;
	/** Where n8n keeps everything. */
	userFolder: string;
	/** The credential of each generation, as a node holds it. */
	api: Record<Generation, { reportFlowApi: Credential }>;
	/** The token that deliveries must carry, and a credential with nothing else. */
	token: string;
	tokenCredential: { reportFlowApi: Credential };
	smtp: { smtp: Credential };
	/** The workflows that were published. */
	workflows: Array<{ id: string }>;
	publish(nodes: FlowNode[]): Promise<PublishedFlow>;
	close(): Promise<void>;
}

export interface PublishedFlow {
	id: string;
	/** Where its first node, a webhook, listens. */
	url: string;
	/** All executions, oldest first and with data, when `expected` ones have ended and time for more has passed. */
	executions(expected: number, withinMs?: number): Promise<Execution[]>;
}

const TIME_FOR_MORE_MS = 400;

export interface ReportFlowStageOptions {
	sandbox?: ReportFlowSandboxOptions;
	/** What the credentials say of the rates. */
	perMinute?: { sync: number; async: number };
	env?: Record<string, string>;
}

/** Starts everything; n8n logs as much as it can, so that a secret in its log would show. */
export async function startReportFlowStage(options: ReportFlowStageOptions = {}): Promise<ReportFlowStage> {
	return await startTogether(async (folder, keep) => {
		const decoy = await keep(startDecoy());
		const mailbox = await keep(startMailbox());
		const sandbox = await keep(
			startReportFlowSandbox({
				webhookTimeoutMs: PATIENT_MS,
				...options.sandbox,
				decoyUrl: decoy.url,
			}),
		);
		const env = { N8N_LOG_LEVEL: 'debug', TMPDIR: join(folder, 'tmp'), ...options.env };
		await mkdir(env.TMPDIR);
		const { n8n } = await keep(startHost({ folder, env, say: () => undefined }));
		const workflows: ReportFlowStage['workflows'] = [];
		return {
			n8n,
			sandbox,
			decoy,
			mailbox,
			folder,
			userFolder: join(folder, 'n8n'),
			...(await makeCredentials({ n8n, sandbox, mailbox }, options.perMinute)),
			workflows,
			async publish(nodes) {
				const workflow = await publish(n8n, nodes);
				workflows.push(workflow);
				return workflow;
			},
		};
	});
}

/** What a ReportFlow API credential holds. */
export const credentialData = (
	{ baseUrl, appKey, secretKey }: ReportFlowSandbox,
	generation: Generation,
	perMinute = { sync: 1_000_000, async: 1_000_000 },
) => ({
	generation: generation === 'new' ? 'single' : 'workspace',
	environment: 'custom',
	baseUrl: baseUrl[generation],
	workspaceId: '',
	appKey,
	secretKey: generation === 'old' ? secretKey : '',
	syncPerMinute: perMinute.sync,
	asyncPerMinute: perMinute.async,
});

async function makeCredentials(
	{ n8n, sandbox, mailbox }: Pick<ReportFlowStage, 'n8n' | 'sandbox' | 'mailbox'>,
	perMinute: ReportFlowStageOptions['perMinute'],
) {
	const make = async (type: string, name: string, data: Record<string, unknown>) => ({
		id: await n8n.createCredential({ name, type, data }),
		name,
	});
	const makeApi = async (generation: Generation) => ({
		reportFlowApi: await make(
			'reportFlowApi',
			`ReportFlow (${generation})`,
			credentialData(sandbox, generation, perMinute),
		),
	});
	const token = randomUUID();
	const tokenData = { headerName: 'X-Gateway-Token', token };
	return {
		api: { new: await makeApi('new'), old: await makeApi('old') },
		token,
		tokenCredential: {
			reportFlowApi: await make('reportFlowApi', 'ReportFlow token', tokenData),
		},
		smtp: { smtp: await make('smtp', 'Mailbox', mailbox.credential) },
	};
}

async function publish(n8n: N8n, nodes: FlowNode[]): Promise<PublishedFlow> {
	const id = await n8n.createWorkflow(chain(nodes, {}));
	await n8n.publish(id);
	const [first] = nodes;
	const path = first!.type.endsWith('.webhook') ? first!.webhookId : `${first!.webhookId}/webhook`;
	return {
		id,
		url: `${n8n.url}/webhook/${path}`,
		async executions(expected, withinMs = 280_000) {
			await n8n.waitForExecutions(id, expected, withinMs);
			await sleep(TIME_FOR_MORE_MS);
			return await n8n.waitForExecutions(id, expected);
		},
	};
}
