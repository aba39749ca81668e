import { createMessage, enums, SignaturePacket } from 'openpgp';
import type { AnySecretKeyPacket, PrivateKey } from 'openpgp';

/** How to sign. */
export interface Signing {
	key: PrivateKey;
	hash: enums.hash.sha512 | enums.hash.sha1;
	/** `text` signatures hold whatever line endings the text travels with. */
	type?: enums.signature.binary | enums.signature.text;
}

/**
 * A detached signature over bytes. Packet by packet and not with openpgp's `sign()`: that one, rightly, makes no SHA-1
 * signatures, and the sandbox has to.
 */
export async function signBytes(bytes: Uint8Array, signing: Signing): Promise<SignaturePacket> {
	const { key, hash, type = enums.signature.binary } = signing;
	const signer = (await key.getSigningKey()).keyPacket as AnySecretKeyPacket;
	const signature = new SignaturePacket();
	signature.signatureType = type;
	signature.publicKeyAlgorithm = signer.algorithm;
	signature.hashAlgorithm = hash;
	const [literal] = (await createMessage({ binary: bytes })).packets;
	const options = { nonDeterministicSignaturesViaNotation: false };
	const sign = signature.sign.bind(signature) as (...given: unknown[]) => Promise<void>;
	await sign(signer, literal, new Date(), true, options);
	return signature;
}
