import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a report task that ConnectReport does not know',
		title: 'refuses an unknown task with 401',
		file: 'nodes/ConnectReport/deliveries/askApi.ts',
		line: "if (confirmed?.kind === 'no') return { kind: 'rejected', reason: confirmed.reason };",
		becomes: '',
	},
	{
		name: 'a report task under another title',
		title: 'refuses another title with 401',
		file: 'nodes/ConnectReport/reports/confirm.ts',
		line: "(['title', 'templateId'] as const)",
		becomes: "(['templateId'] as const)",
	},
	{
		name: 'a forged delivery while ConnectReport is away',
		title: 'lets nothing through if it does not know a forged delivery once it answers',
		file: 'nodes/ConnectReport/deliveries/settle.ts',
		line: "if (outcome.kind === 'accepted')",
		becomes: "if (outcome.kind === 'accepted' || outcome.kind === 'rejected')",
	},
	{
		name: 'a delivery that nobody could confirm',
		title: 'is away: the delivery is kept in an execution that fails',
		file: 'nodes/ConnectReport/deliveries/settle.ts',
		line: "if (outcome.kind === 'undecided') throw unsettled(context, outcome.reason);",
		becomes:
			"if (outcome.kind === 'undecided') return acceptedEvent(received, { kind: 'accepted' }, policy, verification, proved);",
	},
	{
		name: 'tags that nobody can look up, taken for the wanted ones',
		title: 'lets nothing through if the server has no tags, and says so in a failed execution',
		file: 'nodes/ConnectReport/deliveries/askApi.ts',
		line: 'if (!isTold) return undecided(noTags);',
		becomes: "if (!isTold) return { kind: 'accepted' };",
	},
	{
		name: 'the report of an earlier run, taken for that of this one',
		title: 'waits a moment for a late report, and never names the report of an earlier run',
		file: 'nodes/ConnectReport/deliveries/reportOfRun.ts',
		line: 'apart(nearest) < APART_AT_MOST_MS',
		becomes: 'apart(nearest) < Infinity',
	},
];
