import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { conditionFields } from '../conditions/conditionFields';
import { readConditions } from '../conditions/conditions';
import { columnIndex, namesIn } from '../csv/columnIndex';
import { filterTable } from '../csv/filterTable';
import { openReportTable } from '../files/reportTable';
import { nameWith, storeReport } from '../files/storeReport';
import { inputFileField, columnsField, fileNameOption, optionsField, outputFileField } from '../panel/fields';
import { factsOf, MadeFileFacts } from '../panel/facts';
import { hintsOf, say } from '../panel/hint';
import { misfitField, misfitsOf } from '../panel/misfitField';
import { count } from '../../shared/run/count';
import { leftOut } from '../panel/leftOut';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

export const filter: Operation = {
	value: 'filter',
	name: 'Filter',
	action: 'Filter a report file',
	description: 'Make a smaller file of the rows and columns you choose',
	output: z.object({ file: MadeFileFacts.extend({ rowsRead: z.number() }) }).passthrough(),
	fields: [
		inputFileField,
		...conditionFields,
		columnsField({
			displayName: 'Columns to Keep Names or IDs',
			name: 'columns',
			description: 'They are written in this order. Leave empty to keep all.',
		}),
		misfitField,
		outputFileField,
		optionsField([fileNameOption]),
	],
	hints: hintsOf,
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
		say(
			context,
			`${count(tally.rows, 'row')} of ${rowsRead.toLocaleString('en-US')}`,
			conditions.notComparable() > 0
				? `${count(conditions.notComparable(), 'value')} could not be compared`
				: '',
			leftOut(table, misfits),
		);
		return [
			{
				json: { ...item.json, file: { ...factsOf(made, tally.rows), rowsRead } },
				binary: { ...item.binary, [field]: made.binary },
			},
		];
	},
};
