import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the next run of a report task, taken for a redelivery',
		title: 'is the same within the window of the first delivery, and differs from its end on',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: 'Math.abs(now - first) < windowMs',
		becomes: 'Math.abs(now - first) <= windowMs',
	},
	{
		name: 'a chain of redeliveries that swallows the next run',
		title: 'a redelivery that the database dropped does not extend the window',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'if (unseen.has(keys.key)) {',
		becomes: 'await row.record(keys.more.map(({ key }) => key)); if (unseen.has(keys.key)) {',
	},
	{
		name: 'a ConnectReport redelivery after a restart, in another slot of time',
		title:
			'a redelivery after a restart is dropped by the database, and an execution that n8n starts again continues',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'if (others.length > 0)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'the next run, in the last slot of time of the one before',
		title: 'never matches what comes a window later or more, wherever the slots begin',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: 'length: 2 * SLOTS - 1 }',
		becomes: 'length: 2 * SLOTS }',
	},
];
