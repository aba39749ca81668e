import type {
	IConnections,
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IWorkflowSettings,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import type { ExecutionRunner } from './executionRunner.mts';
import type { Execution, SavedError } from './execution.mts';
import { InputNode } from './inputNode.mts';
import type { InstalledTypes } from './installedTypes.mts';
import { StoredWorkflow } from './storedWorkflow.mts';

/** A node as a test describes it; the rest is filled in. */
export type NodeInput = Partial<Omit<INode, 'parameters'>> & { type: string; parameters?: INodeParameters };

/** How to run it. */
export interface RunNodeOptions {
	/** Credentials by id, added to those the harness already has. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** `webhook` unless told. */
	mode?: WorkflowExecuteMode;
	settings?: IWorkflowSettings;
	workflowId?: string;
	/** Stops the execution as the stop button of n8n does. */
	signal?: AbortSignal;
}

/** What came of it. */
export interface NodeResult {
	/** The items of the first output. */
	items: INodeExecutionData[];
	/** The items of every output. */
	outputs: INodeExecutionData[][];
	/** The error that the execution failed with, as n8n saves it. */
	error?: SavedError;
	hints: NodeExecutionHint[];
	execution: Execution;
}

/** Completes a node as the editor would. */
export function completeNode(input: NodeInput): INode {
	return {
		id: 'node-under-test',
		name: 'Node',
		typeVersion: 1,
		position: [0, 0],
		...input,
		parameters: input.parameters ?? {},
	};
}

/** Runs one node over items by n8n-core's engine, behind a node named `Input` that has put them out. */
export async function runNode(
	types: InstalledTypes,
	runner: ExecutionRunner,
	input: NodeInput,
	items: INodeExecutionData[],
	{ mode = 'webhook', settings, workflowId, signal }: RunNodeOptions = {},
): Promise<NodeResult> {
	const node = completeNode(input);
	const given = items.length > 0 ? items : [{ json: {} }];
	const before: INode = {
		id: 'input',
		name: 'Input',
		type: InputNode.type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const connections: IConnections = { Input: { main: [[{ node: node.name, type: 'main', index: 0 }]] } };
	const stored = new StoredWorkflow({ id: workflowId, nodes: [before, node], connections, settings }, types);
	const loaded = stored.load();
	const started = stored.build(loaded).getNode(node.name)!; // with the defaults of its parameters
	const ran = { startTime: Date.now(), executionIndex: 0, executionTime: 0, source: [] };
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node: started, data: { main: [given] }, source: { main: [{ previousNode: before.name }] } },
			],
		},
		resultData: {
			runData: { Input: [{ ...ran, executionStatus: 'success', data: { main: [given] } }] },
		},
	});
	const execution = await runner.start({ stored, loaded, mode, data });
	const stop = () => execution.cancel();
	if (signal?.aborted) stop();
	signal?.addEventListener('abort', stop, { once: true });
	await execution.done;
	signal?.removeEventListener('abort', stop);
	const task = execution.data?.data.resultData.runData[node.name]?.at(-1);
	const outputs = (task?.data?.main ?? []).map((output) => output ?? []);
	return {
		items: outputs[0] ?? [],
		outputs,
		error: execution.error,
		hints: execution.nodeHints(node.name),
		execution,
	};
}
