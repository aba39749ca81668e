import type { Bytes } from '../../shared/files/streams';

/** The size of each part of a streamed packet; a power of two, as RFC 9580, section 4.2.1.4, requires. */
const PART_BITS = 16;
const PART_BYTES = 2 ** PART_BITS;

/** A packet with our own header. */
export function frame(type: number, body: Buffer): Buffer {
	return Buffer.concat([typeOctet(type), lastLength(body.length), body]);
}

/** The same for a streamed body. */
export async function* frameStream(type: number, body: Bytes): AsyncGenerator<Buffer> {
	yield typeOctet(type);
	let part = Buffer.alloc(PART_BYTES);
	let length = 0;
	for await (const piece of body) {
		for (let start = 0; start < piece.length;) {
			// Not earlier: the last part has another kind of length, and should not be empty without need.
			if (length === PART_BYTES) {
				yield Buffer.concat([Buffer.from([0xe0 | PART_BITS]), part]);
				part = Buffer.alloc(PART_BYTES);
				length = 0;
			}
			const taken = piece.subarray(start, start + PART_BYTES - length);
			part.set(taken, length);
			length += taken.length;
			start += taken.length;
		}
	}
	yield Buffer.concat([lastLength(length), part.subarray(0, length)]);
}

/** Puts octets that were already read back before the rest. */
export async function* putBack(octets: Uint8Array, rest: Bytes): AsyncGenerator<Uint8Array> {
	yield octets;
	yield* rest;
}

const typeOctet = (type: number) => Buffer.from([0xc0 | type]);

/** RFC 9580, section 4.2.1.3: five octets, enough for every length. */
function lastLength(length: number): Buffer {
	const octets = Buffer.from([0xff, 0, 0, 0, 0]);
	octets.writeUInt32BE(length, 1);
	return octets;
}
