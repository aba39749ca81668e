import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { conditionFields } from '../conditions/conditionFields';
import { readConditions } from '../conditions/conditions';
import { columnIndex, namesIn } from '../csv/columnIndex';
import { filterTable } from '../csv/filterTable';
import { openReportTable } from '../files/reportTable';
import { nameWith, storeReport } from '../files/storeReport';
import { binaryField, columnsField, fileNameOption, optionsField, outputField } from '../panel/fields';
import { MadeFileFacts } from '../panel/facts';
import { withHint } from '../panel/hint';
import { misfitField, misfitsOf } from '../panel/misfitField';
import { count, leftOut } from '../panel/words';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

export const filter: Operation = {
	value: 'filter',
	name: 'Filter',
	action: 'Filter a report file',
	description: 'Make a smaller file of the rows and columns that are wanted',
	output: z.object({ file: MadeFileFacts.extend({ rowsRead: z.number() }) }).passthrough(),
	fields: [
		binaryField,
		...conditionFields,
		columnsField({
			displayName: 'Columns to Keep Names or IDs',
			name: 'columns',
			description: 'In this order; without any, all columns are kept.',
		}),
		misfitField,
		outputField,
		optionsField([fileNameOption]),
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const source = await openReportTable(context, itemIndex);
		const { table } = source;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const { fileName = '' } = context.getNodeParameter('options', itemIndex, {}) as { fileName?: string };
		const conditions = readConditions(context, itemIndex, table);
		const misfits = misfitsOf(context, itemIndex, table);
		const kept = namesIn(context.getNodeParameter('columns', itemIndex, [])).map((name) =>
			columnIndex(table.columns, name),
		);
		const tally = { rows: 0 };
		const bytes = filterTable(table, conditions, misfits, kept, tally);
		const made = await storeReport(
			context,
			bytes,
			fileName || nameWith(source.fileName, '-filtered'),
			source,
		);
		const rowsRead = table.found.rows;
		const facts: z.infer<typeof MadeFileFacts> = {
			fileName: made.fileName,
			bytes: made.bytes,
			sha256: made.sha256,
			rows: tally.rows,
		};
		const notes = [
			`${count(tally.rows, 'row')} of ${rowsRead.toLocaleString('en-US')}`,
			conditions.notComparable() > 0
				? `${count(conditions.notComparable(), 'value')} could not be compared`
				: '',
			leftOut(table, misfits),
		];
		return [
			withHint(
				{
					json: { ...item.json, file: { ...facts, rowsRead } },
					binary: { ...item.binary, [field]: made.binary },
				},
				notes.filter((note) => note !== '').join('; '),
			),
		];
	},
};
