import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a body that is not UTF-8, read as something else than was signed',
		title: 'JSON with a byte that is not UTF-8',
		file: 'nodes/shared/deliveries/payload.ts',
		line: '{ fatal: true }',
		becomes: '{ fatal: false }',
	},
];
