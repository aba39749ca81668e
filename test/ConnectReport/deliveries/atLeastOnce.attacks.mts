import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a callback that crashed n8n, dropped as done when it comes again a moment later',
		title: 'a crashed event that is delivered again in the same slot of time runs again',
		file: 'nodes/ConnectReport/deliveries/eventId.ts',
		line: 'return idAt(content, Math.floor(firstAt / slotMs) * slotMs);',
		becomes: 'return idAt(content, firstAt);',
	},
	{
		name: 'a payout told of twice because the callback came again in another slot of time',
		title: 'an event that is done does not run again when it is delivered again in the next slot',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'isDone: under !== undefined && open === undefined',
		becomes: 'isDone: false',
	},
	{
		name: 'an event that ran again and is done, run a third time',
		title: 'what ran again in the next slot and is done then does not run a third time',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'if (under === undefined || under.key === keys.key) return;',
		becomes: 'if (true as boolean) return;',
	},
];
