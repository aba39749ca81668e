import { endOfZip, lastBytes, ZIP_END_WITHIN_BYTES } from '../../shared/files/endOfZip';
import { peek, type Bytes } from '../../shared/files/streams';
import { wholePdf, type FileErrors } from '../../shared/files/wholePdf';
import { isWebPage } from '../api/answerText';

/** The name of a part that tells which kind of document a ZIP holds (ECMA-376). */
const parts = new Map([
	['xlsx', 'xl/workbook.'],
	['docx', 'word/document.'],
	['pptx', 'ppt/presentation.'],
]);

const CONTENT_TYPES = '[Content_Types].xml';
const HEAD_BYTES = 1024;

/** Passes a file on, and ends with an error when it is not of the kind of its ending, as far as that can be told, or not whole. */
export function wholeFile(bytes: Bytes, ending: string, errors: FileErrors): AsyncGenerator<Uint8Array> {
	if (ending === 'pdf') return wholePdf(bytes, errors);
	const part = parts.get(ending);
	return part === undefined ? noWebPage(bytes, ending, errors) : wholeDocument(bytes, part, errors);
}

/** A ZIP with the parts of an Office document, whose directory stands at its very end. */
async function* wholeDocument(bytes: Bytes, part: string, errors: FileErrors): AsyncGenerator<Uint8Array> {
	const { head, whole } = await peek(bytes, HEAD_BYTES);
	if (!head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) throw errors.otherKind();
	const missing = new Set([CONTENT_TYPES, part]);
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of whole) {
		// Names of parts stand as they are before each part. One may lie over the border of two chunks.
		const joined = Buffer.concat([tail.subarray(-64), chunk]);
		for (const name of missing) if (joined.includes(name)) missing.delete(name);
		tail = lastBytes(tail, chunk, ZIP_END_WITHIN_BYTES);
		yield chunk;
	}
	if (endOfZip(tail) === undefined) throw errors.cutOff();
	if (missing.size > 0) throw errors.otherKind();
}

/** Of a kind that is not known here only this can be told: it is not empty, and no page that says something else. */
async function* noWebPage(bytes: Bytes, ending: string, errors: FileErrors): AsyncGenerator<Uint8Array> {
	const { head, whole } = await peek(bytes, HEAD_BYTES);
	if (head.length === 0) throw errors.cutOff();
	const isPage = isWebPage(head.subarray(0, HEAD_BYTES).toString('utf8'));
	if (isPage && !/^x?html?$/.test(ending)) throw errors.otherKind();
	yield* whole as AsyncIterable<Uint8Array>;
}
