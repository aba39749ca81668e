import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { conditionFields } from '../conditions/conditionFields';
import { readConditions } from '../conditions/conditions';
import { columnIndex, namesIn } from '../csv/columnIndex';
import { CsvError } from '../csv/csvError';
import { Misfits } from '../csv/misfits';
import type { RowBatch } from '../csv/rowBatch';
import type { Table } from '../csv/table';
import { openReportTable } from '../files/reportTable';
import { formatDecimal } from '../numbers/decimal';
import { parseDecimal } from '../numbers/parseDecimal';
import { binaryField, columnField, columnsField, optionsField } from '../panel/fields';
import { withHint } from '../panel/hint';
import { misfitField } from '../panel/misfitField';
import { toSecondOutput } from '../panel/outputs';
import { count, leftOut } from '../panel/words';
import { toIsoDate, type DateOrder } from '../rows/dates';
import { ObjectMaker, type Picked } from '../rows/objectMaker';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

/** n8n keeps items as one text when it saves them, which fails near a million items of 18 columns. */
const ITEMS_AT_MOST = 500_000;

const misfitOutputField: INodeProperties = {
	...misfitField,
	options: [
		...(misfitField.options ?? []),
		{
			name: 'Send to Second Output',
			value: 'output',
			description: 'Each with its line number and its values',
		},
	],
};

interface Options {
	amountsAsNumbers?: boolean;
	dateOrder?: DateOrder | 'asGiven';
	lineNumber?: boolean;
	rename?: { column?: Array<{ from: string; to: string }> };
}

export const getRows: Operation = {
	value: 'getRows',
	name: 'Get Rows',
	action: 'Get rows of a report file',
	description: 'Rows as items, for files of some thousand rows, or the first rows of larger ones',
	output: z.object({}).passthrough(),
	fields: [
		binaryField,
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { returnAll: [false] } },
		},
		...conditionFields,
		columnsField({
			displayName: 'Columns Names or IDs',
			name: 'columns',
			description: 'Those that the items get; without any, all.',
		}),
		columnsField({
			displayName: 'Amount Column Names or IDs',
			name: 'amounts',
			description: 'Their values come as plain decimals such as 1234.50, exactly, however they are written.',
		}),
		columnsField({
			displayName: 'Date Column Names or IDs',
			name: 'dates',
			description: 'Their values come in ISO 8601 when "Date Order" in the options says how to read them.',
		}),
		misfitOutputField,
		optionsField([
			{
				displayName: 'Add Line Number',
				name: 'lineNumber',
				type: 'boolean',
				default: false,
				description: 'Whether each item gets the number of its line, as "line"',
			},
			{
				displayName: 'Amounts as Numbers',
				name: 'amountsAsNumbers',
				type: 'boolean',
				default: false,
				description:
					'Whether amounts come as JSON numbers. These are rounded when they have more than 15 digits; as text they are exact.',
			},
			{
				displayName: 'Date Order',
				name: 'dateOrder',
				type: 'options',
				default: 'asGiven',
				options: [
					{ name: 'As Given', value: 'asGiven', description: 'Dates are not touched' },
					{ name: 'Day First', value: 'dayFirst', description: '03/04/2026 is the 3rd of April' },
					{ name: 'Month First', value: 'monthFirst', description: '03/04/2026 is the 4th of March' },
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
			{
				displayName: 'Skip Rows',
				name: 'skip',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'How many rows to pass over before the first item, of those that meet the conditions',
			},
		]),
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const { table } = await openReportTable(context, itemIndex);
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = returnAll ? Infinity : Number(context.getNodeParameter('limit', itemIndex, 50));
		const options = context.getNodeParameter('options', itemIndex, {}) as Options & { skip?: number };
		const toSkip = Math.max(0, Number(options.skip ?? 0));
		const choice = context.getNodeParameter('misfits', itemIndex, 'fail') as string;
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
		if (items[0] !== undefined) {
			const more = met - got - Math.min(met, toSkip);
			const line = [
				count(got, 'row'),
				more > 0 ? `${count(more, 'more row')} left out by the limit` : '',
				toSkip > 0 ? `${Math.min(met, toSkip).toLocaleString('en-US')} skipped` : '',
				leftOut(table, choice === 'output' ? undefined : misfits),
			];
			withHint(items[0], line.filter((part) => part !== '').join('; '));
		}
		return items;
	},
};

/** What the rows of a batch become. */
function itemMaker(context: IExecuteFunctions, itemIndex: number, table: Table, options: Options) {
	const { columns, dialect } = table;
	const names = (field: string) =>
		namesIn(context.getNodeParameter(field, itemIndex, [])).map((name) => columnIndex(columns, name));
	const renamed = new Map(
		(options.rename?.column ?? [])
			.filter(({ to }) => to !== '')
			.map(({ from, to }) => [columnIndex(columns, from), to] as const),
	);
	const chosen = names('columns');
	const picked = (chosen.length > 0 ? chosen : [...columns.keys()]).map((index): Picked => ({
		index,
		name: renamed.get(index) ?? columns[index]!,
	}));
	const nameOf = (index: number) => picked.find((one) => one.index === index)?.name;
	const amounts = names('amounts')
		.map(nameOf)
		.filter((name) => name !== undefined);
	const { dateOrder = 'asGiven' } = options;
	const dates =
		dateOrder === 'asGiven'
			? []
			: names('dates')
					.map(nameOf)
					.filter((name) => name !== undefined);
	const maker = new ObjectMaker(picked);
	return {
		begin: (batch: RowBatch) => maker.begin(batch),
		make(batch: RowBatch, row: number): IDataObject {
			const made: IDataObject = maker.make(batch, row);
			for (const name of amounts) {
				const text = made[name] as string;
				if (text.trim() === '') continue;
				const decimal = parseDecimal(text, dialect.decimal);
				if (decimal === undefined) throw notA('number', text, name, batch.line(row));
				made[name] =
					options.amountsAsNumbers === true ? Number(formatDecimal(decimal)) : formatDecimal(decimal);
			}
			for (const name of dates) {
				const text = made[name] as string;
				if (text.trim() === '') continue;
				const iso = toIsoDate(text, dateOrder as DateOrder);
				if (iso === undefined) throw notA('date', text, name, batch.line(row));
				made[name] = iso;
			}
			if (options.lineNumber === true) made.line = batch.line(row);
			return made;
		},
	};
}

const misfitItem = (batch: RowBatch, row: number): INodeExecutionData => ({
	json: { line: batch.line(row), values: batch.texts(row) },
});

const notA = (what: string, text: string, name: string, line: number) =>
	new CsvError(
		`Line ${line}: "${text.slice(0, 60)}" in the column "${name}" is not a ${what}`,
		`Take the column out of the list, or look at that line and at the ${what === 'date' ? '"Date Order"' : '"Decimal Separator"'} in the options.`,
	);

const tooMany = () =>
	new CsvError(
		`These are more than ${ITEMS_AT_MOST.toLocaleString('en-US')} items, which n8n cannot keep`,
		'Set a limit or conditions, add the rows up with "Summarize", or cut the file with "Split" and work on each part in a sub-workflow.',
	);
