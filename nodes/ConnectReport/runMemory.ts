import type { IExecuteFunctions } from 'n8n-workflow';

interface Memory {
	items?: { runIndex: number; byItem: Record<string, object> };
}

/** n8n keeps it with the execution: while that waits, over a restart, and from one try of "Retry On Fail" to the next. */
const memoryOf = (context: IExecuteFunctions) => context.getContext('node') as Memory;

/**
 * What was written down of an item in this run of the node: an object to read and to write to, empty at first. A loop runs
 * the node several times in one execution; each run has its own.
 */
export function remembered<Facts extends object>(
	context: IExecuteFunctions,
	itemIndex: number,
): Partial<Facts> {
	const memory = memoryOf(context);
	const { $runIndex: runIndex } = context.getWorkflowDataProxy(0) as unknown as { $runIndex: number };
	if (memory.items?.runIndex !== runIndex) memory.items = { runIndex, byItem: {} };
	return (memory.items.byItem[itemIndex] ??= {}) as Partial<Facts>;
}

/** To be called when the run has ended well: nothing of it stays with the execution. */
export function forgetAll(context: IExecuteFunctions): void {
	delete memoryOf(context).items;
}
