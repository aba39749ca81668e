import { ReportEvent, type ReportFile } from '../../shared/deliveries/reportEvent';
import { z } from '../../shared/vendor/zod';
import { toRfc3339 } from '../../shared/run/providerTime';
import { statusMeaning } from '../facts';
import { isEncryptedName, lastPathSegment, mediaTypeOf, plainFileName, safeFileName } from '../fileNames';
import type { AsyncReportRequest } from './asyncReports';
import { isKeyTag } from './request/requestKey';

/** The state of a report request, in the words of the report event, so Download reads both. */
export const ReportState = z.object({
	provider: z.literal('tesouro'),
	status: z.enum(['started', 'ready', 'failed']),
	report: z.object({ id: z.string(), name: z.string().optional() }),
	files: ReportEvent.shape.data.shape.files,
	details: z.record(z.unknown()).describe("Tesouro's remaining facts, camelCase"),
});
export type ReportState = z.infer<typeof ReportState>;

/** Tesouro's record of a report request as a state. An unknown status counts as started: it is not over yet. */
export function toReportState(record: AsyncReportRequest): ReportState {
	const file = toReportFile(record);
	const name = file?.name ?? record.fileName ?? undefined;
	const tags = record.tags ?? undefined;
	return {
		provider: 'tesouro',
		status: statusMeaning.get(record.status) ?? 'started',
		report: { id: record.requestId, ...(name !== undefined && { name: plainFileName(name) }) },
		files: file === undefined ? [] : [file],
		details: dropMissing({
			tesouroStatus: record.status,
			presenterId: record.presenter?.id,
			presenterName: record.presenter?.businessName,
			description: record.description,
			tags: tags?.filter((tag) => !isKeyTag(tag)),
			requestKey: tags?.find(isKeyTag),
			isCompressed: record.isCompressed,
			fileSize: record.fileSize,
			requestedAt: toRfc3339(record.requestedDateTime),
		}),
	};
}

/** The file of a record; undefined while there is no link. */
export function toReportFile(record: AsyncReportRequest): ReportFile | undefined {
	if (!record.url) return undefined;
	const name =
		lastPathSegment(record.url) ?? safeFileName(record.fileName ?? '') ?? `${record.requestId}.gpg`;
	const createdAt = toRfc3339(record.generatedDateTime);
	const expiresAt = toRfc3339(record.expiresDateTime);
	return {
		id: record.reportId ?? record.requestId,
		name,
		url: record.url,
		mediaType: mediaTypeOf(name),
		encrypted: isEncryptedName(name),
		...(createdAt !== undefined && { createdAt }),
		...(expiresAt !== undefined && { expiresAt }),
	};
}

/** Without what is not known. */
export const dropMissing = (facts: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
