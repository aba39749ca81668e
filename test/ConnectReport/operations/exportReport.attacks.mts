import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the file of another report, after the node was changed',
		title: 'is not reused once the node asks for another report',
		file: 'nodes/ConnectReport/operations/exportReport.ts',
		line: 'if (memory.wish !== wish) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'a second render job after a wait that was too short',
		title: 'is waited for again when it was late and the execution is started again, and is not made twice',
		file: 'nodes/ConnectReport/operations/exportReport.ts',
		line: 'if (isOver(error)) delete memory.exported;',
		becomes: 'delete memory.exported;',
	},
	{
		name: 'the report of a later run, exported for an event',
		title: 'is not the one of a later run if its own was deleted',
		file: 'nodes/ConnectReport/reports/reportChoice.ts',
		line: '-msBefore > msAtMost',
		becomes: '(false as boolean)',
	},
];
