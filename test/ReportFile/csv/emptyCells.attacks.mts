import type { Attack } from '../../attacks/attack.mts';

const title = 'a file of few values and 100 million empty cells is refused';

export const attacks: Attack[] = [
	{
		name: 'a workbook of some bytes a row that fills the disk',
		title,
		file: 'nodes/ReportFile/csv/emptyCells.ts',
		line: 'if (this.empty > EMPTY_CELLS_AT_MOST + FOR_EACH_VALUE * this.values) {',
		becomes: 'if (this.empty < 0) {',
	},
	{
		name: 'the same, where Excel is read',
		title: 'the empty cells of an Excel sheet are counted',
		file: 'nodes/ReportFile/excel/excelInput.ts',
		line: 'yield emptyCells.counted(row);',
		becomes: 'yield row;',
	},
	{
		name: 'the same, where JSON Lines are read',
		title: 'the empty cells of JSON Lines are counted',
		file: 'nodes/ReportFile/jsonLines/jsonLinesInput.ts',
		line: "yield emptyCells.counted(keys.map((key) => object.get(key) ?? ''));",
		becomes: "yield keys.map((key) => object.get(key) ?? '');",
	},
];
