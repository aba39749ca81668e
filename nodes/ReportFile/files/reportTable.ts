import type { IExecuteFunctions } from 'n8n-workflow';
import { openTable, type Table } from '../csv/table';
import { rememberColumns } from '../panel/columnMemory';
import { readTableOptions } from '../panel/tableOptions';
import { mustBeText, openReport, type ReportSource } from './openReport';

export interface ReportTable extends ReportSource {
	table: Table;
}

/**
 * The CSV file that the fields of the panel name, ready to be read. Its columns are what the lists of the panel show from
 * now on, whatever becomes of the run.
 */
export async function openReportTable(
	context: IExecuteFunctions,
	itemIndex: number,
	field = context.getNodeParameter('binaryPropertyName', itemIndex) as string,
): Promise<ReportTable> {
	const source = await openReport(context, itemIndex, field);
	await mustBeText(source);
	const table = await openTable(source.open, readTableOptions(context, itemIndex));
	rememberColumns(context, table.columns);
	return { ...source, table };
}
