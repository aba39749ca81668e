import { readSignature, type Signature } from '../../shared/vendor/openpgp';
import { packetType } from './packetReader';
import { frame } from './packetWriter';

/** What we use of the library's signature packet beyond its public types; a test keeps watch over it. */
export interface SignaturePacketInside {
	version: number;
	signatureType: number;
	hashAlgorithm: number;
	issuerKeyID: { toHex(): string };
	/** Of version 6: hashed in front of the data. */
	salt?: Uint8Array | null;
	/** The part of the packet that the signature itself covers. */
	signatureData: Uint8Array;
	/** A digest that was computed already; the library then checks that and nothing is hashed again. */
	hashed: Uint8Array;
}

/** A signature as the library reads it; undefined when it does not know its version, or it is damaged. */
export async function readSignaturePacket(
	body: Buffer,
): Promise<{ signature: Signature; inside: SignaturePacketInside } | undefined> {
	const binarySignature = new Uint8Array(frame(packetType.signature, body));
	const signature = await readSignature({ binarySignature }).catch(() => undefined);
	const [inside] = (signature?.packets ?? []) as unknown as SignaturePacketInside[];
	// What the library does not understand is there all the same, and empty.
	const isRead = inside?.issuerKeyID !== undefined;
	return signature && isRead ? { signature, inside: inside! } : undefined;
}

/** What a one-pass signature packet (RFC 9580, section 5.4) says of the signature behind the data. */
export interface Announcement {
	type: number;
	hashAlgorithm: number;
	/** As 16 digits in lower case. */
	keyId: string;
	salt: Uint8Array;
}

/** Undefined for a version that nobody knows. */
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
