import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: "a stranger's words in the log, as the place of an unexpected error",
		title: 'the place of an unexpected error is in our code, and none of what a stranger wrote into its text',
		file: 'nodes/shared/deliveries/receiveSafely.ts',
		line: ".replace(error.message, '')",
		becomes: '',
	},
];
