import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { conditionFields } from '../conditions/conditionFields';
import { readConditions } from '../conditions/conditions';
import { columnIndex, namesIn } from '../csv/columnIndex';
import { CsvError } from '../csv/csvError';
import { misfitsOf, misfitField } from '../panel/misfitField';
import { openReportTable } from '../files/reportTable';
import { inputFileField, columnField, columnsField, optionsField } from '../panel/fields';
import { grouped } from '../panel/grouped';
import { hintsOf, say } from '../panel/hint';
import { count } from '../../shared/run/count';
import { leftOut } from '../panel/leftOut';
import { summarizeTable, type Wanted } from '../summarize/summarizeTable';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { columnsIn, figuresOf, nameOf, type AskedFor } from '../summarize/askedFor';

export const summarize: Operation = {
	value: 'summarize',
	name: 'Summarize',
	action: 'Summarize a report file',
	description: 'Get exact sums, counts and averages, grouped by one or more columns',
	output: z.object({ count: z.number().optional() }).passthrough(),
	fields: [
		inputFileField,
		{
			displayName: 'Figures',
			name: 'figures',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add figure',
			default: { figure: [{ figure: 'count', column: '' }] },
			options: [
				{
					displayName: 'Figure',
					name: 'figure',
					values: [
						{
							displayName: 'Figure',
							name: 'figure',
							type: 'options',
							default: 'sum',
							options: [
								{ name: 'Average', value: 'average' },
								{ name: 'Count of Rows', value: 'count' },
								{ name: 'Different Values', value: 'distinct' },
								{ name: 'Largest', value: 'max' },
								{ name: 'Smallest', value: 'min' },
								{ name: 'Sum', value: 'sum' },
							],
						},
						columnField({
							displayName: 'Column Name or ID',
							name: 'column',
							description: 'The column to calculate it from.',
							displayOptions: { hide: { figure: ['count'] } },
						}),
					],
				},
			],
		},
		columnsField({
			displayName: 'Group By Names or IDs',
			name: 'groupBy',
			description: 'Returns one item for each combination of their values. Leave empty for one item in all.',
		}),
		...conditionFields,
		{
			displayName: 'Values That Are Not Numbers',
			name: 'noNumbers',
			type: 'options',
			default: 'fail',
			description:
				'What to do with a value that is not a number in a column of figures. Blank values are always ignored.',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Leave Out', value: 'skip', description: 'The hint after the run says how many' },
			],
		},
		misfitField,
		optionsField([
			{
				displayName: 'Amounts as Numbers',
				name: 'asNumbers',
				type: 'boolean',
				default: false,
				description:
					'Whether to return amounts as JSON numbers. Numbers of more than 15 digits are rounded; text is exact.',
			},
		]),
	],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const { table } = await openReportTable(context, itemIndex);
		const { columns } = table;
		const asked = readFigures(context, itemIndex);
		const groupBy = namesIn(context.getNodeParameter('groupBy', itemIndex, []));
		const options = context.getNodeParameter('options', itemIndex, {}) as { asNumbers?: boolean };
		const wanted: Wanted = {
			groupBy: groupBy.map((name) => columnIndex(columns, name)),
			...columnsIn(asked, columns),
			noNumbers: context.getNodeParameter('noNumbers', itemIndex, 'fail') === 'skip' ? 'skip' : 'fail',
		};
		const conditions = readConditions(context, itemIndex, table);
		const misfits = misfitsOf(context, itemIndex, table);
		const { groups, rows, numberColumns } = await summarizeTable(table, wanted, conditions, misfits);
		const items = groups.map((group): INodeExecutionData => ({
			json: {
				...Object.fromEntries(groupBy.map((name, index) => [name, group.values[index]!])),
				...figuresOf(group, asked, wanted, columns, options.asNumbers === true),
			},
		}));
		const noNumbers = numberColumns.reduce((sum, column) => sum + column.noNumbers, 0);
		const [first] = items;
		say(
			context,
			`${count(rows, 'row')} in ${count(groups.length, 'group')}`,
			noNumbers > 0
				? `${count(noNumbers, 'value')} left out that ${noNumbers === 1 ? 'is not a number' : 'are not numbers'}`
				: '',
			conditions.notComparable() > 0
				? `${count(conditions.notComparable(), 'value')} could not be compared`
				: '',
			leftOut(table, misfits),
			...(first !== undefined && groups.length === 1
				? asked
						.filter(({ figure }) => figure !== 'count')
						.map((one) => `${one.figure} of ${one.column} ${grouped(String(first.json[nameOf(one)]))}`)
				: []),
		);
		return items;
	},
};

function readFigures(context: IExecuteFunctions, itemIndex: number): AskedFor[] {
	const { figure = [] } = context.getNodeParameter('figures', itemIndex, {}) as { figure?: AskedFor[] };
	if (figure.length === 0) throw new CsvError('No figure is chosen', 'Add one under "Figures".');
	return figure.map((one) => ({ figure: one.figure, column: one.column ?? '' }));
}
