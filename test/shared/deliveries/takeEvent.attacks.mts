import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'one event, taken by two workers of n8n at the same moment',
		title: 'that take the same event at the same moment: exactly one gets it, and nothing is forgotten',
		file: 'nodes/shared/memory/slots.ts',
		line: '!isCut || isTheOnlyProcess()',
		becomes: '(true as boolean)',
	},
	{
		name: 'an event lost because n8n ended while it asked whether it is done',
		title: 'when n8n ends while it asks whether the event is done',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'isDone: isKnownUnderItsId && unseen.has(open)',
		becomes: 'isDone: true',
	},
	{
		name: 'an event lost because a redelivery with another ID is not known to be open',
		title: 'an event found under the ID of a redelivery is not done',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'more.length === 0 || by !== undefined',
		becomes: '(true as boolean)',
	},
	{
		name: 'an event that is done, run again because a worker was killed while it asked about it',
		title: 'marked as done after n8n ended while it asked',
		file: 'nodes/shared/deliveries/takenEvents.ts',
		line: 'more.length === 0 || by !== undefined',
		becomes: 'by !== undefined',
	},
	{
		name: 'an event that crashed, dropped when it is delivered again',
		title: 'an event that is not done runs again after a restart',
		file: 'nodes/shared/deliveries/takeEvent.ts',
		line: 'isTheOnlyProcess() && !wasTakenHere',
		becomes: '(false as boolean)',
	},
	{
		name: 'an event that is done, run again',
		title: 'an event marked as done never runs again',
		file: 'nodes/shared/deliveries/takeEvent.ts',
		line: 'if (!atLeastOnce || isDone)',
		becomes: 'if (!atLeastOnce)',
	},
	{
		name: 'the memory of a Remove Duplicates node, lost to our own',
		title: "keeps the values of the user's Remove Duplicates nodes",
		file: 'nodes/shared/memory/ownRow.ts',
		line: "Reflect.set(node, 'id', `report delivery/${this.name}`);",
		becomes: '',
	},
	{
		name: 'an n8n that freezes the node, where every event would be undecided',
		title: 'in an n8n that freezes the node',
		file: 'nodes/shared/memory/ownRow.ts',
		line: "Reflect.set(node, 'id', `report delivery/${this.name}`);",
		becomes: 'node.id = `report delivery/${this.name}`;',
	},
	{
		name: 'a whole list of events forgotten because a worker was killed while it read who took one of them',
		title: 'stays done when n8n ends while it reads who took it, and so do the others of its list',
		file: 'nodes/shared/memory/slots.ts',
		line: 'const TEXTS_A_SLOT = 512;',
		becomes: 'const TEXTS_A_SLOT = 256;',
	},
];
