import { pause } from '../../shared/run/pause';
import { once, type Bytes } from '../../shared/files/streams';

/** Packet types of RFC 9580, section 5, that the engine tells apart. */
export const packetType = {
	publicKeySessionKey: 1,
	signature: 2,
	passwordSessionKey: 3,
	onePassSignature: 4,
	compressed: 8,
	unprotected: 9,
	marker: 10,
	literal: 11,
	integrityProtected: 18,
	/** GnuPG's own AEAD packet, which never became a standard. */
	gnuPgAead: 20,
	padding: 21,
} as const;

const TURN_BYTES = 16 * 1024 * 1024;

/** The bytes end inside a packet, or are no packets. */
export class BrokenPackets extends Error {}

/**
 * Reads a sequence of packets (RFC 9580, section 4.2) from a stream, in old and new format, with definite, partial and
 * indeterminate lengths: `next` gives the type of the next packet, `body` what it holds. A body has to be read to its end
 * before the next packet.
 */
export class PacketReader {
	private readonly source: AsyncIterator<Uint8Array>;
	private chunk: Buffer = Buffer.alloc(0);
	private offset = 0;
	/** Bytes left of the current packet, or of its current part. */
	private left = 0;
	/** Another length follows after the current part. */
	private hasMoreParts = false;

	constructor(source: Bytes) {
		this.source = source[Symbol.asyncIterator]();
	}

	/** The type of the next packet; undefined at the end of the stream. */
	async next(): Promise<number | undefined> {
		if (!(await this.fill())) return undefined;
		const tag = await this.byte();
		if ((tag & 0x80) === 0) throw new BrokenPackets('no packet');
		if ((tag & 0x40) !== 0) {
			await this.newFormatLength();
			return tag & 0x3f;
		}
		await this.oldFormatLength(tag & 0x03);
		return (tag >> 2) & 0x0f;
	}

	/**
	 * What the current packet holds. Parts that lie in one chunk are closed up inside it, without another copy, when the
	 * chunks are ours to write to; gpg cuts everything into parts of 8 KiB, which would be slow to hand on one by one.
	 */
	async *body({ mayOverwrite }: { mayOverwrite: boolean }): AsyncGenerator<Buffer> {
		while (this.left > 0 || this.hasMoreParts) {
			if (!(await this.fill())) {
				if (this.left === Infinity) {
					this.left = 0;
					return;
				}
				throw new BrokenPackets('the stream ends inside a packet');
			}
			const { chunk } = this;
			const start = this.offset;
			let end = start;
			for (;;) {
				const length = Math.min(this.left, chunk.length - this.offset);
				if (end !== this.offset) chunk.copyWithin(end, this.offset, this.offset + length);
				this.offset += length;
				this.left -= length;
				end += length;
				// The next part's length is read here only when all of it lies in this chunk.
				const canJoin =
					mayOverwrite && this.left === 0 && this.hasMoreParts && chunk.length - this.offset >= 6;
				if (!canJoin) break;
				await this.newFormatLength();
			}
			if (end > start) yield chunk.subarray(start, end);
			if (this.left === 0 && this.hasMoreParts) await this.newFormatLength();
		}
	}

	/** The whole body of a packet that is small by nature; a larger one is refused. */
	async smallBody(atMost: number): Promise<Buffer> {
		const parts: Buffer[] = [];
		let length = 0;
		for await (const part of this.body({ mayOverwrite: false })) {
			parts.push(part);
			length += part.length;
			if (length > atMost) throw new BrokenPackets('a packet is far larger than it may be');
		}
		return Buffer.concat(parts);
	}

	/** Reads over the rest of the current packet. */
	async skipBody(): Promise<void> {
		let bytes = 0;
		for await (const piece of this.body({ mayOverwrite: false })) {
			bytes += piece.length;
			// It may be unpacked from very little, without any waiting: so others have their turn in between.
			if (bytes >= TURN_BYTES) {
				await pause(0);
				bytes = 0;
			}
		}
	}

	/** The next byte of the current packet's body. */
	async bodyByte(): Promise<number> {
		while (this.left === 0 && this.hasMoreParts) await this.newFormatLength();
		if (this.left === 0) throw new BrokenPackets('a packet is shorter than it may be');
		this.left--;
		return await this.byte();
	}

	/** Gives the source up, so that a download or a file is closed. */
	async cancel(): Promise<void> {
		await this.source.return?.();
	}

	/** RFC 9580, section 4.2.1. */
	private async newFormatLength(): Promise<void> {
		const first = await this.byte();
		this.hasMoreParts = false;
		if (first < 192) this.left = first;
		else if (first < 224) this.left = ((first - 192) << 8) + (await this.byte()) + 192;
		else if (first === 255) this.left = await this.number(4);
		else {
			this.left = 2 ** (first & 0x1f);
			this.hasMoreParts = true;
		}
	}

	/** RFC 9580, section 4.2.2; an indeterminate length goes on to the end of the stream. */
	private async oldFormatLength(lengthType: number): Promise<void> {
		this.hasMoreParts = false;
		this.left = lengthType === 3 ? Infinity : await this.number(2 ** lengthType);
	}

	private async number(octets: number): Promise<number> {
		let value = 0;
		for (let octet = 0; octet < octets; octet++) value = value * 256 + (await this.byte());
		return value;
	}

	private async byte(): Promise<number> {
		if (!(await this.fill())) throw new BrokenPackets('the stream ends inside a packet');
		return this.chunk[this.offset++]!;
	}

	/** Makes sure that there is a byte to read; false at the end of the stream. */
	private async fill(): Promise<boolean> {
		while (this.offset === this.chunk.length) {
			const { done, value } = await this.source.next();
			if (done) return false;
			this.chunk = Buffer.from(value.buffer, value.byteOffset, value.length);
			this.offset = 0;
		}
		return true;
	}
}

const PACKETS_AT_MOST = 32;

/** The packet types that the bytes consist of; undefined when they are no packets, or far more than anybody needs. */
export async function readPacketTypes(bytes: Buffer): Promise<number[] | undefined> {
	const reader = new PacketReader(once(bytes));
	const types: number[] = [];
	const read = async () => {
		for (let type = await reader.next(); type !== undefined; type = await reader.next()) {
			types.push(type);
			if (types.length > PACKETS_AT_MOST) return undefined;
			await reader.skipBody();
		}
		return types.length > 0 ? types : undefined;
	};
	return await read().catch(() => undefined);
}
