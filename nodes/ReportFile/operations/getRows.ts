import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { conditionFields } from '../conditions/conditionFields';
import { readConditions } from '../conditions/conditions';
import { CsvError } from '../csv/csvError';
import { Misfits } from '../csv/misfits';
import type { RowBatch } from '../csv/rowBatch';
import { openReportTable } from '../files/reportTable';
import { inputFileField, columnField, columnsField, optionsField } from '../panel/fields';
import { hintsOf, say } from '../panel/hint';
import { misfitField } from '../panel/misfitField';
import { toSecondOutput } from '../panel/outputs';
import { count } from '../../shared/run/count';
import { leftOut } from '../panel/leftOut';
import { itemMaker, type RowOptions } from '../rows/itemMaker';
import { returnAllFields } from '../../shared/run/commonFields';
import { wholeNumberOf } from '../../shared/run/fieldValues';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

const limitField = returnAllFields[1]!;
const skipField: INodeProperties = {
	displayName: 'Skip Rows',
	name: 'skip',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'How many of the rows that meet the conditions to skip before the first item',
};

/** n8n keeps items as one text when it saves them, which fails near a million items of 18 columns. */
const ITEMS_AT_MOST = 500_000;

const misfitOutputField: INodeProperties = {
	...misfitField,
	options: [
		...(misfitField.options ?? []),
		{
			name: 'Send to Second Output',
			value: 'output',
			description: 'Each with its line number and values',
		},
	],
};

export const getRows: Operation = {
	value: 'getRows',
	name: 'Get Rows',
	action: 'Get rows of a report file',
	description: 'Get rows as items: all rows of a small file, or the first rows of a large one',
	output: z.object({}).passthrough(),
	fields: [
		inputFileField,
		...returnAllFields,
		...conditionFields,
		columnsField({
			displayName: 'Column Names or IDs',
			name: 'columns',
			description: 'The columns to return. Leave empty for all.',
		}),
		columnsField({
			displayName: 'Amount Column Names or IDs',
			name: 'amounts',
			description:
				'Their values are returned as exact plain decimals such as 1234.50, however the file writes them.',
		}),
		columnsField({
			displayName: 'Date Column Names or IDs',
			name: 'dates',
			description: 'Their values are returned in ISO 8601. This needs "Date Order" in the options.',
		}),
		misfitOutputField,
		optionsField([
			{
				displayName: 'Add Line Number',
				name: 'lineNumber',
				type: 'boolean',
				default: false,
				description: 'Whether to add the line number in the file to each item, as "line"',
			},
			{
				displayName: 'Amounts as Numbers',
				name: 'amountsAsNumbers',
				type: 'boolean',
				default: false,
				description:
					'Whether to return amounts as JSON numbers. Numbers of more than 15 digits are rounded; text is exact.',
			},
			{
				displayName: 'Date Order',
				name: 'dateOrder',
				type: 'options',
				default: 'asGiven',
				options: [
					{ name: 'As Given', value: 'asGiven', description: 'Dates stay as they are in the file' },
					{ name: 'Day First', value: 'dayFirst', description: '03/04/2026 is April 3' },
					{ name: 'Month First', value: 'monthFirst', description: '03/04/2026 is March 4' },
				],
			},
			{
				displayName: 'Rename Columns',
				name: 'rename',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [
					{
						displayName: 'Column',
						name: 'column',
						values: [
							columnField({
								displayName: 'From Name or ID',
								name: 'from',
								description: 'Its name in the file.',
							}),
							{ displayName: 'To', name: 'to', type: 'string', default: '' },
						],
					},
				],
			},
			skipField,
		]),
	],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const { table } = await openReportTable(context, itemIndex);
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = returnAll
			? Infinity
			: wholeNumberOf(limitField, context.getNodeParameter('limit', itemIndex, limitField.default));
		const options = context.getNodeParameter('options', itemIndex, {}) as RowOptions & { skip?: unknown };
		const toSkip = wholeNumberOf(skipField, options.skip ?? skipField.default);
		const choice = context.getNodeParameter('misfits', itemIndex, 'fail');
		const misfits = new Misfits(table.columns.length, choice === 'fail' ? 'fail' : 'skip');
		const conditions = readConditions(context, itemIndex, table);
		const toItem = itemMaker(context, itemIndex, table, options);
		const items: INodeExecutionData[] = [];
		let met = 0;
		let got = 0;
		for await (const batch of table.read()) {
			toItem.begin(batch);
			for (let row = 0; row < batch.rows; row++) {
				// Beyond the limit rows are only counted: a look at the first ones does not fail for the last one.
				if (got >= limit) {
					if (batch.width(row) === table.columns.length && conditions.meets(batch, row)) met++;
					continue;
				}
				if (!misfits.fits(batch, row)) {
					if (choice === 'output') items.push(toSecondOutput(misfitItem(batch, row)));
				} else if (conditions.meets(batch, row)) {
					met++;
					if (met <= toSkip) continue;
					got++;
					items.push({ json: toItem.make(batch, row) });
				}
				if (items.length > ITEMS_AT_MOST) throw tooMany();
			}
		}
		const skipped = Math.min(met, toSkip);
		const more = met - got - skipped;
		say(
			context,
			count(got, 'row'),
			more > 0 ? `${count(more, 'more row')} left out by the limit` : '',
			toSkip > 0 ? `${skipped.toLocaleString('en-US')} skipped` : '',
			leftOut(table, choice === 'output' ? undefined : misfits),
		);
		return items;
	},
};

const misfitItem = (batch: RowBatch, row: number): INodeExecutionData => ({
	json: { line: batch.line(row), values: batch.texts(row) },
});

const tooMany = () =>
	new CsvError(
		`There would be more than ${ITEMS_AT_MOST.toLocaleString('en-US')} items, too many for n8n to save`,
		'Set a limit or conditions, use "Summarize", or cut the file with "Split" and process each part in a sub-workflow.',
	);
