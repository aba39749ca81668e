import type { Execution } from '../host/n8nApi.mts';
import type { Effect } from './effects.mts';

/** How often the effects of events came. */
export function outcome(events: string[], counts: Map<string, number>) {
	const of = (event: string) => counts.get(event) ?? 0;
	return {
		lost: events.filter((event) => of(event) === 0).length,
		twice: events.filter((event) => of(event) > 1).length,
	};
}

/** How many events had their effect again although the execution that had it first ended well, and so marked them as done. */
export function twiceWithoutReason(executions: Execution[], effects: Effect[]): number {
	const endedWell = new Set(executions.filter(({ status }) => status === 'success').map(({ id }) => id));
	const first = new Map<string, Effect>();
	const again = new Set<string>();
	for (const effect of effects) {
		const before = first.get(effect.event);
		if (before === undefined) first.set(effect.event, effect);
		else if (endedWell.has(before.execution)) again.add(effect.event);
	}
	return again.size;
}
