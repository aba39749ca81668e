import { spawnSync } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync } from 'node:zlib';

/** A packet with its length in one, two or five octets (RFC 9580, section 4.2.1). */
export function packet(type: number, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0xc0 | type]), lengthOctets(body.length), body]);
}

/** The same in the old format; `indeterminate` goes on to the end. */
export const oldPacket = (type: number, body: Buffer, isIndeterminate: boolean): Buffer => {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(body.length);
	const header = Buffer.from([0x80 | (type << 2) | (isIndeterminate ? 3 : 2)]);
	return Buffer.concat([header, ...(isIndeterminate ? [] : [length]), body]);
};

/** In parts: a first one as told (a power of two), then crumbs of a size (another one). */
export function partialPacket(type: number, body: Buffer, firstBits: number, crumbBits: number): Buffer {
	const bytes = Buffer.alloc(2 * body.length + 16);
	bytes[0] = 0xc0 | type;
	let filled = 1;
	let at = 0;
	for (let bits = firstBits; body.length - at > 2 ** bits; bits = crumbBits) {
		bytes[filled++] = 0xe0 | bits;
		filled += body.copy(bytes, filled, at, at + 2 ** bits);
		at += 2 ** bits;
	}
	return Buffer.concat([bytes.subarray(0, filled), lengthOctets(body.length - at), body.subarray(at)]);
}

function lengthOctets(length: number): Buffer {
	if (length < 192) return Buffer.from([length]);
	if (length < 8384) return Buffer.from([192 + ((length - 192) >> 8), (length - 192) & 0xff]);
	const octets = Buffer.from([0xff, 0, 0, 0, 0]);
	octets.writeUInt32BE(length, 1);
	return octets;
}

export const literal = (content: Buffer): Buffer =>
	Buffer.concat([Buffer.from('b\x04name\0\0\0\0', 'latin1'), content]);

/** What a compressed data packet holds (RFC 9580, section 5.6), by the number of the algorithm. */
export function compressed(algorithm: number, packets: Buffer): Buffer {
	const bodies = [
		() => packets,
		() => deflateRawSync(packets),
		() => deflateSync(packets, { level: 9 }),
		() => spawnSync('bzip2', ['-9'], { input: packets, maxBuffer: 2 ** 28 }).stdout,
	];
	return Buffer.concat([Buffer.from([algorithm]), bodies[algorithm]!()]);
}

/** The body of an integrity protected packet, version 1 (RFC 9580, section 5.13.1). */
export function encrypted(packets: Buffer, key: Buffer): Buffer {
	const blockBytes = key.length === 24 ? 8 : 16;
	const cipher = createCipheriv(
		key.length === 24 ? 'des-ede3-cfb' : 'aes-256-cfb',
		key,
		Buffer.alloc(blockBytes),
	);
	const random = randomBytes(blockBytes);
	const covered = Buffer.concat([random, random.subarray(-2), packets, Buffer.from([0xd3, 0x14])]);
	const code = createHash('sha1').update(covered).digest();
	return Buffer.concat([Buffer.from([1]), cipher.update(Buffer.concat([covered, code]))]);
}
