import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a quote that takes the rest of the file into memory',
		title: 'a quote that is never closed ends the reading after some megabytes, not with the file',
		file: 'nodes/ReportFile/csv/rowReader.ts',
		line: 'if (held - next > ROW_BYTES_AT_MOST) throw unclosed(line + batch.lineEnds(0, incomplete));',
		becomes: '',
	},
	{
		name: 'HTML in the name of a column',
		title: 'names of columns are no HTML in the hint',
		file: 'nodes/shared/run/hints.ts',
		line: "text.replace(/</g, '(')",
		becomes: 'text',
	},
];
