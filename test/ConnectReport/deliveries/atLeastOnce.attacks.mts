import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a callback that crashed n8n, dropped as done when it comes again a moment later',
		title: 'a crashed event that is delivered again in the next slot runs again',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'isDone: !known.has(openText(under)) &&',
		becomes: 'isDone: true ||',
	},
	{
		name: 'a payout told of twice because the callback came again in another slot of time',
		title: 'an event that is done does not run again when it is delivered again in the next slot',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'isDone: !known.has(openText(under)) &&',
		becomes: 'isDone: false &&',
	},
	{
		name: 'an event that ran again and is done, run a third time',
		title: 'what ran again in the next slot and is done then does not run a third time',
		file: 'nodes/shared/deliveries/takeEvent.ts',
		line: 'return under.id === id ? items :',
		becomes: 'return (true as boolean) ? items :',
	},
	{
		name: 'the next run of a task, lost because a late retry of the run before bears its name',
		title: 'a redelivery between two runs belongs to the first of them',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: '[...distances.map((by) => slot - by), ...distances.map((by) => slot + by)]',
		becomes: '[...distances.map((by) => slot + by), ...distances.map((by) => slot - by)]',
	},
	{
		name: 'an event at work, run a second time because the callback came again in another slot of time',
		title: 'what is at work in this process is not run again because it is delivered in another slot',
		file: 'nodes/shared/deliveries/takeEvent.ts',
		line: 'isTheOnlyProcess() && !takenHere.has(under.key)',
		becomes: 'isTheOnlyProcess()',
	},
	{
		name: 'an event lost because the window was changed while its execution waited',
		title: 'after a change of the window, an event that was taken under the new one is still open',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: 'return { ...named(slot), more, topic: content };',
		becomes: 'return { ...named(slot), id: eventId, more, topic: content };',
	},
];
