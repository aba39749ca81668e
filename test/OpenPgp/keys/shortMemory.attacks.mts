import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'unlocked keys that stay in memory',
		title: 'is forgotten after its time, although nobody asks any more',
		file: 'nodes/OpenPgp/keys/shortMemory.ts',
		line: 'if (this.entries.get(key)?.number === number) this.entries.delete(key);',
		becomes: '',
	},
];
