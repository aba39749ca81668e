import { enums, readSignature } from '../../shared/vendor/openpgp';
import { packetType } from '../engine/packetReader';
import { frame } from '../engine/packetWriter';
import { failureOf, Failure } from '../failure';
import { type PacketFacts, hex, nameOf } from './packetFacts';

/** RFC 9580, section 5.4. */
export function readOnePass(body: Buffer, facts: PacketFacts): void {
	const version = body[0];
	if (version !== 3 && version !== 6) return;
	facts.kind = 'signed';
	const salt = version === 6 ? 1 + (body[4] ?? 0) : 0;
	const id = body.subarray(4 + salt, version === 6 ? 36 + salt : 12);
	facts.signatures = [
		...(facts.signatures ?? []),
		{
			...(version === 6 ? { fingerprint: hex(id), keyId: hex(id.subarray(0, 8)) } : { keyId: hex(id) }),
			hash: nameOf(enums.hash, body[2]),
			algorithm: nameOf(enums.publicKey, body[3]),
		},
	];
}

/** RFC 9580, section 5.2. */
export async function readSignaturePacket(body: Buffer, facts: PacketFacts): Promise<void> {
	if (![3, 4, 5, 6].includes(body[0] ?? 0)) return;
	const binarySignature = new Uint8Array(frame(packetType.signature, body));
	const read = await readSignature({ binarySignature }).catch(failureOf);
	const packet = read instanceof Failure ? undefined : read.packets[0];
	if (packet === undefined) return;
	// Followed by data it is a signed message of the old style; alone, a signature of something else.
	facts.kind = 'detached signature';
	const fingerprint = packet.issuerFingerprint;
	facts.signatures = [
		...(facts.signatures ?? []),
		{
			keyId: packet.issuerKeyID.toHex().toUpperCase(),
			...(fingerprint && { fingerprint: hex(Buffer.from(fingerprint)) }),
			hash: nameOf(enums.hash, packet.hashAlgorithm ?? undefined),
			algorithm: nameOf(enums.publicKey, packet.publicKeyAlgorithm ?? undefined),
			...(packet.created && { signedAt: packet.created.toISOString() }),
		},
	];
}
