import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a recipient whose address holds that of another one',
		title: 'matches whole names, never a part of another one',
		file: 'nodes/OpenPgp/keys/keyChoice.ts',
		line: 'namesIn(userId).includes(wanted.toLowerCase())',
		becomes: 'userId.toLowerCase().includes(wanted.toLowerCase())',
	},
];
