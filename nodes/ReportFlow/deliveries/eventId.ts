import { createHash } from 'crypto';
import type { FilesEvent } from './payload';

/**
 * What stays the same in every redelivery: the request and its files, in any order. Not the time, which may be that of
 * the attempt. The workspace belongs to it only where the body may be believed, because else anybody could deliver the
 * same files again under another one.
 */
export function filesEventId(
	{ entry, requestId, files, workspaceId }: FilesEvent,
	isTrusted: boolean,
): string {
	const ids = files.map(({ downloadId, fileId }) => `${lasting(downloadId)}/${lasting(fileId)}`).sort();
	const owner = isTrusted ? (workspaceId ?? '') : '';
	return `${entry.event}/${digest(JSON.stringify([owner, lasting(requestId ?? ''), ids]))}`;
}

/** The id of a delivery of which nothing is known: all of it counts, so nothing new is taken for a redelivery. */
export const contentEventId = (event: string, content: Buffer): string => `${event}/${digest(content)}`;

/** The id of one file's own event. */
export const fileEventId = (eventId: string, fileId: string): string => `${eventId}/${lasting(fileId)}`;

/** The id of the delivery's event, also from that of one file. */
export const takenAs = (eventId: string): string => eventId.split('/').slice(0, 2).join('/');

const digest = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** A UUID means the same in capitals; other IDs may not. */
const lasting = (id: string) =>
	/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : id;
