import { enums } from 'openpgp';
import type { SignaturePacket } from 'openpgp';

/** A signature alone: the content of a detached signature. */
export function frameSignature(signature: SignaturePacket): Buffer {
	return framePacket(enums.packet.signature, signature.write() as Uint8Array);
}

/** A signed message: the announcement of a signature, what was signed, the signature (RFC 9580, section 10.3). */
export function frameSignedMessage(content: Uint8Array, signature: SignaturePacket): Buffer {
	const { signatureType, hashAlgorithm, publicKeyAlgorithm, issuerKeyID } = signature;
	const announcement = Buffer.concat([
		Buffer.from([3, Number(signatureType), Number(hashAlgorithm), Number(publicKeyAlgorithm)]),
		Buffer.from(issuerKeyID.toHex(), 'hex'),
		Buffer.from([1]),
	]);
	// Binary data, without a file name, without a date.
	const literal = Buffer.concat([Buffer.from(['b'.charCodeAt(0), 0, 0, 0, 0, 0]), content]);
	return Buffer.concat([
		framePacket(enums.packet.onePassSignature, announcement),
		framePacket(enums.packet.literalData, literal),
		frameSignature(signature),
	]);
}

function framePacket(tag: enums.packet, body: Uint8Array): Buffer {
	const header = Buffer.alloc(6);
	header.writeUInt8(0xc0 | tag, 0);
	header.writeUInt8(0xff, 1);
	header.writeUInt32BE(body.length, 2);
	return Buffer.concat([header, body]);
}
