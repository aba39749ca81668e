import type { IExecuteData, IExecuteFunctions } from 'n8n-workflow';

/** What of n8n's execution context is not in its public types: the state of the execution with the nodes to run next. */
interface EngineContext {
	runExecutionData?: { executionData?: { nodeExecutionStack?: IExecuteData[] } };
}

/**
 * Lets the execution wait, in n8n's own way, and this node run once more when it goes on: the execution leaves the
 * memory, stands in the list as waiting, survives a restart of n8n, and is resumed within a minute of the time.
 *
 * n8n itself only continues *after* a node that waited: it disables the first entry of the list of nodes to run, so
 * the items pass through it. So this entry is emptied and leads nowhere, and a copy of it follows,
 * which then runs like any other node. Tried on n8n 2.8 and 2.41. False, and nothing done, on an n8n that keeps its
 * list elsewhere.
 */
export async function waitAndRunAgain(context: IExecuteFunctions, until: Date): Promise<boolean> {
	const stack = (context as unknown as EngineContext).runExecutionData?.executionData?.nodeExecutionStack;
	if (!Array.isArray(stack)) return false;
	const entry = context.getExecuteData();
	stack.unshift({ ...entry });
	entry.node = { ...entry.node, alwaysOutputData: false };
	entry.data = { ...entry.data, main: [] };
	await context.putExecutionToWait(until);
	return true;
}
