import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a generation sent again over a way that was lost under it',
		title: 'may have been carried out on a connection',
		file: 'nodes/shared/http/failure.ts',
		line: " && (!wayLost.test(String(code)) || by === 'connect')",
		becomes: '',
	},
];
