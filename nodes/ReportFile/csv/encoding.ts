import type { Bytes } from '../../shared/files/streams';
import { CsvError } from './csvError';
import type { Encoding } from './dialect';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The encoding, by its mark or by the looks of the first bytes; and whether there is a mark. */
export function detectEncoding(head: Buffer): Encoding {
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
	if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
	if (head.subarray(0, 3).equals(UTF8_MARK)) return 'utf-8';
	const zeros = [0, 0];
	const looked = Math.min(head.length, 2_000);
	for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at % 2]!++;
	// Of ASCII characters in UTF-16, every second byte is 0.
	if (zeros[1]! * 4 > looked && zeros[0]! * 8 < looked) return 'utf-16le';
	if (zeros[0]! * 4 > looked && zeros[1]! * 8 < looked) return 'utf-16be';
	return isUtf8(head) ? 'utf-8' : 'windows-1252';
}

/** A character that is cut off at the end does not count. */
function isUtf8(bytes: Buffer): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}

/** How much is decoded in one step. */
const DECODED_AT_ONCE = 256 * 1024;

/** The bytes in UTF-8, without a mark. What is not valid in another encoding ends with an error. */
export async function* toUtf8(source: Bytes, encoding: Encoding): AsyncGenerator<Uint8Array> {
	if (encoding === 'utf-8') return yield* withoutMark(source);
	const decoder = new TextDecoder(encoding, { fatal: true });
	for await (const chunk of source) {
		for (let at = 0; at < chunk.length; at += DECODED_AT_ONCE) {
			yield decoded(decoder, encoding, chunk.subarray(at, at + DECODED_AT_ONCE));
		}
	}
	yield decoded(decoder, encoding);
}

function decoded(decoder: InstanceType<typeof TextDecoder>, encoding: Encoding, chunk?: Uint8Array): Buffer {
	try {
		return Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
	} catch {
		throw notValid(encoding);
	}
}

const notValid = (encoding: Encoding) =>
	new CsvError(
		`The file is not valid ${encoding}, or it is cut off`,
		'Choose the right encoding in the options, or fetch the file again.',
	);

async function* withoutMark(source: Bytes): AsyncGenerator<Uint8Array> {
	let start: Buffer | undefined = Buffer.alloc(0);
	for await (const chunk of source) {
		if (start === undefined) {
			yield chunk;
			continue;
		}
		start = Buffer.concat([start, chunk]);
		if (start.length < UTF8_MARK.length) continue;
		yield start.subarray(0, 3).equals(UTF8_MARK) ? start.subarray(3) : start;
		start = undefined;
	}
	if (start !== undefined) yield start;
}
