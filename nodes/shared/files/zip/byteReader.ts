import type { Bytes } from '../streams';
import { BrokenZip } from './brokenZip';

/** Reads bytes in order, in the amounts that the reader wants; asks the source for no more than that. */
export class ByteReader {
	/** How many bytes have been taken so far. */
	position = 0;
	private chunk: Buffer = Buffer.alloc(0);
	private readonly iterator: AsyncIterator<Uint8Array>;

	constructor(source: Bytes) {
		this.iterator = source[Symbol.asyncIterator]();
	}

	/** What lies ahead, at least `atLeast` bytes of it unless the source ends before. Takes nothing. */
	async ahead(atLeast = 1): Promise<Buffer> {
		while (this.chunk.length < atLeast) {
			const { done, value } = await this.iterator.next();
			if (done) break;
			const more = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
			this.chunk = this.chunk.length === 0 ? more : Buffer.concat([this.chunk, more]);
		}
		return this.chunk;
	}

	/** Takes the bytes that `ahead` showed. */
	take(length: number): Buffer {
		const taken = this.chunk.subarray(0, length);
		this.chunk = this.chunk.subarray(length);
		this.position += taken.length;
		return taken;
	}

	/** Exactly so many bytes, in one piece; only for what is small. */
	async read(length: number): Promise<Buffer> {
		if ((await this.ahead(length)).length < length) throw new BrokenZip('it ends early');
		return this.take(length);
	}

	/** Exactly so many bytes, as they come. */
	async *pieces(length: number): AsyncGenerator<Buffer> {
		for (let left = length; left > 0;) {
			const ahead = await this.ahead();
			if (ahead.length === 0) throw new BrokenZip('it ends early');
			const piece = this.take(Math.min(left, ahead.length));
			left -= piece.length;
			yield piece;
		}
	}

	/** Gives the source up. */
	async close(): Promise<void> {
		await this.iterator.return?.();
	}
}
