import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'executions that decide later, from one address',
		title: 'a flood from one address starts three executions that decide later',
		file: 'nodes/shared/deliveries/undecidedExecutions.ts',
		line: ' && ofSource.length < PER_SOURCE_AT_MOST',
		becomes: ' && ofSource.length < Infinity',
	},
	{
		name: 'executions that decide later, from many addresses',
		title: 'a flood from many addresses starts ten of them in ten minutes',
		file: 'nodes/shared/deliveries/undecidedExecutions.ts',
		line: 'recent.length < AT_MOST',
		becomes: 'recent.length < Infinity * AT_MOST',
	},
];
