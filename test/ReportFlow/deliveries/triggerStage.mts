import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { ReportFlowApi } from '../../../credentials/ReportFlowApi.credentials';
import { ReportFlowOAuth2Api } from '../../../credentials/ReportFlowOAuth2Api.credentials';
import { ReportFlowTrigger } from '../../../nodes/ReportFlow/ReportFlowTrigger.node';
import {
	startHarness,
	type ActiveWorkflow,
	type Execution,
	type Harness,
} from '../../../tools/harness/harness.mts';
import {
	designIds,
	startDecoy,
	startReportFlowSandbox,
	type Decoy,
	type ReportFlowSandbox,
	type SandboxRequest,
} from '../../../tools/sandbox/ReportFlow/sandbox.mts';
import { endProcess } from '../../../nodes/shared/run/processMemory';

export const TOKEN = 'a-token-of-our-own-0123456789';
export const OLD_TOKEN = 'the-token-before-0123456789';

export type Generation = 'new' | 'old';

/** n8n's contexts, the sandbox, and a host that nobody should ever talk to. */
export interface TriggerStage {
	harness: Harness;
	sandbox: ReportFlowSandbox;
	decoy: Decoy;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** How long an answer takes at least with the knob `api: slow`. */
	slowMs: number;
	/** A workflow of the trigger alone. */
	activate(parameters?: object, more?: Partial<INode>): Promise<ActiveWorkflow>;
	/** Has PDFs made, without any webhook. */
	make(generation?: Generation, contents?: object[]): Promise<SandboxRequest>;
	/** What ReportFlow says of them. */
	payload(request: SandboxRequest): Payload;
	/** The paths that the sandbox was asked for since they were made. */
	asked(): string[];
	warnings(): string[];
	close(): Promise<void>;
}

export type Payload = Record<string, unknown> & { files: Array<Record<string, unknown>> };

const SLOW_MS = 300;

export async function startTriggerStage(): Promise<TriggerStage> {
	endProcess();
	const decoy = await startDecoy();
	const sandbox = await startReportFlowSandbox({
		decoyUrl: decoy.url,
		webhookRetryDelaysMs: [20, 20, 20],
		slowMs: SLOW_MS,
	});
	const harness = await startHarness({
		nodes: [ReportFlowTrigger],
		credentialTypes: [ReportFlowApi, ReportFlowOAuth2Api],
	});
	const { appKey, secretKey, baseUrl } = sandbox;
	const credentials: Record<string, ICredentialDataDecryptedObject> = {
		new: { generation: 'single', environment: 'custom', baseUrl: baseUrl.new, appKey, token: TOKEN },
		old: {
			generation: 'workspace',
			environment: 'custom',
			baseUrl: baseUrl.old,
			appKey,
			secretKey,
			token: TOKEN,
		},
	};
	return {
		harness,
		sandbox,
		decoy,
		credentials,
		slowMs: SLOW_MS,
		activate: async (parameters = {}, more = {}) =>
			await harness.activate(workflow(parameters, more), credentials),
		make: async (generation = 'new', contents = [{}]) => await make(sandbox, generation, contents),
		payload: (request) => sandbox.payload(request) as unknown as Payload,
		asked: () => sandbox.requests.filter(({ method }) => method === 'GET').map(({ path }) => path),
		warnings: () => harness.logs.filter(({ level }) => level === 'warn').map(({ message }) => message),
		async close() {
			await harness.stop();
			await sandbox.close();
			await decoy.close();
		},
	};
}

function workflow(parameters: object, more: Partial<INode>) {
	const trigger: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: 'n8n-nodes-report-delivery.reportFlowTrigger',
		typeVersion: 2,
		position: [0, 0],
		webhookId: 'hook',
		credentials: { reportFlowApi: { id: 'new', name: 'ReportFlow' } },
		...more,
		parameters: { authenticity: ['none'], ...parameters },
	};
	return { nodes: [trigger] };
}

export const olderCredential = {
	credentials: { reportFlowApi: { id: 'old', name: 'ReportFlow' } },
};

async function make(sandbox: ReportFlowSandbox, generation: Generation, contents: object[]) {
	const before = new Set(sandbox.generated.keys());
	const answer = await fetch(`${sandbox.baseUrl[generation]}/file/async/multiple`, {
		method: 'POST',
		headers: { appkey: sandbox.appKey, secretkey: sandbox.secretKey, 'content-type': 'application/json' },
		body: JSON.stringify({
			designId: designIds.certificate,
			version: 1,
			contents: contents.map((content, index) => ({
				fileName: `certificate ${index + 1}`,
				params: { name: 'A. Person' },
				...content,
			})),
		}),
	});
	if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
	await sandbox.idle();
	const [made] = [...sandbox.generated.values()].filter(({ requestId }) => !before.has(requestId));
	return made!;
}

/** The items of the trigger in its only execution. */
export function itemsOf(executions: Execution[]): Array<Record<string, unknown>> {
	expect(executions).toHaveLength(1);
	return executions[0]!.nodeOutput('Trigger').map(({ json }) => json);
}
