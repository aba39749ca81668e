import {
	config,
	enums,
	PacketList,
	PublicKeyEncryptedSessionKeyPacket,
	readMessage,
	readPrivateKey,
	SignaturePacket,
	type Key,
	type PrivateKey,
} from 'openpgp';
import { findArmorBlocks } from '../../../nodes/OpenPgp/doctor/armorBlocks';

/** Whatever the hash. */
const loose = {
	...config,
	nonDeterministicSignaturesViaNotation: false,
	rejectHashAlgorithms: new Set<never>(),
};

/** What the library keeps to itself. */
interface Signing {
	sign(key: object, data: object, date: Date, detached: boolean, given: object): Promise<void>;
}

/** The same key, signed anew by itself, with other flags or none, or with another hash. */
export async function resign(
	key: PrivateKey,
	changed: { keyFlags?: Uint8Array | null; hashAlgorithm?: number },
	changedSubkeys = changed,
): Promise<PrivateKey> {
	const copy = await readPrivateKey({ armoredKey: key.armor() });
	const renew = async (old: SignaturePacket, data: object, other: object) => {
		const packet = Object.assign(new SignaturePacket(), {
			signatureType: old.signatureType,
			publicKeyAlgorithm: old.publicKeyAlgorithm,
			hashAlgorithm: old.hashAlgorithm,
			keyFlags: (old as { keyFlags?: Uint8Array }).keyFlags,
			features: [1],
			preferredSymmetricAlgorithms: [enums.symmetric.aes256],
			...other,
		});
		await (packet as unknown as Signing).sign(copy.keyPacket, data, key.getCreationTime(), false, loose);
		return packet;
	};
	for (const user of copy.users) {
		const data = { userID: user.userID, key: copy.keyPacket };
		user.selfCertifications = [await renew(user.selfCertifications[0]!, data, changed)];
	}
	for (const subkey of copy.subkeys) {
		const data = { key: copy.keyPacket, bind: subkey.keyPacket };
		subkey.bindingSignatures = [await renew(subkey.bindingSignatures[0]!, data, changedSubkeys)];
	}
	return await readPrivateKey({ binaryKey: copy.write() });
}

/** Without the signatures by which a key says that its parts belong together. */
export async function withoutSignatures(key: PrivateKey): Promise<PrivateKey> {
	const copy = await readPrivateKey({ armoredKey: key.armor() });
	for (const user of copy.users) user.selfCertifications = [];
	for (const subkey of copy.subkeys) subkey.bindingSignatures = [];
	return copy;
}

/** The secret part of some of its packets is elsewhere, as after gpg --export-secret-subkeys or on a smart card. */
export async function asStub(key: PrivateKey, isEverything: boolean): Promise<PrivateKey> {
	const copy = await readPrivateKey({ armoredKey: key.armor() });
	const packets = isEverything ? copy.getKeys().map(({ keyPacket }) => keyPacket) : [copy.keyPacket];
	for (const packet of packets) (packet as unknown as { makeDummy(): void }).makeDummy();
	return copy;
}

/** The bytes of an armour. */
export function bytesOf(armor: string): Buffer {
	const [block] = findArmorBlocks(armor);
	const [, data = ''] = /\n\r?\n([\s\S]*?)(?:\n=|$)/.exec(block!.body) ?? [];
	return Buffer.from(data, 'base64');
}

/** Bytes as an armour of a kind. */
export const armorOf = (kind: string, bytes: Uint8Array) =>
	`-----BEGIN PGP ${kind}-----\n\n${Buffer.from(bytes)
		.toString('base64')
		.replace(/(.{64})/g, '$1\n')
		.trim()}\n-----END PGP ${kind}-----\n`;

/** A locked key that says that its secrets are protected in another way: one octet of each secret packet is changed. */
export function protectedOtherwise(armor: string, change: 'IDEA' | 'old checksum'): string {
	const bytes = bytesOf(armor);
	// S2K usage 254 (SHA-1), AES-256, S2K iterated and salted, SHA-256 (RFC 9580, section 5.5.3).
	const marks = [Buffer.from([254, 9, 3, 8]), Buffer.from([254, 9, 3, 10])];
	for (const mark of marks) {
		for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
			if (change === 'IDEA') bytes[at + 1] = 1;
			else bytes[at] = 255;
		}
	}
	return armorOf('PRIVATE KEY BLOCK', bytes);
}

/** The message, whose session key is encrypted to the primary key of the recipient, whatever its flags say. */
export async function toPrimaryKey(file: Buffer, ours: PrivateKey): Promise<Buffer> {
	const message = await readMessage({ binaryMessage: new Uint8Array(file) });
	const [old] = message.packets as unknown as PublicKeyEncryptedSessionKeyPacket[];
	const readable = old as unknown as { decrypt(key: object): Promise<void> } & SessionKey;
	await readable.decrypt(ours.subkeys[0]!.keyPacket);
	const packet = Object.assign(new PublicKeyEncryptedSessionKeyPacket(), {
		version: 3,
		publicKeyID: ours.getKeyID(),
		publicKeyAlgorithm: algorithmOf(ours),
		sessionKey: readable.sessionKey,
		sessionKeyAlgorithm: readable.sessionKeyAlgorithm,
	});
	await (packet as unknown as { encrypt(key: object): Promise<void> }).encrypt(ours.toPublic().keyPacket);
	const list = new PacketList<PublicKeyEncryptedSessionKeyPacket>();
	list.push(packet);
	// The first packet of what the library writes is the session key packet: its header has one or two octets of length.
	const rest = file.subarray(packetLength(file));
	return Buffer.concat([Buffer.from(list.write()), rest]);
}

interface SessionKey {
	sessionKey: Uint8Array;
	sessionKeyAlgorithm: number;
}

const algorithmOf = (key: Key) => (key.keyPacket as unknown as { algorithm: number }).algorithm;

/** Of the first packet, whose header is of the new format (RFC 9580, section 4.2.1). */
function packetLength(bytes: Buffer): number {
	const first = bytes[1]!;
	return first < 192 ? 2 + first : 3 + ((first - 192) << 8) + bytes[2]! + 192;
}

/** One packet as its bytes. */
export function packetBytes(packet: SignaturePacket): Uint8Array {
	const list = new PacketList<SignaturePacket>();
	list.push(packet);
	return list.write();
}
