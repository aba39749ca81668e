import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an armour of many headers, each of which has the rest read once more',
		title: 'armour takes no more than twice as many steps for twice as much of lines like headers',
		file: 'nodes/OpenPgp/engine/dearmor.ts',
		line: 'text.slice(start, Math.min(end, start + HEADER_LENGTH_AT_MOST)).trim()',
		becomes: "text.slice(start).split('\\n', 1)[0]!.trim()",
	},
];
