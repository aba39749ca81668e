import { once, type Bytes } from '../../shared/files/streams';
import { BrokenPackets, cost, type Work } from './work';

/** Packet types of RFC 9580, section 5, that the engine distinguishes. */
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

/** "Partial Body Lengths MUST NOT be used for any other packet types" (RFC 9580, section 4.2.1.4). */
const mayBePartial = new Set<number>([
	packetType.compressed,
	packetType.unprotected,
	packetType.literal,
	packetType.integrityProtected,
	packetType.gnuPgAead,
]);
/** "The first partial length MUST be at least 512 octets long" (there). */
const FIRST_PART_BYTES = 512;
const SMALL_PART_BYTES = 2048;
/** Read in one go; before V8 has compiled the loop, that takes a millisecond. */
const PARTS_PER_TURN = 1024;
/** How much is hashed, decrypted or inflated in one go: a file in memory arrives as one chunk. */
const PIECE_BYTES = 256 * 1024;

/**
 * Reads a sequence of packets (RFC 9580, section 4.2) from a stream, in old and new format, with definite, partial and
 * indeterminate lengths: `next` returns the type of the next packet, `body` its content. Read a body to its end before the
 * next packet. Each packet and each part counts against the budget, and n8n's other tasks get their turn in between.
 */
export class PacketReader {
	private readonly source: AsyncIterator<Uint8Array>;
	private chunk: Buffer = Buffer.alloc(0);
	private offset = 0;
	/** Bytes left of the current packet, or of its current part. */
	private left = 0;
	/** Another length follows after the current part. */
	private hasMoreParts = false;

	constructor(
		source: Bytes,
		private readonly work: Work,
	) {
		this.source = source[Symbol.asyncIterator]();
	}

	/** The type of the next packet; undefined at the end of the stream. */
	async next(): Promise<number | undefined> {
		if (!(await this.fill())) return undefined;
		this.work.spend(cost.packet);
		await this.work.turn();
		const tag = await this.byte();
		if ((tag & 0x80) === 0) throw new BrokenPackets('no packet');
		if ((tag & 0x40) !== 0) {
			const type = tag & 0x3f;
			await this.newFormatLength();
			const isTooShort = this.hasMoreParts && this.left < FIRST_PART_BYTES;
			if (isTooShort || (this.hasMoreParts && !mayBePartial.has(type))) {
				throw new BrokenPackets('a packet is cut into parts that it may not have');
			}
			return type;
		}
		await this.oldFormatLength(tag & 0x03);
		return (tag >> 2) & 0x0f;
	}

	/**
	 * The content of the current packet. Parts within one chunk are joined in place: gpg splits everything into parts of 8
	 * KiB, which would be slow to pass on one by one. A caller that copies the bytes anyway gets only small parts joined.
	 */
	async *body({ closeUp }: { closeUp: 'all' | 'small' }): AsyncGenerator<Buffer> {
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
			for (let parts = 1; ; parts++) {
				const length = Math.min(this.left, chunk.length - this.offset, PIECE_BYTES - (end - start));
				if (end !== this.offset) chunk.copyWithin(end, this.offset, this.offset + length);
				this.offset += length;
				this.left -= length;
				end += length;
				// The next part's length is read here only if all of it is in this chunk.
				const canJoin =
					(closeUp === 'all' || length < SMALL_PART_BYTES) &&
					this.left === 0 &&
					this.hasMoreParts &&
					chunk.length - this.offset >= 6 &&
					end - start < PIECE_BYTES &&
					parts < PARTS_PER_TURN;
				if (!canJoin) break;
				this.work.spend(cost.part);
				this.newFormatLengthAt(chunk);
			}
			const due = this.work.turn();
			if (due !== undefined) await due;
			if (end > start) yield chunk.subarray(start, end);
			if (this.left === 0 && this.hasMoreParts) await this.nextPart();
		}
	}

	/** The whole body of a packet that is small by nature; a larger one is refused. */
	async smallBody(atMost: number): Promise<Buffer> {
		const parts: Buffer[] = [];
		let length = 0;
		for await (const part of this.body({ closeUp: 'small' })) {
			parts.push(part);
			length += part.length;
			if (length > atMost) throw new BrokenPackets('a packet is far larger than it may be');
		}
		return Buffer.concat(parts);
	}

	/** Skips the rest of the current packet. */
	async skipBody(): Promise<void> {
		for await (const piece of this.body({ closeUp: 'small' })) void piece;
	}

	/** The next byte of the current packet's body. */
	async bodyByte(): Promise<number> {
		while (this.left === 0 && this.hasMoreParts) await this.nextPart();
		if (this.left === 0) throw new BrokenPackets('a packet is shorter than it may be');
		this.left--;
		return await this.byte();
	}

	/** The next few bytes of it. */
	async bodyBytes(count: number): Promise<Buffer> {
		const bytes = Buffer.alloc(count);
		for (let index = 0; index < count; index++) bytes[index] = await this.bodyByte();
		return bytes;
	}

	/** Abandons the source, so that its download or file is closed. */
	async cancel(): Promise<void> {
		await this.source.return?.();
	}

	private async nextPart(): Promise<void> {
		this.work.spend(cost.part);
		await this.newFormatLength();
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

	/** The same without waiting, if all of it is in the chunk. */
	private newFormatLengthAt(chunk: Buffer): void {
		const first = chunk[this.offset++]!;
		this.hasMoreParts = first >= 224 && first < 255;
		if (first < 192) this.left = first;
		else if (first < 224) this.left = ((first - 192) << 8) + chunk[this.offset++]! + 192;
		else if (first < 255) this.left = 2 ** (first & 0x1f);
		else {
			this.left = chunk.readUInt32BE(this.offset);
			this.offset += 4;
		}
	}

	/** RFC 9580, section 4.2.2; an indeterminate length reaches to the end of the stream. */
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
			await this.work.turn();
			this.chunk = Buffer.from(value.buffer, value.byteOffset, value.length);
			this.offset = 0;
		}
		return true;
	}
}

/** A packet that was read whole. */
export interface Packet {
	type: number;
	body: Buffer;
}

/** Every packet of bytes in memory. Throws BrokenPackets when they are not packets, or there are too many or too large ones. */
export async function readPackets(
	bytes: Uint8Array,
	work: Work,
	{ packetsAtMost, bytesAtMost }: { packetsAtMost: number; bytesAtMost: number },
): Promise<Packet[]> {
	const reader = new PacketReader(once(bytes), work);
	const packets: Packet[] = [];
	for (let type = await reader.next(); type !== undefined; type = await reader.next()) {
		if (packets.length === packetsAtMost) throw new BrokenPackets('there are too many packets');
		packets.push({ type, body: await reader.smallBody(bytesAtMost) });
	}
	return packets;
}
