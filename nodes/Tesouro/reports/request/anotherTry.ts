import type { IExecuteFunctions } from 'n8n-workflow';
import { runMemory } from '../../../shared/run/runMemory';

/** n8n gives each try of a node its own context. */
const known = new WeakMap<IExecuteFunctions, boolean>();

/** Whether n8n runs the node over the same items once more, in the same execution: "Retry On Fail". */
export function isAnotherTry(context: IExecuteFunctions): boolean {
	const answer = known.get(context);
	if (answer !== undefined) return answer;
	const memory = runMemory(context, 'tries', () => ({ begun: 0 }));
	const isAnother = memory.begun > 0;
	memory.begun++;
	known.set(context, isAnother);
	return isAnother;
}
