import type { Bytes } from './streams';

/** More than our writers give at once: what is left of a piece that is cut takes a turn of its own. */
const PIECE_BYTES = 128 * 1024;

/**
 * Compresses with the Web platform's CompressionStream, whose work runs on another thread, one piece at a time: while that
 * thread is busy with one, the source makes the next. So a piece must stay as it is after the next was asked for. Piped
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
	const pieces = slices(source);
	let finished = false;
	try {
		let pending = leavable(reader.read());
		let ahead = leavable(pieces.next());
		for (let piece = await ahead; !piece.done; piece = await ahead) {
			const written = leavable(writer.write(piece.value).then(() => undefined));
			ahead = leavable(pieces.next());
			for (;;) {
				const output = await Promise.race([pending, written]);
				if (output === undefined) break;
				pending = leavable(reader.read());
				if (output.value !== undefined) yield output.value;
			}
		}
		const closed = leavable(writer.close());
		for (let output = await pending; !output.done; output = await reader.read()) yield output.value;
		await closed;
		finished = true;
	} finally {
		if (!finished) {
			// Both at once: to abort waits for the piece that is being compressed, which may wait for a reader.
			await Promise.allSettled([reader.cancel(), writer.abort()]);
			await pieces.return(undefined).catch(() => undefined);
		}
	}
}

/** A promise whose failure need not be seen, since the work may end early. */
function leavable<T>(promise: Promise<T>): Promise<T> {
	promise.catch(() => undefined);
	return promise;
}

async function* slices(source: Bytes): AsyncGenerator<Uint8Array> {
	for await (const chunk of source) {
		for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
			yield chunk.subarray(start, start + PIECE_BYTES);
		}
	}
}
