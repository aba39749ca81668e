import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { apiOf } from '../api/apiOf';
import { findReport, type AsyncReportRequest } from './asyncReports';

export const DAYS_BACK = 31;

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
	default: DAYS_BACK,
	description: 'How long ago the report may have been requested. Tesouro lists requests by day only.',
};

/** The request id that the fields name. Throws a RemedyError when they name none. */
export function readRequestId(context: IExecuteFunctions, itemIndex: number): string {
	const requestId = String(context.getNodeParameter('requestId', itemIndex) ?? '').trim();
	if (requestId !== '') return requestId;
	throw new RemedyError(
		'There is no request ID to look up',
		'Fill in "Request ID", or feed this node with the output of the Tesouro Trigger or of a request.',
	);
}

/** Tesouro's record of the report whose request id the fields name, or what to say when there is none. */
export async function findRecord(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<
	{ record: AsyncReportRequest; problem?: undefined } | { record?: undefined; problem: RemedyError }
> {
	const requestId = readRequestId(context, itemIndex);
	const daysBack = context.getNodeParameter('options.daysBack', itemIndex, DAYS_BACK) as number;
	const { api } = await apiOf(context, itemIndex);
	const record = await findReport(api, requestId, { around: new Date(), daysBack });
	if (record !== undefined) return { record };
	return {
		problem: new RemedyError(
			`Tesouro has no report request ${requestId} of the last ${daysBack} days`,
			'Check the ID and the environment of the credential, or raise "Days to Look Back".',
		),
	};
}

/** The same, where there must be one. Throws a RemedyError when there is none. */
export async function lookUp(context: IExecuteFunctions, itemIndex: number): Promise<AsyncReportRequest> {
	const { record, problem } = await findRecord(context, itemIndex);
	if (record !== undefined) return record;
	throw problem;
}
