import type { PassedProof } from '../../shared/deliveries/proof';
import type { ReportEvent, ReportFile, Verification } from '../../shared/deliveries/reportEvent';
import { toRfc3339 } from '../../shared/run/providerTime';
import { sourceUri } from '../../shared/deliveries/sourceUri';
import { contentId, unrecognisedEvent, type Circumstances } from '../deliveries/unrecognised';
import { tesouro } from '../facts';
import { isEncryptedName, lastPathSegment, mediaTypeOf, plainFileName, safeFileName } from '../fileNames';
import type { AsyncReportRequest } from '../reports/asyncReports';
import { toReportFile } from '../reports/reportState';
import type { Payload, ReportReadyPayload } from './payload';
import type { ReportReadyPolicy } from './policy';

type Readable = Exclude<Payload, { kind: 'malformed' }>;

export interface Evidence extends Circumstances {
	/** Tesouro's own record, when it was asked: it wins over the body. */
	record?: AsyncReportRequest;
	/** The body itself proved where it comes from. Else only Tesouro's record is repeated: the body is a stranger's word. */
	isBodyTrusted: boolean;
}

/** The step `toReportEvent`: Tesouro's payload as the uniform report event. */
export const toReportEvent = (
	payload: Readable,
	{ content, delivery, isTrusted }: PassedProof,
	{ api }: ReportReadyPolicy,
	{ verification, confirmed }: { verification: Verification; confirmed?: AsyncReportRequest },
): ReportEvent =>
	eventFrom(payload, content, {
		delivery,
		verification,
		isBodyTrusted: isTrusted,
		baseUrl: api?.baseUrl ?? tesouro.hosts.production,
		...(confirmed && { record: confirmed }),
	});

/** The same from its parts. `content` is the verified bytes that the payload was read from. */
export function eventFrom(payload: Readable, content: Buffer, evidence: Evidence): ReportEvent {
	return payload.kind === 'report ready'
		? fromReportReady(payload.report, payload.raw, evidence)
		: unrecognisedEvent(payload.raw, contentId(payload.raw, content, perAttempt), evidence);
}

function fromReportReady(payload: ReportReadyPayload, raw: unknown, evidence: Evidence): ReportEvent {
	const { record, delivery, verification, baseUrl } = evidence;
	const isRecordOnly = record !== undefined && !evidence.isBodyTrusted;
	const requestId = record?.requestId ?? payload.requestId;
	const presenterId = record?.presenter?.id ?? (isRecordOnly ? undefined : payload.presenterId);
	const createdAt = toRfc3339(record === undefined ? payload.createDateTimeUtc : record.generatedDateTime);
	const deliveredAt = isRecordOnly ? undefined : toRfc3339(payload.deliveryDateTimeUtc);
	const file = (record && toReportFile(record)) ?? announcedFile(payload, createdAt);
	return {
		specversion: '1.0',
		id: eventId(requestId, createdAt),
		source: sourceUri(baseUrl, 'presenters', presenterId),
		type: tesouro.events.reportReady.type,
		subject: requestId,
		time: createdAt ?? delivery.receivedAt.toISOString(),
		datacontenttype: 'application/json',
		data: {
			provider: 'tesouro',
			status: 'ready',
			report: { id: requestId, name: plainFileName(file.name) },
			files: [file],
			details: {
				...(presenterId !== undefined && { presenterId }),
				...(record?.presenter?.businessName && { presenterName: record.presenter.businessName }),
				...(record?.fileSize != null && { fileSize: record.fileSize }),
				...(record?.description && { description: record.description }),
				...(record?.tags && { tags: record.tags }),
				...(deliveredAt !== undefined && { deliveredAt }),
			},
			delivery: {
				...(payload.deliveryId !== undefined && !isRecordOnly && { id: payload.deliveryId }),
				attempt: isRecordOnly ? 1 : (payload.numberOfAttempts ?? 1),
				receivedAt: delivery.receivedAt.toISOString(),
			},
			verification,
			payload: isRecordOnly ? record : raw,
		},
	};
}

/**
 * `deliveryId` is "the Id of this attempt" and changes on every redelivery, so the event is told by the report request,
 * and by the time the report was created: a report that Tesouro generates again for the same request is a new event.
 */
const eventId = (requestId: string, createdAt: string | undefined) =>
	createdAt === undefined ? requestId.toLowerCase() : `${requestId.toLowerCase()}/${createdAt}`;

/** The file as the body announces it. */
function announcedFile(payload: ReportReadyPayload, createdAt: string | undefined): ReportFile {
	const name = lastPathSegment(payload.fileUrl) ?? `${safeFileName(payload.requestId) ?? 'report'}.gpg`;
	const expiresAt = toRfc3339(payload.expireDateTimeUtc);
	return {
		id: payload.requestId,
		name,
		url: payload.fileUrl,
		mediaType: mediaTypeOf(name),
		encrypted: isEncryptedName(name),
		...(createdAt !== undefined && { createdAt }),
		...(expiresAt !== undefined && { expiresAt }),
	};
}

/** Our guess at what changes from one attempt to the next: left out, so a redelivery is still recognised. */
const perAttempt = new Set(['deliveryId', 'deliveryDateTimeUtc', 'numberOfAttempts', 'attemptCount']);
