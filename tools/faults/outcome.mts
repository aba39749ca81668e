/** How often the effects of events came. */
export function outcome(events: string[], counts: Map<string, number>) {
	const of = (event: string) => counts.get(event) ?? 0;
	return {
		lost: events.filter((event) => of(event) === 0).length,
		twice: events.filter((event) => of(event) > 1).length,
	};
}
