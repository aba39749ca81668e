import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'executions of refused deliveries',
		title: 'a flood of ever new reasons starts five executions an hour, and leaves another trigger its own',
		file: 'nodes/shared/deliveries/refusedDelivery.ts',
		line: ' || reasons.size >= PER_HOUR_AT_MOST',
		becomes: '',
	},
];
