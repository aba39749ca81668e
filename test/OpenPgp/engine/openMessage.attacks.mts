import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a flood of markers inside a file, that stops the process',
		title: 'a flood of markers is refused',
		file: 'nodes/OpenPgp/engine/openMessage.ts',
		line: 'count <= OTHER_PACKETS_AT_MOST',
		becomes: 'count <= Infinity',
	},
	{
		name: 'compressed data inside compressed data',
		title: 'the same, where the inner one compresses nothing is refused',
		file: 'nodes/OpenPgp/engine/openMessage.ts',
		line: "if (isCompressed) throw new BrokenPackets('compressed data inside compressed data');",
		becomes: '',
	},
];
