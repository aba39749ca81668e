import { lastBytes } from './endOfZip';
import { peek, type Bytes } from './streams';

/** Where readers look for the marks: "within the first", and the last, "1024 bytes" (ISO 32000). */
const MARK_WITHIN_BYTES = 1024;

/** The errors for bytes that are not what they should be. */
export interface FileErrors {
	/** Something else. */
	otherKind(): Error;
	/** The beginning of it. */
	cutOff(): Error;
}

/** Passes a PDF on, and ends with an error when it is none, or has no end. */
export async function* wholePdf(bytes: Bytes, errors: FileErrors): AsyncGenerator<Uint8Array> {
	const { head, whole } = await peek(bytes, MARK_WITHIN_BYTES);
	if (!head.subarray(0, MARK_WITHIN_BYTES).includes('%PDF-')) throw errors.otherKind();
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of whole) {
		tail = lastBytes(tail, chunk, MARK_WITHIN_BYTES);
		yield chunk;
	}
	if (!tail.includes('%%EOF')) throw errors.cutOff();
}
