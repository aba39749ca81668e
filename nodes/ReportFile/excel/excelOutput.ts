import { wholeNumberOf } from '../../shared/run/fieldValues';
import { rowsPerSheetOption } from '../convert/convertFields';
import type { OutputFormat } from '../convert/output';
import { excelColumns } from './excelColumns';
import { RowSource, writeWorkbook } from './writeWorkbook';

export const excelOutput: OutputFormat = {
	ending: '.xlsx',
	needsTypes: () => true,
	write({ columns, decimal, table, misfits, name, options, facts }) {
		const sheets: Array<{ name: string; rows: number }> = [];
		facts.sheets = sheets;
		return writeWorkbook(new RowSource(table.read(), misfits), {
			columns: excelColumns(columns, decimal),
			sheetName: options.sheetName ?? name,
			rowsPerSheet: wholeNumberOf(rowsPerSheetOption, options.rowsPerSheet ?? rowsPerSheetOption.default),
			modified: new Date(),
			onSheet: (sheet, count) => sheets.push({ name: sheet, rows: count }),
		});
	},
};
