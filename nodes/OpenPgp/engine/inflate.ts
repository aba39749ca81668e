import type { Bytes } from '../../shared/streams';

/** Compression algorithms of RFC 9580, section 9.4, that the Web platform inflates. */
export const inflatable: Record<number, 'deflate-raw' | 'deflate'> = { 1: 'deflate-raw', 2: 'deflate' };

/** What is handed over at once: larger pieces cost fewer turns of the event loop. */
const PIECE_BYTES = 64 * 1024;

/**
 * Inflates with the Web platform's DecompressionStream, whose work runs on another thread while this one decrypts.
 * node:zlib with larger buffers is faster, but community nodes may not import it.
 */
export async function* inflate(source: Bytes, format: 'deflate-raw' | 'deflate'): AsyncGenerator<Buffer> {
	const { readable, writable } = new DecompressionStream(format);
	const reader = readable.getReader();
	let failure: unknown;
	const remember = (error: unknown) => {
		failure ??= error;
	};
	const feeding = feed(source, writable.getWriter(), remember);
	try {
		for (;;) {
			const next = await reader.read().catch(remember);
			if (next === undefined || next.done) break;
			yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
		}
	} finally {
		// Without effect after the end; before it (the consumer stopped), this ends the feeding, too.
		await reader.cancel().catch(() => undefined);
		await feeding;
	}
	if (failure !== undefined) throw failure;
}

/** Writes as fast as the other side takes it. Never rejects: what fails is told to `onFailure`, the cause first. */
async function feed(
	source: Bytes,
	writer: WritableStreamDefaultWriter<Uint8Array>,
	onFailure: (error: unknown) => void,
): Promise<void> {
	const work = async () => {
		for await (const piece of gather(source, PIECE_BYTES)) {
			await writer.ready;
			// The outcome shows in `ready` of the next piece, or in `close`.
			writer.write(piece).catch(() => undefined);
		}
		await writer.close();
	};
	await work().catch(async (error: unknown) => {
		onFailure(error);
		await writer.abort(error).catch(() => undefined);
	});
}

async function* gather(source: Bytes, atLeast: number): AsyncGenerator<Uint8Array> {
	let pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of source) {
		pieces.push(piece);
		length += piece.length;
		if (length < atLeast) continue;
		yield pieces.length === 1 ? piece : Buffer.concat(pieces);
		pieces = [];
		length = 0;
	}
	if (length > 0) yield Buffer.concat(pieces);
}
