import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an event whose first execution is at work, run again because the database went away while a worker asked',
		title:
			'after it has asked, for four tries: the event does not run again, and its taker can still be read',
		file: 'nodes/shared/memory/knownOf.ts',
		line: 'untilWritten(async () => await row.remove([...unseen, ...alsoRemove]))',
		becomes: 'row.remove([...unseen, ...alsoRemove])',
	},
];
