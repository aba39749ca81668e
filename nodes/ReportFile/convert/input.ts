import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { peek, type Bytes } from '../../shared/files/streams';
import { CsvError } from '../csv/csvError';
import { openTable, type Table } from '../csv/table';
import { excelAsCsv } from '../excel/excelInput';
import { openReport, type ReportSource } from '../files/openReport';
import { openReportTable } from '../files/reportTable';
import { jsonLinesAsCsv } from '../jsonLines/jsonLinesInput';
import { rememberColumns } from '../panel/columnMemory';
import { readTableOptions } from '../panel/tableOptions';

/** A file as a table, whatever its format. */
export interface Input {
	table: Table;
	source: ReportSource;
	/** What its format tells beyond a CSV; complete when the table was read. */
	facts(): IDataObject;
}

const HEAD_BYTES = 512;
/** Of the container that old workbooks (.xls) and those with a password lie in. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** The file that the panel names, in the format that the panel or its first bytes tell. */
export async function inputOf(context: IExecuteFunctions, itemIndex: number): Promise<Input> {
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const chosen = context.getNodeParameter('inputFormat', itemIndex, 'auto') as string;
	const source = await openReport(context, itemIndex, field);
	const format = chosen === 'auto' ? await formatOf(source) : chosen;
	if (format === 'excel') {
		const { sheet = '' } = context.getNodeParameter('options', itemIndex, {}) as { sheet?: unknown };
		const { open, facts } = await excelAsCsv(source.open, source.fileName, String(sheet ?? '').trim());
		return { table: await tableOf(context, itemIndex, open), source, facts };
	}
	if (format === 'jsonLines') {
		const open = await jsonLinesAsCsv(source.open);
		return { table: await tableOf(context, itemIndex, open, 0), source, facts: () => ({}) };
	}
	const { table } = await openReportTable(context, itemIndex, field);
	return { table, source, facts: () => ({}) };
}

async function formatOf({ open }: ReportSource): Promise<string> {
	const { head, whole } = await peek(open(), HEAD_BYTES);
	await whole[Symbol.asyncIterator]().return?.();
	if (head.subarray(0, OLE.length).equals(OLE)) {
		throw new CsvError(
			'The file is an old Excel workbook (.xls), or one with a password',
			'Save it as .xlsx without a password in Excel, and try again.',
		);
	}
	if (head.subarray(0, 2).toString('latin1') === 'PK') return 'excel';
	return /^\ufeff?\s*\{\s*"/.test(head.toString('utf8')) ? 'jsonLines' : 'csv';
}

/** The CSV that was made of another format: how it is written is known, what is in it not. */
async function tableOf(
	context: IExecuteFunctions,
	itemIndex: number,
	open: () => Bytes,
	titleRows?: number,
): Promise<Table> {
	const table = await openTable(open, {
		...readTableOptions(context, itemIndex),
		encoding: 'utf-8',
		delimiter: ',',
		quote: '"',
		escape: 'doubled',
		newline: 'crlf',
		decimal: 'point',
		...(titleRows !== undefined && { titleRows, keepTotals: true }),
	});
	rememberColumns(context, table.columns);
	return table;
}
