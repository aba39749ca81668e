import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'two holders of one lock',
		title: 'works of several processes under one name never overlap',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if (inserted.size > 0) return number;',
		becomes: 'return number;',
	},
	{
		name: 'a lock whose holder died, held for ever',
		title: 'after the holder has died',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if (clock.now() - since > lease.ms) await broken',
		becomes: 'if (false as boolean) await broken',
	},
	{
		name: 'a holder that wakes up after its lock was broken',
		title: 'a holder that was held up beyond its lease works again',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if (!isLate || (await broken.count()) === number) return result;',
		becomes: 'return result;',
	},
];
