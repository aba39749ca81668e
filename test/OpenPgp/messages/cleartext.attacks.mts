import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a flood of signatures below a signed text',
		title: 'a signed text may have sixteen signatures, and no work goes into more',
		file: 'nodes/OpenPgp/messages/cleartext.ts',
		line: 'packetsAtMost: 16,',
		becomes: 'packetsAtMost: 16_000,',
	},
];
