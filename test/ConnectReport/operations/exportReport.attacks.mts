import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the file of another report, after the node was changed',
		title: 'of another report is not taken once',
		file: 'nodes/ConnectReport/operations/exportReport.ts',
		line: 'if (memory.wish !== wish) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'a second render job after a wait that was too short',
		title: 'that came too late is waited for anew',
		file: 'nodes/ConnectReport/operations/exportReport.ts',
		line: 'if (isOver(error)) delete memory.exported;',
		becomes: 'delete memory.exported;',
	},
	{
		name: 'the report of a later run, exported for an event',
		title: 'is not that of a later run',
		file: 'nodes/ConnectReport/reports/reportChoice.ts',
		line: '-msBefore > msAtMost',
		becomes: '(false as boolean)',
	},
];
