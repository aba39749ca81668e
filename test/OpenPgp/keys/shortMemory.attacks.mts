import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'unlocked keys that stay in memory',
		title: 'a value is forgotten after its time, even if it was used or nobody asks any more',
		file: 'nodes/OpenPgp/keys/shortMemory.ts',
		line: 'if (this.entries.get(key)?.number === number) this.entries.delete(key);',
		becomes: '',
	},
];
