import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { TypedColumn } from '../columnTypes/columnType';
import { judgeColumns } from '../columnTypes/judgeColumns';
import { columnIndex, namesIn } from '../csv/columnIndex';
import type { Misfits } from '../csv/misfits';
import { excelOutput } from '../excel/excelOutput';
import { factsOf } from '../panel/facts';
import { leftOut } from '../panel/leftOut';
import { nameWith, storeReport, type MadeFile } from '../files/storeReport';
import { jsonLinesOutput } from '../jsonLines/jsonLinesOutput';
import { count } from '../../shared/run/count';
import { parquetOutput } from '../parquet/parquetOutput';
import type { Input } from './input';
import { csvOutput } from './csvOutput';
import { type Conversion, kindsOf, type OutputFormat, type OutputOptions } from './output';

const formats = {
	csv: csvOutput,
	excel: excelOutput,
	jsonLines: jsonLinesOutput,
	parquet: parquetOutput,
} satisfies Record<string, OutputFormat>;

/** What the user chose in the panel. */
export interface Chosen {
	format: keyof typeof formats;
	options: OutputOptions & {
		fileName?: string;
		textColumns?: unknown;
		allText?: boolean;
	};
}

/** Makes a file of another format of a table, in n8n's store, with what is to be known of it. */
export async function convertFile(
	context: IExecuteFunctions,
	{ table, source, facts: inputFacts }: Input,
	{ format: name, options }: Chosen,
	misfits: Misfits,
): Promise<{ made: MadeFile; facts: IDataObject; hint: string }> {
	const format: OutputFormat = formats[name];
	const isTyped = format.needsTypes(options) && options.allText !== true;
	const textColumns = namesIn(options.textColumns).map(
		(column) => table.columns[columnIndex(table.columns, column)]!,
	);
	const columns = isTyped
		? await judgeColumns(table, { text: textColumns, asksForNumbers: format === csvOutput })
		: table.columns.map((column): TypedColumn => ({
				name: column,
				type: { kind: 'text' },
				isNumeric: false,
				odd: 0,
				length: 20,
			}));
	const facts: Conversion['facts'] = {};
	const conversion: Conversion = {
		columns,
		decimal: table.dialect.decimal,
		table,
		misfits,
		name: nameWith(source.fileName, '', '').replace(/\.$/, ''),
		options,
		facts,
	};
	const fileName = options.fileName || nameWith(source.fileName, '', format.ending);
	const made = await storeReport(context, format.write(conversion), fileName, source);
	const rows = table.found.rows - misfits.count;
	const odd = columns.filter((column) => column.odd > 0);
	return {
		made,
		facts: {
			...factsOf(made, rows),
			columns: table.columns,
			...(isTyped && { columnKinds: kindsOf(columns) }),
			...(odd.length > 0 && {
				otherKind: Object.fromEntries(odd.map((column) => [column.name, column.odd])),
			}),
			...(misfits.count > 0 && { leftOut: { rows: misfits.count, lines: misfits.lines } }),
			...(table.found.totals && { totals: table.found.totals }),
			...inputFacts(),
			...(facts as IDataObject),
		},
		hint: [hintOf(rows, columns, made, facts), leftOut(table, misfits)]
			.filter((part) => part !== '')
			.join('; '),
	};
}

function hintOf(
	rows: number,
	columns: TypedColumn[],
	made: MadeFile,
	{ keptSeparators = {} }: { keptSeparators?: Record<string, number> },
): string {
	const kept = Object.keys(keptSeparators);
	const numbers = columns.filter(({ type }) => type.kind === 'number').length;
	return [
		`${count(rows, 'row')}, ${count(columns.length, 'column')} in ${made.fileName}`,
		numbers > 0 ? `${numbers} of them numbers` : '',
		kept.length > 0 ? `numbers among text keep their decimal separator in ${kept.join(', ')}` : '',
	]
		.filter((part) => part !== '')
		.join(', ');
}
