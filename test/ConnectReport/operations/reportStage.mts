import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ConnectReportApi } from '../../../credentials/ConnectReportApi.credentials';
import type { ConnectReportCredential } from '../../../nodes/ConnectReport/api/credential';
import { ConnectReport } from '../../../nodes/ConnectReport/ConnectReport.node';
import {
	startHarness,
	type Harness,
	type NodeResult,
	type RunNodeOptions,
} from '../../../tools/harness/harness.mts';
import { createKnobs, type Knobs } from '../../../tools/sandbox/ConnectReport/knobs.mts';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
	type ConnectReportSandboxOptions,
	type Report,
	type ReportTask,
} from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { credentialOf } from '../api/apiStage.mts';

type Change = Parameters<ConnectReportSandbox['configure']>[0];

/** A ConnectReport server, and an n8n with the node. */
export interface ReportStage {
	sandbox: ConnectReportSandbox;
	harness: Harness;
	/** Runs one operation of the node. */
	run(operation: string, parameters?: INodeParameters, how?: RunOptions): Promise<NodeResult>;
	/** All knobs well-behaved but these. */
	turn(knobs?: Partial<Knobs>, change?: Change): void;
	close(): Promise<void>;
}

interface RunOptions extends RunNodeOptions {
	items?: INodeExecutionData[];
	credential?: Partial<ConnectReportCredential>;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
}

const resourceOf = (operation: string) =>
	['getReports', 'runNow'].includes(operation) ? 'reportTask' : 'report';

export async function startReportStage(options: ConnectReportSandboxOptions = {}): Promise<ReportStage> {
	const sandbox = await startConnectReportSandbox({ taskMs: 0, renderMs: 0, ...options });
	const harness = await startHarness({
		nodes: [ConnectReport],
		binaryMode: 'filesystemAtomic',
		credentialTypes: [ConnectReportApi],
	});
	return {
		sandbox,
		harness,
		async run(operation, parameters = {}, { items = [], credential, onError, retryOnFail, ...how } = {}) {
			const node = {
				type: 'n8n-nodes-report-delivery.connectReport',
				parameters: { resource: resourceOf(operation), operation, ...parameters },
				credentials: { connectReportApi: { id: 'server', name: 'Server' } },
				...(onError && { onError }),
				...(retryOnFail && { retryOnFail, maxTries: 2, waitBetweenTries: 0 }),
			};
			const credentials = { server: { ...credentialOf(sandbox, credential) } };
			return await harness.runNode(node, items, { credentials, ...how });
		},
		turn: (knobs = {}, change = {}) =>
			sandbox.configure({ ...change, knobs: { ...createKnobs(), ...knobs } }),
		async close() {
			await harness.stop();
			await sandbox.close();
		},
	};
}

/** The report event of a run, as the trigger makes it. */
export function eventOf(
	{ callback }: ConnectReportSandbox,
	task: ReportTask,
	report?: Report,
	change: { status?: string; time?: Date; details?: IDataObject } = {},
): INodeExecutionData {
	const { reportTask } = callback(task, { ...(report && { report }), outcome: {} });
	const { id, reportTaskId, templateId, title } = reportTask as Record<string, string>;
	const { status = 'ready', time = new Date(), details = {} } = change;
	return {
		json: {
			specversion: '1.0',
			type: 'com.connectreport.report-task.succeeded',
			time: time.toISOString(),
			data: {
				provider: 'connectreport',
				status,
				report: { id: id!, name: title! },
				files: [],
				details: { id: id!, reportTaskId: reportTaskId!, templateId: templateId!, ...details },
			},
		},
	};
}

/** How often something was asked for. */
export const countRequests = ({ requests }: ConnectReportSandbox, method: string, path: RegExp) =>
	requests.filter((request) => request.method === method && path.test(request.path)).length;

/** In each test of a file: a fresh report of the first task, which is rendered at once. */
export function useReport(): { stage: ReportStage; task: ReportTask; report: Report } {
	const current = {} as { stage: ReportStage; task: ReportTask; report: Report };
	beforeAll(async () => {
		current.stage = await startReportStage();
		current.task = current.stage.sandbox.tasks[0]!;
	});
	afterAll(async () => await current.stage.close());
	beforeEach(async () => {
		const { sandbox, turn } = current.stage;
		turn({}, { renderMs: 0 });
		sandbox.reports.length = 0;
		sandbox.requests.length = 0;
		current.report = (await sandbox.run(current.task))!;
	});
	return current;
}
