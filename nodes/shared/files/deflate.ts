import type { Bytes } from './streams';

const PIECE_BYTES = 64 * 1024;

/**
 * Compresses with the Web platform's CompressionStream, whose work runs on another thread, one piece at a time. Piped
 * through it, as the library does, data piles up: Node counts its buffer in pieces and takes 16,384 of them (seen with
 * Node 20: 630 MB for a file of 400 MB).
 */
export async function* deflate(
	source: Bytes,
	format: 'deflate-raw' | 'deflate' | 'gzip',
): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new CompressionStream(format);
	const reader = readable.getReader();
	const writer = writable.getWriter();
	let finished = false;
	try {
		let pending = next(reader);
		for await (const piece of slices(source)) {
			const written = writer.write(piece).then(() => undefined);
			for (;;) {
				const output = await Promise.race([pending, written]);
				if (output === undefined) break;
				pending = next(reader);
				if (output.value !== undefined) yield output.value;
			}
		}
		const closed = writer.close();
		for (let output = await pending; !output.done; output = await next(reader)) yield output.value;
		await closed;
		finished = true;
	} finally {
		if (!finished) {
			await writer.abort().catch(() => undefined);
			await reader.cancel().catch(() => undefined);
		}
	}
}

/** A read that may be left behind when the work ends early. */
function next(reader: ReadableStreamDefaultReader<Uint8Array>) {
	const read = reader.read();
	read.catch(() => undefined);
	return read;
}

async function* slices(source: Bytes): AsyncGenerator<Uint8Array> {
	for await (const chunk of source) {
		for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
			yield chunk.subarray(start, start + PIECE_BYTES);
		}
	}
}
