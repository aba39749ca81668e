import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Table } from '../csv/table';
import type { ReportSource } from '../files/openReport';
import { openReportTable } from '../files/reportTable';

/** A file as a table, whatever its format. */
export interface Input {
	table: Table;
	source: ReportSource;
	/** What its format tells beyond a CSV; complete when the table was read. */
	facts(): IDataObject;
}

/** The file that the panel names. */
export async function inputOf(context: IExecuteFunctions, itemIndex: number): Promise<Input> {
	const { table, ...source } = await openReportTable(context, itemIndex);
	return { table, source, facts: () => ({}) };
}
