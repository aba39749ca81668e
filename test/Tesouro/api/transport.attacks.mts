import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'secrets in an error',
		title: 'neither the secret nor the token is in any failure',
		file: 'nodes/shared/http/send.ts',
		line: 'throw unreachable(party, host, answer.error, !wasNeverSent(answer.error));',
		becomes: 'throw answer.error;',
	},
];
