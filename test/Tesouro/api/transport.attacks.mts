import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'secrets in an error',
		title: 'no failure contains the secret or the token',
		file: 'nodes/shared/http/send.ts',
		line: 'throw unreachable(party, host, answer.error, !wasNeverSent(answer.error));',
		becomes: 'throw answer.error;',
	},
];
