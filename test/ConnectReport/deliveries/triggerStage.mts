import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { ConnectReportApi } from '../../../credentials/ConnectReportApi.credentials';
import { ConnectReportTrigger } from '../../../nodes/ConnectReport/ConnectReportTrigger.node';
import type { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';
import {
	startHarness,
	type ActiveWorkflow,
	type Execution,
	type Harness,
} from '../../../tools/harness/harness.mts';
import {
	startConnectReportSandbox,
	startDecoy,
	type ConnectReportSandbox,
	type Decoy,
} from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { eventIdOf } from '../../../nodes/ConnectReport/deliveries/eventId';
import { noteThatItExecutes, noteThatItReceives } from '../../../nodes/shared/memory/thisProcess';
import { endProcess } from '../../../nodes/shared/run/processMemory';

export const TOKEN = 'a-token-of-our-own-0123456789';
export const OLD_TOKEN = 'the-token-before-0123456789';

/** n8n in regular mode, long enough to have received every delivery that may come again. */
export function runsForAnHour(): void {
	noteThatItReceives();
	noteThatItExecutes();
	eventIdOf('', Buffer.from(''), { owner: '', now: Date.now() - 3_600_000, windowMs: 30_000 });
}

/** n8n's contexts, the sandbox, and a host that nobody should ever talk to. */
export interface TriggerStage {
	harness: Harness;
	sandbox: ConnectReportSandbox;
	decoy: Decoy;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** A workflow of the trigger alone. */
	activate(parameters?: object, more?: Partial<INode>): Promise<ActiveWorkflow>;
	/** The paths that the sandbox was asked for, without the API's own. */
	asked(): string[];
	warnings(): string[];
	close(): Promise<void>;
}

export async function startTriggerStage({ lateMs = 300 } = {}): Promise<TriggerStage> {
	endProcess();
	runsForAnHour();
	const decoy = await startDecoy();
	const sandbox = await startConnectReportSandbox({
		decoyUrl: decoy.url,
		taskMs: 0,
		lateMs,
		slowMs: 300,
	});
	const harness = await startHarness({
		nodes: [ConnectReportTrigger],
		credentialTypes: [ConnectReportApi],
	});
	const credentials: TriggerStage['credentials'] = {
		api: { serverUrl: sandbox.url, allowHttp: true, apiKey: sandbox.apiKey, token: TOKEN },
	};
	return {
		harness,
		sandbox,
		decoy,
		credentials,
		activate: async (parameters = {}, more = {}) =>
			await harness.activate(workflow(parameters, more), credentials),
		asked: () => sandbox.requests.map(({ path }) => path.replace('/api/v1/', '')),
		warnings: () => harness.logs.filter(({ level }) => level === 'warn').map(({ message }) => message),
		async close() {
			await harness.stop();
			await sandbox.close();
			await decoy.close();
		},
	};
}

export const withApi = { connectReportApi: { id: 'api', name: 'ConnectReport' } };

function workflow(parameters: object, more: Partial<INode>) {
	const trigger: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: 'n8n-nodes-report-delivery.connectReportTrigger',
		typeVersion: 2,
		position: [0, 0],
		webhookId: 'hook',
		credentials: withApi,
		...more,
		parameters: { authenticity: ['none'], events: ['started', 'succeeded', 'failed'], ...parameters },
	};
	return { nodes: [trigger] };
}

/** The report events that all executions emitted. */
export const eventsOf = (executions: Execution[]): ReportEvent[] =>
	executions.flatMap((execution) => execution.nodeOutput('Trigger')).map(({ json }) => json as never);

/** The URL with a token behind it, as somebody pastes it into ConnectReport. */
export const withQuery = (url: string, token = TOKEN) => `${url}?token=${encodeURIComponent(token)}`;
