import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a header of 100,000 equal names, which would hold n8n up for minutes',
		title: 'a header of many equal names takes no more steps than it has names',
		file: 'nodes/ReportFile/csv/columnNames.ts',
		line: 'counts.get(name) ?? 1',
		becomes: '1',
	},
];
