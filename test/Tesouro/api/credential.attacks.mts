import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the client secret over plain http',
		title: 'is refused: the secret would travel in the open',
		file: 'nodes/shared/http/baseUrl.ts',
		line: 'isLoopback(url.hostname)',
		becomes: 'true',
	},
];
