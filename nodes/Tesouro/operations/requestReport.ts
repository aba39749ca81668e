import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/operation';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../apiOf';
import { chooseColumns, columnOptions, isColumnName } from '../columns';
import { presetRange, toDay, type DateRange } from '../dateRange';
import { createAsyncReport } from '../documents';
import { tesouro } from '../facts';
import { ReportState } from '../reportState';
import { TesouroError } from '../tesouroError';

const Answer = z.object({
	createAsyncReport: z.object({
		asyncReportResponse: z.object({ requestId: z.string().min(1) }).nullish(),
		errors: z.array(z.object({ message: z.string(), advice: z.string().nullish() }).passthrough()).nullish(),
	}),
});

export const requestReport: Operation = {
	value: 'request',
	name: 'Request',
	action: 'Request a report',
	description: 'Ask Tesouro to generate a report; the Tesouro Trigger starts when it is ready',
	output: ReportState,
	fields: [
		{
			displayName: 'Report',
			name: 'kind',
			type: 'options',
			noDataExpression: true,
			options: [{ name: 'Payment Transactions', value: 'paymentTransactions' }],
			default: 'paymentTransactions',
		},
		{
			displayName: 'Days',
			name: 'range',
			type: 'options',
			default: 'yesterday',
			description: 'Of which days to report, counted in the time zone of the workflow',
			options: [
				{ name: 'From and To', value: 'custom' },
				{ name: 'Last Month', value: 'lastMonth' },
				{ name: 'Yesterday', value: 'yesterday' },
			],
		},
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
			description: 'Last day of the report, which is part of it',
			displayOptions: { show: { range: ['custom'] } },
		},
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'options',
			default: 'reconciliation',
			options: [
				{ name: 'All', value: 'all', description: 'With names, addresses and parts of card numbers' },
				{ name: 'Choose', value: 'choose' },
				{
					name: 'For Reconciliation',
					value: 'reconciliation',
					description: 'IDs, dates and amounts, without personal or card data',
				},
			],
		},
		{
			displayName: 'Chosen Columns',
			name: 'chosenColumns',
			type: 'multiOptions',
			options: columnOptions,
			default: [],
			displayOptions: { show: { columns: ['choose'] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Acceptor IDs',
					name: 'acceptorIds',
					type: 'string',
					default: '',
					description: 'Only transactions of these acceptors; IDs separated by commas',
				},
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
					description: "Instead of Tesouro's own name for the file",
				},
				{
					displayName: 'Tags',
					name: 'tags',
					type: 'string',
					default: '',
					description: 'Come back with the status of the report; separated by commas',
				},
			],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const input = paymentTransactionsInput(context, itemIndex);
		const { api } = await apiOf(context, itemIndex);
		const { createAsyncReport: answer } = await api.query(createAsyncReport, { input }, Answer);
		const requestId = answer.asyncReportResponse?.requestId;
		if (requestId === undefined) {
			const problems = (answer.errors ?? []).map(({ message, advice }) =>
				[message, advice].filter(Boolean).join('. '),
			);
			throw new TesouroError(
				`Tesouro did not accept the report: ${problems.join('; ') || 'it gave no reason'}`,
				'Correct what the message names; a shorter range of days may help.',
			);
		}
		const state: ReportState = {
			provider: 'tesouro',
			status: 'started',
			report: { id: requestId },
			files: [],
			details: { tesouroStatus: 'RECEIVED' },
		};
		return [{ json: state as unknown as IDataObject }];
	},
};

function paymentTransactionsInput(context: IExecuteFunctions, itemIndex: number) {
	const options = context.getNodeParameter('options', itemIndex, {}) as RequestOptions;
	const description = options.description ?? '';
	if (description.length > tesouro.descriptionLength) {
		throw new TesouroError(
			`The description has ${description.length} characters`,
			`Shorten it to ${tesouro.descriptionLength}.`,
		);
	}
	const acceptorIds = split(options.acceptorIds);
	return {
		paymentTransactionsInput: {
			paymentTransactionsReportInput: {
				fields: readColumns(context, itemIndex, options),
				fileType: 'CSV',
				...(options.fileName && { fileName: options.fileName }),
			},
			asyncReportsDetailsInput: {
				isCompressed: options.isCompressed ?? false,
				...(description !== '' && { description }),
				...(options.tags && { tags: split(options.tags) }),
			},
			where: {
				transactionActivityDate: readRange(context, itemIndex),
				...(acceptorIds.length > 0 && { acceptorId: { in: acceptorIds } }),
			},
		},
	};
}

interface RequestOptions {
	acceptorIds?: string;
	additionalColumns?: string;
	description?: string;
	fileName?: string;
	isCompressed?: boolean;
	tags?: string;
}

const split = (text = '') =>
	text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');

function readColumns(context: IExecuteFunctions, itemIndex: number, options: RequestOptions): string[] {
	const columns = chooseColumns(
		context.getNodeParameter('columns', itemIndex) as string,
		context.getNodeParameter('chosenColumns', itemIndex, []) as string[],
		options.additionalColumns ?? '',
	);
	if (columns.length === 0) {
		throw new TesouroError('The report has no columns', 'Choose at least one column.');
	}
	const odd = columns.filter((column) => !isColumnName(column));
	if (odd.length > 0) {
		throw new TesouroError(
			`${odd.map((column) => JSON.stringify(column)).join(', ')} cannot be the name of a column`,
			'Column names have capital letters, digits and underscores, for example TRANSACTION_ID.',
		);
	}
	return columns;
}

function readRange(context: IExecuteFunctions, itemIndex: number): DateRange {
	const range = context.getNodeParameter('range', itemIndex) as 'yesterday' | 'lastMonth' | 'custom';
	const timeZone = context.getTimezone();
	if (range !== 'custom') return presetRange(range, timeZone, new Date());
	const gte = toDay(context.getNodeParameter('from', itemIndex), timeZone);
	const lte = toDay(context.getNodeParameter('to', itemIndex), timeZone);
	if (gte === undefined || lte === undefined) {
		throw new TesouroError('"From" or "To" holds no date', 'Fill in both, for example 2026-01-31.');
	}
	if (gte > lte) {
		throw new TesouroError(`"From" (${gte}) is later than "To" (${lte})`, 'Swap the two.');
	}
	return { gte, lte };
}
