import type { IExecuteFunctions } from 'n8n-workflow';
import { runMemory } from '../shared/run/runMemory';

const NAME = 'items';

/** What was written down of an item in this run of the node: an object to read and to write to, empty at first. */
export function remembered<Facts extends object>(
	context: IExecuteFunctions,
	itemIndex: number,
): Partial<Facts> {
	const byItem = runMemory(context, NAME, (): Record<string, object> => ({}));
	return (byItem[itemIndex] ??= {}) as Partial<Facts>;
}
