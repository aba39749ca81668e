import { constants, createPrivateKey, privateDecrypt } from 'crypto';

export interface OpenedSessionKey {
	key: Uint8Array;
	/** The number of the cipher; null where the data names it. */
	algorithm: number | null;
}

/** What we use of the library's secret key packet beyond its public types; all numbers are big-endian. */
interface RsaKeyPacket {
	algorithm: number;
	publicParams: { n: Uint8Array; e: Uint8Array };
	/** `u` is the inverse of p modulo q (RFC 9580, section 5.5.5.1). */
	privateParams: { d: Uint8Array; p: Uint8Array; q: Uint8Array; u: Uint8Array };
}

/** RSA to encrypt and sign, and to encrypt alone (RFC 9580, section 9.1). */
export const isRsa = (keyPacket: object): keyPacket is RsaKeyPacket =>
	[1, 2].includes((keyPacket as RsaKeyPacket).algorithm);

/**
 * The session key in an RSA-encrypted packet (RFC 9580, section 5.1.3). The exponentiation is OpenSSL's. The library's takes
 * six times as long and cannot be cut: Node 20 and 22 refuse the old padding, and it goes back to big numbers in JavaScript.
 */
export function openWithRsa(
	encrypted: Uint8Array | undefined,
	version: number,
	keyPacket: RsaKeyPacket,
): OpenedSessionKey | undefined {
	const bytes = keyPacket.publicParams.n.length;
	if (encrypted === undefined || encrypted.length > bytes) return undefined;
	const padded = Buffer.concat([Buffer.alloc(bytes - encrypted.length), encrypted]);
	try {
		const key = createPrivateKey({ key: toJwk(keyPacket), format: 'jwk' });
		const message = unpad(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, padded));
		return message && readSessionKey(message, version);
	} catch {
		return undefined;
	}
}

function toJwk({ publicParams: { n, e }, privateParams: { d, p, q, u } }: RsaKeyPacket) {
	const text = (number: Uint8Array) => Buffer.from(number).toString('base64url');
	// JWK wants the inverse the other way round (RFC 7518, section 6.3.2.6), so the primes change places.
	return {
		kty: 'RSA',
		n: text(n),
		e: text(e),
		d: text(d),
		p: text(q),
		q: text(p),
		dp: text(reduced(d, q)),
		dq: text(reduced(d, p)),
		qi: text(u),
	};
}

/** d modulo (prime - 1). */
function reduced(d: Uint8Array, prime: Uint8Array): Buffer {
	const remainder = (toBig(d) % (toBig(prime) - 1n)).toString(16);
	return Buffer.from(remainder.padStart(remainder.length + (remainder.length % 2), '0'), 'hex');
}

const toBig = (number: Uint8Array) => BigInt(`0x${Buffer.from(number).toString('hex')}`);

/** EME-PKCS1-v1_5 (RFC 8017, section 7.2.2, step 3): 0, 2, at least eight octets that are not 0, a 0, the message. */
function unpad(block: Buffer): Buffer | undefined {
	const end = block.indexOf(0, 2);
	return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
}

/** The number of the cipher (not in version 6), the key, and "the sum of the preceding ... octets, modulo 65536". */
function readSessionKey(message: Buffer, version: number): OpenedSessionKey | undefined {
	const start = version === 6 ? 0 : 1;
	const key = message.subarray(start, -2);
	const sum = key.reduce((all, octet) => (all + octet) & 0xffff, 0);
	if (message.length < start + 16 + 2 || message.readUInt16BE(message.length - 2) !== sum) return undefined;
	return { key: new Uint8Array(key), algorithm: version === 6 ? null : message[0]! };
}
