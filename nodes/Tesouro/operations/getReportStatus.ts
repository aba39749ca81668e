import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/operation';
import { apiOf } from '../apiOf';
import { findReport } from '../reports';
import { ReportState, toReportState } from '../reportState';
import { TesouroError } from '../tesouroError';

export const requestIdField = {
	displayName: 'Request ID',
	name: 'requestId',
	type: 'string' as const,
	required: true,
	default: '={{ $json.data?.report?.id ?? $json.report?.id }}',
	placeholder: 'e.g. 03635182-bdb5-41cc-8bda-1fbbaf444476',
	description: 'The ID that Tesouro gave when the report was requested',
};

export const daysBackField = {
	displayName: 'Days to Look Back',
	name: 'daysBack',
	type: 'number' as const,
	typeOptions: { minValue: 1, maxValue: 400 },
	default: 31,
	description: 'How long ago the report may have been requested. Tesouro lists requests by day only.',
};

export const getReportStatus: Operation = {
	value: 'getStatus',
	name: 'Get Status',
	action: 'Get the status of a report',
	description: 'See whether a requested report is ready, and get a fresh link to its file',
	output: ReportState,
	fields: [
		requestIdField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [daysBackField],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const state = await lookUp(context, itemIndex);
		return [{ json: state as unknown as IDataObject }];
	},
};

/** The state of the report whose request id the fields name. Throws a TesouroError when there is none. */
export async function lookUp(context: IExecuteFunctions, itemIndex: number): Promise<ReportState> {
	const requestId = String(context.getNodeParameter('requestId', itemIndex) ?? '').trim();
	const daysBack = context.getNodeParameter('options.daysBack', itemIndex, 31) as number;
	if (requestId === '') {
		throw new TesouroError(
			'There is no request ID to look up',
			'Fill in "Request ID", or feed this node with the output of the Tesouro Trigger or of a request.',
		);
	}
	const { api } = await apiOf(context, itemIndex);
	const record = await findReport(api, requestId, { around: new Date(), daysBack });
	if (record === undefined) {
		throw new TesouroError(
			`Tesouro has no report request ${requestId} of the last ${daysBack} days`,
			'Check the ID and the environment of the credential, or raise "Days to Look Back".',
		);
	}
	return toReportState(record);
}
