import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an unknown choice, made of data by an expression, that is taken for another choice',
		title: 'file.convert refuses an unknown value of "Output Format"',
		file: 'nodes/ReportFile/panel/checkChoices.ts',
		line: "if (field.type === 'options' && isFixedList) choiceOf(field, given);",
		becomes: '',
	},
	{
		name: 'a number of rows per sheet with which sheets without rows would follow one another for ever',
		title: 'refuses 1 rows per sheet',
		file: 'nodes/ReportFile/excel/excelOutput.ts',
		line: 'wholeNumberOf(rowsPerSheetOption, options.rowsPerSheet ?? rowsPerSheetOption.default)',
		becomes: '2',
	},
];
