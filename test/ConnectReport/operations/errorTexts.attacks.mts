import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a ConnectReport ID out of an item that is a path',
		title: 'an ID that is a path',
		file: 'nodes/ConnectReport/api/paths.ts',
		line: 'if (isId(text)) return text;',
		becomes: "if (text !== '') return text;",
	},
	{
		name: 'a report task that may have started, sent again on a retry of the node',
		title: 'is sent once, whatever happens to the answer',
		file: 'nodes/ConnectReport/operations/runNow.ts',
		line: 'memory.sentBy = executionId;',
		becomes: '',
	},
	{
		name: 'a report task sent by each try of an execution that was started again',
		title: 'is sent once, also in an execution that was started again',
		file: 'nodes/ConnectReport/operations/runNow.ts',
		line: ' && memory.sentBy !== executionId',
		becomes: '',
	},
	{
		name: 'the report of the run before, exported for an event',
		title: 'instead of taking the one of the previous run',
		file: 'nodes/ConnectReport/reports/reportChoice.ts',
		line: '(found.msBefore ?? 0) <= FRESH_MS',
		becomes: '(true as boolean)',
	},
];
