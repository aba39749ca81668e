import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the header under a name in other letters',
		title: 'is found whatever the case of its name',
		file: 'nodes/shared/deliveries/delivery.ts',
		line: 'values.get(name.toLowerCase())',
		becomes: 'values.get(name)',
	},
	{
		name: 'header values in the log',
		title: 'is logged by name and length, never by value',
		file: 'nodes/shared/deliveries/delivery.ts',
		line: '${value.length}',
		becomes: '${value}',
	},
];
