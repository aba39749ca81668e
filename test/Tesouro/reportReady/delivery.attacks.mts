import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a signed ID put before another link',
		title: 'does not vouch for the rest of the body',
		file: 'nodes/Tesouro/reportReady/headerProof.ts',
		line: 'if (!coversBody)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a flood of hidden recipients',
		title: 'a flood of hidden recipients is given up',
		file: 'nodes/OpenPgp/messages/openUntrusted.ts',
		line: 'RECIPIENTS_AT_MOST = 4',
		becomes: 'RECIPIENTS_AT_MOST = 4_000',
	},
	{
		name: 'a flood of signatures',
		title: 'a flood of signatures is given up',
		file: 'nodes/OpenPgp/engine/signatureList.ts',
		line: 'SIGNATURES_AT_MOST = 16',
		becomes: 'SIGNATURES_AT_MOST = 16_000',
	},
	{
		name: 'a small message that unpacks to a large one',
		title: 'that unpacks to a large one is given up',
		file: 'nodes/OpenPgp/messages/openUntrusted.ts',
		line: 'inflatedAtMost: () => 2 * bytesAtMost,',
		becomes: 'inflatedAtMost: () => Infinity,',
	},
];
