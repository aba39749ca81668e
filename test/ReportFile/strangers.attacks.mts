import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a quote that takes the rest of the file into memory',
		title: 'a quote that is never closed stops the reading after some megabytes, not at the end of the file',
		file: 'nodes/ReportFile/csv/rowReader.ts',
		line: 'return held - incomplete > ROW_BYTES_AT_MOST ? incomplete : undefined;',
		becomes: 'return undefined;',
	},
	{
		name: 'HTML in the name of a column',
		title: 'column names cannot put HTML into the hint',
		file: 'nodes/shared/run/hints.ts',
		line: "text.replace(/</g, '(')",
		becomes: 'text',
	},
];
