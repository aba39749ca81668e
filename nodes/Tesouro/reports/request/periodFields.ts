import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The ranges of days that reports can be requested for. */
export const periods: INodePropertyOptions[] = [
	{ name: 'From and To', value: 'custom' },
	{ name: 'Last 7 Days', value: 'last7Days', description: 'Yesterday and the six days before' },
	{ name: 'Last Month', value: 'lastMonth' },
	{ name: 'Last Week', value: 'lastWeek', description: 'Monday to Sunday' },
	{ name: 'This Month to Date', value: 'monthToDate', description: 'The first of the month to today' },
	{ name: 'Today', value: 'today' },
	{ name: 'Yesterday', value: 'yesterday' },
];

/** To be spread into a field with its own description. */
export const periodField = {
	displayName: 'Period',
	name: 'range',
	type: 'options',
	options: periods,
	default: 'yesterday',
} satisfies INodeProperties;

/** The two days of "From and To". */
export const fromAndTo: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		required: true,
		default: '',
		description: 'First day of the report',
		displayOptions: { show: { range: ['custom'] } },
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		required: true,
		default: '',
		description: 'Last day of the report (inclusive)',
		displayOptions: { show: { range: ['custom'] } },
	},
];
