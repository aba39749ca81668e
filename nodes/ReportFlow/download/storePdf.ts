import type { IExecuteFunctions } from 'n8n-workflow';
import { limit } from '../../shared/http/arrival';
import { storeWithFacts, type FileWithFacts } from '../../shared/files/fileFacts';
import type { NodeStream } from '../../shared/files/fileStore';
import { RemedyError } from '../../shared/run/remedyError';
import type { Bytes } from '../../shared/files/streams';
import { wholePdf } from '../../shared/files/wholePdf';
import type { FileAnswer } from '../api/transport';

/** The bytes of an answer, watched: as many as announced, no more than allowed, and coming. */
export async function* watch(
	context: IExecuteFunctions,
	{ stream, headers }: FileAnswer,
	bytesAtMost: number,
): AsyncGenerator<Uint8Array> {
	const signal = context.getExecutionCancelSignal();
	try {
		yield* limit(stream, headers, { bytesAtMost, ...(signal && { signal }) });
	} catch (error) {
		throw toBeFetched(error);
	}
}

/** "Run the step again" would be wrong here: for Generate, that is another bill. */
const toBeFetched = (error: unknown): unknown =>
	error instanceof RemedyError && error.temporary
		? new RemedyError(error.message, 'Fetch the file again with Download.', { temporary: true })
		: error;

/** Puts a PDF into n8n's binary store. Errors are JSON or a page of HTML; nothing of those is kept as a PDF. */
export async function storePdf(
	context: IExecuteFunctions,
	bytes: Bytes,
	fileName: string,
	like: NodeStream,
): Promise<FileWithFacts> {
	const mediaType = 'application/pdf';
	const errors = { otherKind: () => noPdf(fileName), cutOff: () => cutOff(fileName) };
	return await storeWithFacts(context, wholePdf(bytes, errors), { fileName, mediaType, like });
}

const noPdf = (fileName: string) =>
	new RemedyError(
		`What ReportFlow sent as ${fileName} is not a PDF. Nothing of it was kept`,
		'Check the base URL in the ReportFlow credential; if it is right, fetch the file again with Download.',
	);

const cutOff = (fileName: string) =>
	new RemedyError(
		`${fileName} is incomplete: its end is missing. Nothing of it was kept`,
		'Fetch the file again with Download.',
		{ temporary: true },
	);

/** An answer that is something else by its own account; the one media type that says nothing is left to the bytes. */
export function checkMediaType(
	{ mediaType }: FileAnswer,
	expected: 'application/pdf' | 'application/zip',
): void {
	const isNeutral = mediaType === '' || mediaType === 'application/octet-stream';
	if (isNeutral || mediaType === expected || (expected.endsWith('zip') && mediaType.includes('zip'))) return;
	throw new RemedyError(
		`ReportFlow sent ${/^[\w.+/-]{1,60}$/.test(mediaType) ? mediaType : 'something'} instead of a ${expected.endsWith('zip') ? 'ZIP' : 'PDF'}. Nothing of it was kept`,
		'Check the base URL in the ReportFlow credential; if it is right, fetch the file again with Download.',
	);
}
