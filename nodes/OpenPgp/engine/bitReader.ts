import type { Bytes } from '../../shared/files/streams';
import { BrokenCompression } from './inflate';

/** Bits of a stream, the most significant of each byte first. Reads without waiting from what `fill` has fetched. */
export class BitReader {
	private readonly source: AsyncIterator<Uint8Array>;
	private bytes: Buffer = Buffer.alloc(0);
	private offset = 0;
	private held = 0;
	private heldBits = 0;
	private isAtEnd = false;

	constructor(source: Bytes) {
		this.source = source[Symbol.asyncIterator]();
	}

	/** Fetches until this many bytes are available, or the source ends. */
	async fill(bytes: number): Promise<void> {
		if (this.has(bytes) || this.isAtEnd) return;
		const pieces: Uint8Array[] = [this.bytes.subarray(this.offset)];
		let length = this.bytes.length - this.offset;
		while (length < bytes) {
			const { done, value } = await this.source.next();
			if (done) {
				this.isAtEnd = true;
				break;
			}
			pieces.push(value);
			length += value.length;
		}
		this.bytes = Buffer.concat(pieces);
		this.offset = 0;
	}

	/** Whether this many bytes are available. */
	has(bytes: number): boolean {
		return this.bytes.length - this.offset >= bytes;
	}

	/** Up to 24 of them. */
	bits(count: number): number {
		while (this.heldBits < count) {
			const byte = this.bytes[this.offset++];
			if (byte === undefined) throw new BrokenCompression('the compressed data ends early');
			this.held = ((this.held << 8) | byte) >>> 0;
			this.heldBits += 8;
		}
		this.heldBits -= count;
		return (this.held >>> this.heldBits) & ((1 << count) - 1);
	}

	/** Skips the rest of the current byte. */
	alignToByte(): void {
		this.heldBits -= this.heldBits % 8;
	}
}
