import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an address of the other family with the same number',
		title: 'in ::1: 0.0.0.1 is false',
		file: 'nodes/shared/deliveries/addressRanges.ts',
		line: 'isV4 === parsed.isV4 && ',
		becomes: '',
	},
];
