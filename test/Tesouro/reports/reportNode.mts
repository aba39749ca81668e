import type { INodeExecutionData, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';
import type { NodeResult } from '../../../tools/harness/harness.mts';
import { flow, type Stage } from '../flow.mts';

export interface ReportNodeOptions {
	settings?: IWorkflowSettings;
	items?: INodeExecutionData[];
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	mode?: WorkflowExecuteMode;
	workflowId?: string;
	alwaysOutputData?: boolean;
	retryOnFail?: boolean;
	waitBetweenTries?: number;
}

/** Runs one operation on reports over items. */
export async function runReportNode(
	{ harness, credentials }: Stage,
	operation: string,
	parameters: object = {},
	{ settings, items, mode, workflowId, ...node }: ReportNodeOptions = {},
): Promise<NodeResult> {
	return await harness.runNode(
		{
			...flow({}, { name: 'Tesouro' }).nodes[1]!,
			...node,
			...(node.retryOnFail && { maxTries: 2, waitBetweenTries: node.waitBetweenTries ?? 0 }),
			parameters: { resource: 'report', operation, ...parameters },
		},
		items,
		{
			credentials,
			...(settings && { settings }),
			...(mode && { mode }),
			...(workflowId && { workflowId }),
		},
	);
}

/** What was sent to the API while `run` ran, by the name of the operation. */
export async function recordSent<Result>({ sandbox }: Stage, run: () => Promise<Result>) {
	const before = sandbox.requests.length;
	const result = await run();
	const sent = sandbox.requests.slice(before).flatMap(({ graphql }) => (graphql ? [graphql] : []));
	return {
		result,
		count: (operationName: string) => sent.filter((one) => one.operationName === operationName).length,
		/** The variables of each mutation. */
		inputs: sent
			.filter(({ operationName }) => operationName === 'CreateAsyncReport')
			.map(({ variables }) => (variables as { input: Record<string, SentRequest> }).input),
	};
}

/** One member of `CreateAsyncReportInput`, as it was sent. */
export type SentRequest = Record<string, unknown> & {
	asyncReportsDetailsInput: { isCompressed: boolean; tags?: string[]; compressedFileName?: string };
	where: Record<string, unknown>;
};
