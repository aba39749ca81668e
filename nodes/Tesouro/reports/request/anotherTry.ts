import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n keeps this with the execution, and gives each try of a node a context of its own. */
interface Memory {
	/** The run of the node, by its number, that has begun. */
	begun?: number;
}

const known = new WeakMap<IExecuteFunctions, boolean>();

/** Whether n8n runs the node over the same items once more, in the same execution: "Retry On Fail". */
export function isAnotherTry(context: IExecuteFunctions): boolean {
	const answer = known.get(context);
	if (answer !== undefined) return answer;
	const memory = context.getContext('node') as Memory;
	const run = context.evaluateExpression('{{ $runIndex }}', 0) as number;
	const isAnother = memory.begun === run;
	memory.begun = run;
	known.set(context, isAnother);
	return isAnother;
}
