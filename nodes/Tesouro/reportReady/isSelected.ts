import type { IWebhookFunctions } from 'n8n-workflow';
import type { AsyncReportRequest } from '../reports/asyncReports';
import type { Payload } from './payload';

/** The user's own filter. An unknown shape cannot be filtered and is selected; a report without a presenter is not. */
export function isSelected(
	context: IWebhookFunctions,
	payload: Payload,
	record: AsyncReportRequest | undefined,
): boolean {
	const wanted = String(context.getNodeParameter('options.presenterIds', '') ?? '')
		.split(',')
		.map((id) => id.trim().toLowerCase())
		.filter((id) => id !== '');
	if (wanted.length === 0 || payload.kind !== 'report ready') return true;
	const presenterId = record?.presenter?.id ?? payload.report.presenterId;
	return presenterId !== undefined && wanted.includes(presenterId.toLowerCase());
}
