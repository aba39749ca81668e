import type { Seen } from './flood.mts';

export const head = `| Trigger, mode | Forged | Answers | Good at the first try | Slowest good | Other executions | API requests | Memory |
| --- | --- | --- | --- | --- | --- | --- | --- |`;

/** One flood as a row of the table in docs/security.md. */
export function rowOf({ mode, forged, good, ...seen }: Seen): string {
	const answers = [...forged].sort(([one], [other]) => one - other);
	const count = answers.reduce((sum, [, times]) => sum + times, 0);
	const cells = [
		`${mode.trigger}, ${mode.name}`,
		`${count} in ${seen.seconds.toFixed(1)} s`,
		answers.map(([status, times]) => `${times} x ${status}`).join(', '),
		`${good.filter((status) => status === 200).length} of ${good.length}`,
		`${seen.slowestGoodMs.toFixed(0)} ms`,
		seen.otherExecutions,
		seen.requests,
		`${seen.grownBytes < 0 ? '' : '+'}${(seen.grownBytes / 1e6).toFixed(0)} MB`,
	];
	return `| ${cells.join(' | ')} |`;
}
