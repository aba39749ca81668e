import { RemedyError } from '../../shared/run/remedyError';
import type { PdfRequest } from './request';

/**
 * An immediate answer names its files in a header (`X-File-Mapping`), and Node takes 16 KiB of headers at most: a larger
 * answer is lost, when the pages are billed already. Other headers and our estimate need room.
 */
export const MAPPING_BYTES_AT_MOST = 10_000;
/** What ReportFlow adds to each file there: two IDs, the link, words. */
const MAPPING_SAMPLE = {
	fileId: '0'.repeat(36),
	share: {
		shareType: 'workspace',
		url: `https://app.re-port-flow.com/file/${'0'.repeat(36)}/${'0'.repeat(36)}`,
		passcodeEnabled: false,
	},
};

/** "percent-encoded JSON": a Japanese character becomes nine bytes. */
export function mappingBytesOf({ content: { fileName, passthrough } }: Pick<PdfRequest, 'content'>): number {
	return encodeURIComponent(JSON.stringify({ ...MAPPING_SAMPLE, fileName, passthrough })).length + 3;
}

/** Throws when the headers of an immediate answer could not hold what the PDF is to give back. */
export function checkMapping(request: Pick<PdfRequest, 'content'>): void {
	if (mappingBytesOf(request) <= MAPPING_BYTES_AT_MOST) return;
	throw new RemedyError(
		'"Pass-Through Data" is too long for an immediate PDF: ReportFlow sends it back in the headers of its answer',
		'Shorten it (a record number is best), or choose "When the PDF Is Ready (Background)" under "Continue". Nothing was generated.',
	);
}
