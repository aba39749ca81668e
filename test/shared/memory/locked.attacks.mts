import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'two holders of one lock',
		title: 'jobs of several processes under one name never overlap',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if (inserted.size > 0) return number;',
		becomes: 'return number;',
	},
	{
		name: 'a lock whose holder died, held forever',
		title: 'after the holder has died',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if (clock.now() - since > LEASE_MS) await declareBroken',
		becomes: 'if (false as boolean) await declareBroken',
	},
	{
		name: 'two who break a lock at the same moment, one of whom fails',
		title: 'after the holder has died',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if ((await broken.count()) === number) throw error;',
		becomes: 'throw error;',
	},
	{
		name: 'a holder that wakes up after its lock was broken',
		title: 'a holder that was delayed beyond its lease does its work again, after those that took its place',
		file: 'nodes/shared/memory/locked.ts',
		line: 'if (!isLate || (await broken.count()) === number) return result;',
		becomes: 'return result;',
	},
];
