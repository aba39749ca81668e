import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the next run of a report task, taken for a redelivery',
		title: 'is the same within the window of the first delivery, and differs from its end on',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: 'Math.abs(now - seen.at) < windowMs',
		becomes: 'Math.abs(now - seen.at) <= windowMs',
	},
	{
		name: 'a chain of redeliveries that swallows the next run',
		title: 'a redelivery that the database dropped does not extend the window: n8n restarts each time',
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
		name: 'the next run of a task, dropped by a process that took a redelivery for the first delivery',
		title: 'a redelivery that the database dropped does not extend the window: n8n restarts before it',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: "isFirst: !isNear && began.get('at')! <= now - windowMs",
		becomes: 'isFirst: true',
	},
	{
		name: 'the next run of a task, dropped by the main process of queue mode after somebody tested a workflow in it',
		title:
			'is not that of a redelivery for the next run in queue mode, also after somebody tests a workflow there',
		file: 'nodes/shared/memory/slots.ts',
		line: "if (context.getMode() !== 'manual') noteThatItExecutes();",
		becomes: 'noteThatItExecutes();',
	},
	{
		name: 'the next run, in the last slot of time of the one before',
		title: 'never matches what comes a window later or more, wherever the slots begin',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: 'length: SLOTS - 1 }',
		becomes: 'length: SLOTS }',
	},
];
