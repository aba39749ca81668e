import type { INodeProperties } from 'n8n-workflow';
import { labelledOptions } from './columns';
import { filtersField } from './filtersField';
import { fromAndTo, periodField } from './periodFields';
import { DEFAULT_KIND, reportKinds, type ReportKind } from './reportKinds';
import { optionsField as commonOptions } from '../../../shared/run/commonFields';

const withoutTransfers = reportKinds.filter(({ transferForm }) => transferForm === undefined);
const withTransfers = reportKinds.filter(({ transferForm }) => transferForm !== undefined);
const values = (kinds: readonly ReportKind[]) => kinds.map(({ value }) => value);

const kindField: INodeProperties = {
	displayName: 'Report',
	name: 'kind',
	type: 'options',
	noDataExpression: true,
	options: reportKinds.map(({ value, name, description }) => ({ value, name, description })),
	default: DEFAULT_KIND,
};

const selectByField: INodeProperties = {
	displayName: 'Select By',
	name: 'selectBy',
	type: 'options',
	default: 'days',
	options: [
		{ name: 'Funds Transfers', value: 'transfers', description: 'Everything that belongs to given payouts' },
		{ name: 'Period', value: 'days' },
	],
	displayOptions: { show: { kind: values(withTransfers) } },
};

const transferIdsField: INodeProperties = {
	displayName: 'Funds Transfer IDs',
	name: 'transferIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 03635182-bdb5-41cc-8bda-1fbbaf444476',
	description: 'The payouts to report on; IDs separated by commas',
	displayOptions: { show: { kind: values(withTransfers), selectBy: ['transfers'] } },
};

/** Where a range of days is asked for: everywhere, unless the user selects by funds transfers. */
const forDays = (field: INodeProperties): INodeProperties[] => [
	{
		...field,
		displayOptions: { show: { kind: values(withoutTransfers), ...field.displayOptions?.show } },
	},
	{
		...field,
		displayOptions: {
			show: { kind: values(withTransfers), selectBy: ['days'], ...field.displayOptions?.show },
		},
	},
];

/** Its default and choices are those of each kind; n8n's lint wants to see a default here. */
const daysOfField: INodeProperties = {
	displayName: 'Period Applies To',
	name: 'daysOf',
	type: 'options',
	default: '',
	description: 'Which date of an entry must be in the period',
};

/** Of which date the days are, for kinds that have two. */
const daysOfFields = reportKinds
	.filter(({ dates }) => dates.length > 1)
	.map((kind): INodeProperties => ({
		...daysOfField,
		default: kind.dates[0].name,
		options: kind.dates.map(({ name, label }) => ({ name: label, value: name })),
		displayOptions: {
			show: { kind: [kind.value], ...(kind.transferForm && { selectBy: ['days'] }) },
		},
	}));

const rangeFields: INodeProperties[] = [
	{
		...periodField,
		description: 'Days the report covers, in the time zone of the workflow',
	},
	...fromAndTo,
];

const splitFields: INodeProperties[] = [
	{
		displayName: 'Split Into',
		name: 'splitInto',
		type: 'options',
		default: 'none',
		description: 'Large ranges can be requested in parts: one report, and one item, for each',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Months', value: 'months', description: 'Calendar months' },
			{ name: 'One Report', value: 'none', description: 'The whole range at once' },
			{ name: 'Parts of N Days', value: 'partDays' },
			{ name: 'Weeks', value: 'weeks', description: 'Monday to Sunday' },
		],
	},
	{
		displayName: 'Days per Part',
		name: 'partDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 7,
		displayOptions: { show: { splitInto: ['partDays'] } },
	},
];

const columnFields: INodeProperties[] = [
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'options',
		default: 'reconciliation',
		options: [
			{
				name: 'All',
				value: 'all',
				description: 'Every column, in some reports with names, addresses and parts of card numbers',
			},
			{ name: 'Choose', value: 'choose' },
			{
				name: 'For Reconciliation',
				value: 'reconciliation',
				description: 'IDs, dates and amounts, without personal or card data',
			},
		],
	},
	...reportKinds.map((kind): INodeProperties => ({
		displayName: 'Chosen Columns',
		name: 'chosenColumns',
		type: 'multiOptions',
		options: labelledOptions(kind.columns),
		default: [],
		displayOptions: { show: { kind: [kind.value], columns: ['choose'] } },
	})),
];

const filterFields = reportKinds.flatMap(({ value, filters, transferForm }): INodeProperties[] =>
	transferForm === undefined
		? [filtersField(filters, { kind: [value] })]
		: [
				filtersField(filters, { kind: [value], selectBy: ['days'] }),
				filtersField(transferForm.filters, { kind: [value], selectBy: ['transfers'] }),
			],
);

const optionsField: INodeProperties = {
	...commonOptions,
	options: [
		{
			displayName: 'Additional Columns',
			name: 'additionalColumns',
			type: 'string',
			default: '',
			placeholder: 'e.g. NEW_COLUMN',
			description: 'Names of columns that are not in the list yet, separated by commas',
		},
		{
			displayName: 'Compress',
			name: 'isCompressed',
			type: 'boolean',
			default: false,
			description: 'Whether Tesouro should compress the file',
		},
		{
			displayName: 'Compressed File Name',
			name: 'compressedFileName',
			type: 'string',
			default: '',
			description: "Instead of Tesouro's own name for the compressed file",
		},
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
			description: 'Comes back with the status of the report; at most 250 characters',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			description: "Instead of Tesouro's own name for the file. Parts of a range get their days added.",
		},
		{
			displayName: 'Halve When Refused',
			name: 'halveWhenRefused',
			type: 'boolean',
			default: true,
			description:
				'Whether a part that Tesouro refuses is requested in two halves, down to a single day. Only with "Split Into".',
		},
		{
			displayName: 'Only Available Days',
			name: 'onlyAvailableDays',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave out days for which Tesouro has no data yet, or no longer. The item and a hint say so.',
		},
		{
			displayName: 'Request Key',
			name: 'requestKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. january-{{ $json.customer }}',
			description:
				'The same request with the same key makes one report only, whichever execution sends it; the earlier report comes back as long as it can be downloaded. Without a key, this holds only within one execution and its retries. Set a key in a sub-workflow: a retry of its parent workflow is a new execution there.',
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			description: 'Come back with the status of the report; separated by commas',
		},
	],
};

/** The panel of Request, made from `reportKinds`. */
export const requestFields: INodeProperties[] = [
	kindField,
	selectByField,
	transferIdsField,
	...rangeFields.flatMap(forDays),
	...daysOfFields,
	...splitFields.flatMap(forDays),
	...columnFields,
	...filterFields,
	optionsField,
];
