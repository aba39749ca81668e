import { readSignature, type Signature } from '../../shared/vendor/openpgp';
import { packetType } from './packetReader';
import { frame } from './packetWriter';

/** What we use of the library's signature packet beyond its public types; a test guards it. */
export interface SignaturePacketInside {
	version: number;
	signatureType: number;
	hashAlgorithm: number;
	issuerKeyID: { toHex(): string };
	/** In version 6: hashed before the data. */
	salt?: Uint8Array | null;
	/** The part of the packet that the signature covers. */
	signatureData: Uint8Array;
	/** A digest that is already computed; the library then checks it and hashes nothing again. */
	hashed: Uint8Array;
}

/** A signature as read by the library; undefined for an unknown version or a damaged one. */
export async function readSignaturePacket(
	body: Buffer,
): Promise<{ signature: Signature; inside: SignaturePacketInside } | undefined> {
	const binarySignature = new Uint8Array(frame(packetType.signature, body));
	const signature = await readSignature({ binarySignature }).catch(() => undefined);
	const [inside] = (signature?.packets ?? []) as unknown as SignaturePacketInside[];
	// The library keeps an entry for what it does not understand, without values.
	const isRead = inside?.issuerKeyID !== undefined;
	return signature && isRead ? { signature, inside: inside! } : undefined;
}

/** What a one-pass signature packet (RFC 9580, section 5.4) says about the signature after the data. */
export interface Announcement {
	type: number;
	hashAlgorithm: number;
	/** As 16 digits in lower case. */
	keyId: string;
	salt: Uint8Array;
}

/** Undefined for an unknown version. */
export function readAnnouncement(body: Buffer): Announcement | undefined {
	const [version, type, hashAlgorithm] = body;
	if (version === 3 && body.length === 13) {
		const keyId = body.subarray(4, 12).toString('hex');
		return { type: type!, hashAlgorithm: hashAlgorithm!, keyId, salt: Buffer.alloc(0) };
	}
	const saltLength = body[4] ?? 0;
	// The key ID is the high-order 64 bits of the fingerprint (RFC 9580, section 5.5.4.3).
	const keyIdStart = 5 + saltLength;
	if (version !== 6 || body.length !== keyIdStart + 33) return undefined;
	return {
		type: type!,
		hashAlgorithm: hashAlgorithm!,
		keyId: body.subarray(keyIdStart, keyIdStart + 8).toString('hex'),
		salt: body.subarray(5, keyIdStart),
	};
}
