import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the client secret over plain http',
		title: 'is refused when the secret would travel unencrypted',
		file: 'nodes/shared/http/baseUrl.ts',
		line: 'isLoopback(url.hostname)',
		becomes: 'true',
	},
];
