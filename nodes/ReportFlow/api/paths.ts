import { RemedyError } from '../../shared/run/remedyError';
import { reportFlow } from '../facts';

/**
 * An ID as a segment of a path. IDs come from webhooks and items, so anything but the plain characters of an ID is
 * refused rather than encoded into something else. Throws a RemedyError.
 */
export function idSegment(id: unknown, what: string): string {
	const text = typeof id === 'number' ? String(id) : typeof id === 'string' ? id.trim() : '';
	if (isId(text)) return encodeURIComponent(text);
	throw new RemedyError(
		text === '' ? `The ${what} is missing` : `The ${what} is not an ID of ReportFlow`,
		`Fill in the ${what} as ReportFlow gave it: letters, digits, - and _.`,
	);
}

export const isId = (text: unknown): text is string =>
	typeof text === 'string' && reportFlow.idPattern.test(text);

/** The ZIP of a request, or one of its PDFs. On a workspace host the file's `uuid` replaces the request ID. */
export function downloadPath(requestId: unknown, fileId?: unknown): string {
	const request = `${reportFlow.paths.download}/${idSegment(requestId, 'request ID')}`;
	return fileId === undefined ? request : `${request}/${idSegment(fileId, 'file ID')}`;
}

/** The link of a report file in report events and outputs: at the configured host, to be fetched with the credential. */
export const fileUrl = (baseUrl: string, requestId: string, fileId: string): string =>
	baseUrl + downloadPath(requestId, fileId);

/** The IDs in a link that `fileUrl` made for the same host; undefined for any other link. */
export function idsOfFileUrl(
	baseUrl: string,
	url: unknown,
): { requestId: string; fileId: string } | undefined {
	const prefix = `${baseUrl}${reportFlow.paths.download}/`;
	if (typeof url !== 'string' || !url.startsWith(prefix)) return undefined;
	const [requestId, fileId, ...rest] = url.slice(prefix.length).split('/');
	return isId(requestId) && isId(fileId) && rest.length === 0 ? { requestId, fileId } : undefined;
}
