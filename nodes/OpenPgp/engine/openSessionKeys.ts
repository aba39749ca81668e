import {
	decryptSessionKeys,
	enums,
	Message,
	PacketList,
	readMessage,
	type AnyPacket,
	type KeyID,
	type PrivateKey,
	type SessionKey,
} from '../../shared/vendor/openpgp';
import { pause } from '../../shared/run/pause';
import { failureOf, Failure } from '../failure';
import type { KeyRing } from '../keys/keys';
import { openPgpConfig } from '../openPgpConfig';

/**
 * Each try is work with a private key: 50 ms and more for RSA 4096. Anybody can put very many session keys into a file that
 * hide whom they are for, or claim to be for us.
 */
const TRIES_AT_MOST = 64;

/** "The Key ID can be set to all-zero octets" to hide a recipient (RFC 9580, section 5.1.8). */
export const isHidden = (id: KeyID) => /^0*$/.test(id.toHex());

/** The session key that one of our private keys opens, if any does: what is meant for us first, then hidden recipients. */
export async function findSessionKey(
	message: Message<Uint8Array>,
	ring: KeyRing,
): Promise<SessionKey | undefined> {
	// In the order of their key IDs.
	const packets = message.packets.filterByTag(enums.packet.publicKeyEncryptedSessionKey);
	const recipients = message.getEncryptionKeyIDs().map((id, index) => ({ id, packet: packets[index]! }));
	const named = recipients.filter(({ id }) => !isHidden(id));
	const hidden = recipients.filter(({ id }) => isHidden(id));
	let tries = 0;
	for (const { id, packet } of [...named, ...hidden]) {
		const keys = ring.decryptionKeys.filter((key) => isHidden(id) || key.getKeys(id).length > 0);
		if (keys.length === 0) continue;
		// Everybody else in the process has his turn between two of them.
		if (tries > 0) await pause(0);
		if (tries >= TRIES_AT_MOST) return undefined;
		tries += keys.length;
		const sessionKey = await tryKeys(packet, keys);
		if (sessionKey !== undefined) return sessionKey;
	}
	return undefined;
}

async function tryKeys(packet: AnyPacket, decryptionKeys: PrivateKey[]): Promise<SessionKey | undefined> {
	const alone = new PacketList<AnyPacket>();
	alone.push(packet);
	const message = new Message(alone);
	const found = await decryptSessionKeys({ message, decryptionKeys, config: openPgpConfig }).catch(failureOf);
	// For version 6 packets the library knows the cipher from the file itself, and has none here.
	return found instanceof Failure ? undefined : (found[0] as SessionKey | undefined);
}

/** The same from the session key packets as they stand in a file. */
export async function openSessionKeys(packets: Buffer[], ring: KeyRing): Promise<SessionKey | undefined> {
	if (packets.length === 0 || ring.decryptionKeys.length === 0) return undefined;
	const message = await readMessage({
		binaryMessage: new Uint8Array(Buffer.concat(packets)),
		config: openPgpConfig,
	}).catch(failureOf);
	return message instanceof Failure ? undefined : await findSessionKey(message as Message<Uint8Array>, ring);
}
