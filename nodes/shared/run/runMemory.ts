import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n keeps it with the execution: while that waits, over a restart, and from one try of "Retry On Fail" to the next. */
interface Kept {
	run?: { runIndex: number; facts: Record<string, object> };
}

const keptWith = (context: IExecuteFunctions) => context.getContext('node') as Kept;

/** A loop runs a node several times in one execution; they count from 0. */
function runIndexOf(context: IExecuteFunctions): number {
	const { $runIndex } = context.getWorkflowDataProxy(0) as unknown as { $runIndex: number };
	return $runIndex;
}

/**
 * What this run of the node remembers under a name: one object to read and to write to. It begins as `start` makes it, and
 * each run has its own. It must be plain data, because n8n writes it to its database.
 */
export function runMemory<Facts extends object>(
	context: IExecuteFunctions,
	name: string,
	start: () => Facts,
): Facts {
	const kept = keptWith(context);
	const runIndex = runIndexOf(context);
	if (kept.run?.runIndex !== runIndex) kept.run = { runIndex, facts: {} };
	return (kept.run.facts[name] ??= start()) as Facts;
}

/** To be called when the run has ended well: nothing of it stays with the execution. Of one name, where that is given. */
export function forgetRun(context: IExecuteFunctions, name?: string): void {
	const kept = keptWith(context);
	if (name === undefined) delete kept.run;
	else delete kept.run?.facts[name];
}
