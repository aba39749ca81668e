import type { INodeProperties } from 'n8n-workflow';
import { labelledOptions } from '../reports/request/columns';
import { filtersField } from '../reports/request/filtersField';
import { fromAndTo, periodField, periods } from '../reports/request/periodFields';
import { reportQueries } from './reportQueries';
import type { ReportQuery } from './reportQuery';
import { optionsField, returnAllFields } from '../../shared/run/commonFields';

export const DEFAULT_ROWS_AT_MOST = 100_000;
/** "500 or 1000 or more" for itemised reports, "100" for summaries: the paging advice of the reporting page. */
export const defaultPageSize = ({ isSummary }: ReportQuery) => (isSummary ? 100 : 500);

const withDates = reportQueries.filter(({ dates }) => dates.length > 1);

/** Their defaults are replaced by the first entry of each list; n8n's lint wants to see one here. */
const daysOfField: INodeProperties = {
	displayName: 'Period Applies To',
	name: 'daysOf',
	type: 'options',
	default: '',
	description: 'Which date of a row must be in the period',
};
const sortByField: INodeProperties = {
	displayName: 'Sort By',
	name: 'sortBy',
	type: 'options',
	default: '',
};

/** The panel of Run Query: filters, dates and orders follow from the table of reports. */
export const runQueryFields: INodeProperties[] = [
	{
		displayName: 'Report',
		name: 'query',
		type: 'options',
		noDataExpression: true,
		options: reportQueries.map(({ name, label, description }) => ({ name: label, value: name, description })),
		default: 'paymentTransactionSummaries',
	},
	{
		...periodField,
		description: 'Days to get rows of, in the time zone of the workflow',
		options: [
			{ name: 'Any', value: 'any', description: 'Look rows up by a filter, for example by ID' },
			...periods,
		],
	},
	...fromAndTo,
	...withDates.map(({ name, dates }) => ({
		...daysOfField,
		options: dates.map(({ name: value, label }) => ({ name: label, value })),
		default: dates[0]?.name,
		displayOptions: { show: { query: [name] }, hide: { range: ['any'] } },
	})),
	...returnAllFields,
	...reportQueries
		.filter(({ filters }) => filters.length > 0)
		.map(({ name, filters }) => filtersField(filters, { query: [name] })),
	...reportQueries.map((query): INodeProperties => ({
		...optionsField,
		options: optionFields(query),
		displayOptions: { show: { query: [query.name] } },
	})),
];

function optionFields(query: ReportQuery): INodeProperties[] {
	const order: INodeProperties[] =
		query.sortFields === undefined
			? []
			: [
					{ ...sortByField, options: labelledOptions(query.sortFields), default: query.sortFields[0] },
					{
						displayName: 'Sort Direction',
						name: 'sortDirection',
						type: 'options',
						options: [
							{ name: 'Ascending', value: 'ASC' },
							{ name: 'Descending', value: 'DESC' },
						],
						default: 'ASC',
						description: 'Applies together with "Sort By"',
					},
				];
	return [
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. paymentBrand acceptor { businessName }',
			description:
				'Fields of each row, as GraphQL, instead of the usual ones. For fields that Tesouro added, or took away.',
		},
		{
			displayName: 'Maximum Rows',
			name: 'rowsAtMost',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_ROWS_AT_MOST,
			description:
				'With "Return All": stop with an error above this number of rows, to protect the memory of n8n. Request long reports as a file.',
		},
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10_000 },
			default: defaultPageSize(query),
			description: 'How many rows to ask for at once',
		},
		...order,
	];
}
