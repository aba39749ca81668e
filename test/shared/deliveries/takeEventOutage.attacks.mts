import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an event whose first execution is at work, run again because the database went away while a worker asked',
		title:
			'after it has asked, for four tries: the event does not run again, and its taker can still be read',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'await untilWritten(async () => await row.remove(own.filter((text) => unseen.has(text))));',
		becomes: 'await row.remove(own.filter((text) => unseen.has(text)));',
	},
	{
		name: 'the same, while the worker reads who took the event',
		title:
			'while it reads who took it, for four tries: the event does not run again, and its taker can still be read',
		file: 'nodes/shared/memory/knownOf.ts',
		line: 'untilWritten(async () => await row.remove([...unseen]))',
		becomes: 'row.remove([...unseen])',
	},
];
