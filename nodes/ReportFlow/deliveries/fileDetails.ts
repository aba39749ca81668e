import { reportFlow } from '../facts';
import type { AnnouncedFileFacts, FilesEvent } from './payload';

/** What is known of one file beyond the fields that all providers have. */
export interface FileDetails {
	id: string;
	/** Workspace hosts only: the first ID of the download's path. */
	uuid?: string;
	correlationId?: string;
	passthrough?: Record<string, unknown>;
	share?: { type?: string; url?: string; passcodeEnabled?: boolean };
}

export function fileDetails(
	{ fileId, downloadId, passthrough, share }: AnnouncedFileFacts,
	generation: FilesEvent['generation'],
): FileDetails {
	const correlationId = passthrough?.[reportFlow.correlation.key];
	return {
		id: fileId,
		...(generation === 'workspace' && { uuid: downloadId }),
		...(typeof correlationId === 'string' && { correlationId }),
		...(passthrough && { passthrough }),
		...(share && {
			share: {
				...(share.shareType !== undefined && { type: share.shareType }),
				...(share.url !== undefined && { url: share.url }),
				...(share.passcodeEnabled !== undefined && { passcodeEnabled: share.passcodeEnabled }),
			},
		}),
	};
}

/** The details of a report event, with the list of files and the correlation ID that all of them have in common. */
export function withFiles(details: Record<string, unknown>, files: FileDetails[]): Record<string, unknown> {
	const [correlationId, ...others] = new Set(files.map((file) => file.correlationId));
	const isCommon = correlationId !== undefined && others.length === 0;
	const ofAll = Object.entries(details).filter(([name]) => name !== 'correlationId');
	return { ...Object.fromEntries(ofAll), ...(isCommon && { correlationId }), files };
}
