import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'recent deliveries of somebody else',
		title: 'shows a trigger with another credential nothing of it',
		file: 'nodes/shared/deliveries/recentDeliveries.ts',
		line: 'JSON.stringify([type, ids.sort()])',
		becomes: 'JSON.stringify([type])',
	},
];
