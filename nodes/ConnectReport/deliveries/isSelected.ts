import { fold, isAmong } from './filters';
import type { Payload } from './payload';
import type { Policy } from './policy';

/**
 * Whether the user wants a delivery, as far as the delivery alone can answer it. What is unrecognised has none of the events to choose
 * from, and what it does not name cannot be asked of it: it is selected, so nothing genuine is lost.
 */
export function isSelected(
	{ callback: { event, task } }: Payload,
	{ filters }: Pick<Policy, 'filters'>,
): boolean {
	if (event !== 'unrecognised' && !filters.events.includes(event)) return false;
	const isUnknown = (fact: string | undefined) => event === 'unrecognised' && fact === undefined;
	return (
		(isUnknown(task.title) || fold(task.title ?? '').includes(filters.title)) &&
		(isUnknown(task.templateId) || isAmong(task.templateId, filters.templateIds)) &&
		(isUnknown(task.frequency) || isAmong(task.frequency, filters.frequencies))
	);
}
