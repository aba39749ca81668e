import { createHash, timingSafeEqual } from 'crypto';
import type { Bytes } from '../../shared/files/streams';
import { CfbDecryptor, nativeCiphers } from './cfbDecryptor';
import { BrokenPackets } from './work';

/** A block of random bytes, followed by its last two again (RFC 9580, section 5.13.1). */
const REPEATED_BYTES = 2;
/** Packet header 0xD3 0x14 and a SHA-1 digest, at the very end. */
const MDC_BYTES = 22;

/** The integrity check failed, or was not possible because the data is too short. */
export class IntegrityFailure extends Error {}

/**
 * Decrypts the body of a Symmetrically Encrypted and Integrity Protected Data packet, version 1 (RFC 9580, section 5.13.1),
 * and throws an IntegrityFailure at the end unless the modification detection code is right. Do not trust any bytes before
 * that. "The repeated 2 octets" of the prefix are ignored: checking them would be an oracle (13.4).
 */
export async function* decryptIntegrityProtected(
	body: Bytes,
	algorithm: string,
	key: Uint8Array,
): AsyncGenerator<Buffer> {
	const cipher = nativeCiphers[algorithm];
	if (cipher === undefined) throw new BrokenPackets('a cipher that Node does not have');
	const cfb = new CfbDecryptor(cipher, key);
	const hash = createHash('sha1');
	let held: Buffer = Buffer.alloc(0);
	let prefixLeft = cipher.blockBytes + REPEATED_BYTES;

	/** Hashes everything except the code, and yields it without the prefix. */
	function* release(plaintext: Buffer): Generator<Buffer> {
		hash.update(plaintext);
		const skipped = Math.min(prefixLeft, plaintext.length);
		prefixLeft -= skipped;
		if (plaintext.length > skipped) yield plaintext.subarray(skipped);
	}

	/** Holds back each batch until the next one shows that the code is not in it. */
	function* holdBack(plaintext: Buffer): Generator<Buffer> {
		if (plaintext.length < MDC_BYTES) {
			held = Buffer.concat([held, plaintext]);
			return;
		}
		yield* release(held);
		held = plaintext;
	}

	for await (const ciphertext of body) {
		for (const plaintext of cfb.push(
			Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.length),
		)) {
			yield* holdBack(plaintext);
		}
	}
	yield* holdBack(cfb.end());
	const codeStart = Math.max(0, held.length - MDC_BYTES);
	yield* release(held.subarray(0, codeStart));
	const code = held.subarray(codeStart);

	const header = code.subarray(0, 2);
	const digest = hash.update(header).digest();
	const isWhole = code.length === MDC_BYTES && prefixLeft === 0;
	if (!isWhole || header[0] !== 0xd3 || header[1] !== 0x14 || !timingSafeEqual(digest, code.subarray(2))) {
		throw new IntegrityFailure('the modification detection code does not match');
	}
}
