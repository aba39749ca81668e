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

/** Of each event that had its effect more than once: which executions it had it in, how these ended, and when (seconds after `since`). */
export function storiesOfTwice(executions: Execution[], effects: Effect[], since: number): string[] {
	const statusOf = new Map(
		executions.map(({ id, status, retryOf }) => [id, retryOf ? `${status}, retry of ${retryOf}` : status]),
	);
	const byEvent = new Map<string, Effect[]>();
	for (const effect of effects) byEvent.set(effect.event, [...(byEvent.get(effect.event) ?? []), effect]);
	return [...byEvent]
		.filter(([, ofEvent]) => ofEvent.length > 1)
		.map(([event, ofEvent]) => {
			const each = ofEvent.map(
				({ execution, at }) =>
					`${((at - since) / 1000).toFixed(2)} s in ${execution} (${statusOf.get(execution) ?? 'deleted'})`,
			);
			return `${event}: ${each.join('; ')}`;
		});
}
