import type { INodePropertyOptions } from 'n8n-workflow';

/** The ranges of days that a report can be had for at once. */
export const rangeOptions: INodePropertyOptions[] = [
	{ name: 'Any', value: 'any', description: 'Look rows up by a filter, for example by ID' },
	{ name: 'From and To', value: 'custom' },
	{ name: 'Last 7 Days', value: 'last7Days', description: 'Yesterday and the six days before' },
	{ name: 'Last Month', value: 'lastMonth' },
	{ name: 'Last Week', value: 'lastWeek', description: 'Monday to Sunday' },
	{ name: 'This Month to Date', value: 'monthToDate', description: 'The first of the month to today' },
	{ name: 'Today', value: 'today' },
	{ name: 'Yesterday', value: 'yesterday' },
];
