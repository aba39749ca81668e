import type { SandboxReport } from './sandboxReport.mts';

/**
 * The body of a report-ready delivery: eight fields in the documented order, printed as in the documented sample.
 * "deliveryId: the Id of this attempt to call the webhook endpoint"; "numberOfAttempts: number of times Tesouro
 * attempted to call the webhook, in case Tesouro received failure".
 */
export function buildDelivery(
	report: SandboxReport,
	attempt: { deliveryId: string; number: number; at: Date },
): string {
	const body = {
		requestId: report.requestId,
		deliveryId: attempt.deliveryId,
		presenterId: report.presenterId,
		fileUrl: report.url,
		createDateTimeUtc: formatDateTime(report.generatedAt ?? report.requestedAt),
		expireDateTimeUtc: formatDateTime(report.expiresAt),
		deliveryDateTimeUtc: formatDateTime(attempt.at),
		numberOfAttempts: attempt.number,
	};
	return JSON.stringify(body, null, 2);
}

/** "2023-12-21T23:06:18": no zone, no fraction; UTC by the field's name. */
function formatDateTime(date: Date): string {
	return date.toISOString().slice(0, 19);
}
