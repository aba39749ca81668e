import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'two deliveries at once',
		title: 'makes others wait for its outcome, and exactly one of them takes its place',
		file: 'nodes/shared/deliveries/claim.ts',
		line: "if (held.accepted || (await held.outcome) === 'accepted') return false;",
		becomes: 'if (held.accepted) return false;\n\t\tbreak;',
	},
	{
		name: 'a flood of endless ids, kept in memory',
		title: 'a flood of claims with endless ids takes little memory',
		file: 'nodes/shared/deliveries/claim.ts',
		line: "createHash('sha256').update(owner).digest('base64')",
		becomes: "[createHash('sha256').update(owner).digest('base64'), owner].join()",
	},
];
