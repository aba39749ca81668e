import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a generation sent again over a way that was lost under it',
		title: 'on a connection may have been carried out',
		file: 'nodes/shared/http/failure.ts',
		line: " && (!wayLost.test(String(code)) || by === 'connect')",
		becomes: '',
	},
];
