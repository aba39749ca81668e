import { sourceUri } from '../../shared/deliveries/sourceUri';
import { toRfc3339 } from '../../shared/run/providerTime';
import type { Delivery } from '../../shared/deliveries/delivery';
import { safeFileName } from '../../shared/files/fileNames';
import type { PassedProof } from '../../shared/deliveries/proof';
import type { ReportEvent, ReportFile, Verification } from '../../shared/deliveries/reportEvent';
import { reportFlow } from '../facts';
import { fileUrl } from '../api/paths';
import type { ConfirmedFile } from './askForFile';
import { contentEventId, filesEventId } from './eventId';
import { fileDetails, withFiles } from './fileDetails';
import type { AnnouncedFileFacts, FilesEvent, Payload } from './payload';
import type { Policy } from './policy';

type Readable = Exclude<Payload, { kind: 'malformed' }>;
type Unrecognised = Extract<Payload, { kind: 'unrecognised' }>;

/** What every report event says of the delivery that brought it. */
export interface Evidence {
	delivery: Pick<Delivery, 'receivedAt' | 'body'>;
	verification: Verification;
	/** The API that the delivery belongs to, where the trigger has a credential for it. Never one that the delivery names. */
	baseUrl?: string;
	/** The files as ReportFlow itself has them, when it was asked. */
	confirmed?: ConfirmedFile[];
	/** Something vouches for the whole body. Else only what ReportFlow confirmed is repeated: the rest is a stranger's word. */
	isBodyTrusted: boolean;
	/** The user does not want the payload. */
	leavesOutPayload: boolean;
}

/** The step `toReportEvent`: ReportFlow's payload as the uniform report event. */
export function toReportEvent(
	payload: Readable,
	{ delivery, isTrusted }: PassedProof,
	{ baseUrl, leavesOutPayload }: Policy,
	{ verification, confirmed }: { verification: Verification; confirmed?: ConfirmedFile[] },
): ReportEvent {
	return eventFrom(payload, {
		delivery,
		verification,
		isBodyTrusted: isTrusted,
		leavesOutPayload,
		...(baseUrl !== undefined && { baseUrl }),
		...(confirmed && { confirmed }),
	});
}

/** The same from its parts. */
export const eventFrom = (payload: Readable, evidence: Evidence): ReportEvent =>
	payload.kind === 'files'
		? filesEvent(payload.said, payload.raw, evidence)
		: unrecognisedEvent(payload, evidence);

/** An event about files, for all of them. */
function filesEvent(said: FilesEvent, raw: unknown, evidence: Evidence): ReportEvent {
	const { isBodyTrusted, delivery, verification, confirmed, baseUrl } = evidence;
	const { entry } = said;
	const receivedAt = delivery.receivedAt.toISOString();
	const claims = isBodyTrusted ? said : withoutClaims(said);
	const files = claims.files.map((file) => toReportFile(file, evidence));
	const report = claims.requestId;
	return {
		specversion: '1.0',
		id: filesEventId(said, isBodyTrusted),
		source: sourceUri(baseUrl ?? reportFlow.hosts.production, 'workspaces', claims.workspaceId),
		type: entry.type,
		...(report !== undefined && { subject: report }),
		time: toRfc3339(claims.timestamp) ?? receivedAt,
		datacontenttype: 'application/json',
		data: {
			provider: 'reportflow',
			status: entry.status,
			...(report !== undefined && {
				report: { id: report, ...(files.length === 1 && { name: files[0]!.name }) },
			}),
			files,
			...(entry.status === 'failed' && { error: (isBodyTrusted && reasonOf(raw)) || entry.label }),
			details: withFiles(
				{
					event: entry.event,
					...(claims.generation === 'single' && { requestId: claims.requestId }),
					...(claims.workspaceId !== undefined && { workspaceId: claims.workspaceId }),
					...(claims.designId !== undefined && { designId: claims.designId }),
					...(claims.version !== undefined && { version: claims.version }),
					...(confirmed && { confirmedFiles: confirmed.length }),
				},
				claims.files.map((file) => fileDetails(file, claims.generation)),
			),
			delivery: { attempt: 1, receivedAt },
			verification,
			...payloadOf(isBodyTrusted ? raw : undefined, evidence),
		},
	};
}

/** Authentic, but of an undocumented shape or with an undocumented event: emitted with its payload, so nothing genuine is lost. */
function unrecognisedEvent({ named, raw }: Unrecognised, evidence: Evidence): ReportEvent {
	const { delivery, verification, baseUrl } = evidence;
	const receivedAt = delivery.receivedAt.toISOString();
	const event = named?.event;
	// No event of failure is documented; one that ends like this can hardly be anything else.
	const isFailure = event !== undefined && /(failed|failure|error)$/i.test(event);
	return {
		specversion: '1.0',
		id: contentEventId('unrecognised', delivery.body),
		source: sourceUri(baseUrl ?? reportFlow.hosts.production, 'workspaces', named?.workspaceId),
		type: reportFlow.unrecognisedType,
		...(named?.requestId !== undefined && { subject: named.requestId }),
		time: toRfc3339(named?.timestamp) ?? receivedAt,
		datacontenttype: 'application/json',
		data: {
			provider: 'reportflow',
			...(isFailure && { status: 'failed' }),
			...(isFailure && { error: reasonOf(raw) ?? event }),
			files: [],
			details: {
				...(event !== undefined && { event }),
				...(named?.workspaceId !== undefined && { workspaceId: named.workspaceId }),
			},
			delivery: { attempt: 1, receivedAt },
			verification,
			...payloadOf(raw, evidence),
		},
	};
}

function toReportFile({ downloadId, fileId, fileName }: AnnouncedFileFacts, evidence: Evidence): ReportFile {
	const confirmed = evidence.confirmed?.find((file) => file.fileId === fileId);
	// ReportFlow appends .pdf itself, so a name without it may be what was asked for.
	const name = confirmed?.name ?? safeFileName(fileName ?? '') ?? `${fileId}.pdf`;
	return {
		id: fileId,
		name,
		...(evidence.baseUrl !== undefined && { url: fileUrl(evidence.baseUrl, downloadId, fileId) }),
		mediaType: 'application/pdf',
		encrypted: false,
	};
}

/** What is left when nothing vouches for the body: the IDs, under which ReportFlow has the files. */
const withoutClaims = ({ entry, generation, requestId, files }: FilesEvent): FilesEvent => ({
	entry,
	generation,
	requestId,
	files: files.map(({ downloadId, fileId }) => ({ downloadId, fileId })),
});

const payloadOf = (raw: unknown, { leavesOutPayload }: Evidence) =>
	leavesOutPayload || raw === undefined ? {} : { payload: raw };

/** Why it failed, where the payload says so under one of the usual names. */
function reasonOf(raw: unknown): string | undefined {
	const { error, message, reason } = raw as Record<string, unknown>;
	return [error, message, reason].find((text): text is string => typeof text === 'string' && text !== '');
}
