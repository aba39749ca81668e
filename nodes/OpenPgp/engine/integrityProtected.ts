import { createHash, timingSafeEqual } from 'crypto';
import type { Bytes } from '../../shared/streams';
import { CfbDecryptor } from './cfbDecryptor';

/** A block of random bytes and the repetition of its last two (RFC 9580, section 5.13.1). */
const PREFIX_BYTES = 18;
/** Packet header 0xD3 0x14 and a SHA-1 digest, at the very end. */
const MDC_BYTES = 22;

/** The integrity check failed, or could not be made because the data is too short. */
export class IntegrityFailure extends Error {}

/**
 * Decrypts the body of a Symmetrically Encrypted and Integrity Protected Data packet, version 1 (RFC 9580, section
 * 5.13.1), and ends with an IntegrityFailure unless the modification detection code is right. The bytes before that are
 * not to be trusted. "The repeated 2 octets" of the prefix are not looked at: checking them would be an oracle (13.4).
 */
export async function* decryptIntegrityProtected(
	body: Bytes,
	algorithm: string,
	key: Uint8Array,
): AsyncGenerator<Buffer> {
	const cfb = new CfbDecryptor(algorithm, key);
	const hash = createHash('sha1');
	let tail: Buffer = Buffer.alloc(0);
	let prefixLeft = PREFIX_BYTES;

	/** Holds the last bytes back, since they may be the code, and gives the others. */
	function* release(plaintext: Buffer): Generator<Buffer> {
		const joined = tail.length + plaintext.length <= MDC_BYTES || plaintext.length < MDC_BYTES;
		const pieces = joined ? [Buffer.concat([tail, plaintext])] : [tail, plaintext];
		const last = pieces[pieces.length - 1]!;
		const kept = Math.min(MDC_BYTES, last.length);
		tail = Buffer.from(last.subarray(last.length - kept));
		pieces[pieces.length - 1] = last.subarray(0, last.length - kept);
		for (const piece of pieces) {
			hash.update(piece);
			const skipped = Math.min(prefixLeft, piece.length);
			prefixLeft -= skipped;
			if (piece.length > skipped) yield piece.subarray(skipped);
		}
	}

	for await (const ciphertext of body) {
		for (const plaintext of cfb.push(
			Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.length),
		)) {
			yield* release(plaintext);
		}
	}
	yield* release(cfb.end());

	const header = tail.subarray(0, 2);
	const digest = hash.update(header).digest();
	const isWhole = tail.length === MDC_BYTES && prefixLeft === 0;
	if (!isWhole || header[0] !== 0xd3 || header[1] !== 0x14 || !timingSafeEqual(digest, tail.subarray(2))) {
		throw new IntegrityFailure('the modification detection code does not match');
	}
}
