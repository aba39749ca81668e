import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a few rows of a large file that keep all of it in memory',
		title: 'items of a few rows do not keep the rest of the file in memory',
		file: 'nodes/ReportFile/rows/rowText.ts',
		line: 'Math.min(2 * this.rowsAtMost, ROWS_AT_MOST) : 1',
		becomes: 'Math.min(2 * this.rowsAtMost, ROWS_AT_MOST) : ROWS_AT_MOST',
	},
	{
		name: 'the first row of each part of a large file, which keeps the part in memory',
		title: 'rows are cut from not much more than themselves: the first of each batch',
		file: 'nodes/ReportFile/rows/rowText.ts',
		line: 'if (!this.wereAllAsked()) this.rowsAtMost = 1;',
		becomes: '',
	},
	{
		name: 'long values, kept in memory by short ones beside them',
		title: 'items of long rows do not keep a long value of another column in memory',
		file: 'nodes/ReportFile/rows/rowText.ts',
		line: 'if (!isShort(row)) return false;',
		becomes: '',
	},
	{
		name: 'many columns, kept in memory by the one that is wanted',
		title: 'items of a few columns do not keep the other columns in memory',
		file: 'nodes/ReportFile/rows/objectMaker.ts',
		line: 'FEW * columns.length < batch.width(row) || ',
		becomes: '',
	},
	{
		name: 'names beyond ASCII, which keep their rows in memory after they are done with',
		title: 'texts of a batch that is done with do not outlive it',
		file: 'nodes/ReportFile/rows/objectMaker.ts',
		line: 'this.texts = new Map();',
		becomes: 'this.texts.clear();',
	},
];
