import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file with a group for each row',
		title: 'refuses more groups than memory should hold',
		file: 'nodes/ReportFile/summarize/summarizeTable.ts',
		line: 'if (index >= GROUPS_AT_MOST) throw tooManyGroups();',
		becomes: '',
	},
];
