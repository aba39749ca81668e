import { type Key, readMessage, type KeyID, type Message } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import type { KeyRing } from '../keys/keys';
import { openPgpConfig } from '../openPgpConfig';
import { packetType } from './packetReader';
import { frame } from './packetWriter';

/** A packet with a session key for somebody's private key. */
export interface Recipient {
	keyId: KeyID;
	/** The library's packet. */
	packet: SessionKeyPacket;
}

/** What we use beyond its public types; a test guards it. */
export interface SessionKeyPacket {
	publicKeyAlgorithm: number;
	sessionKeyAlgorithm: number | null;
	sessionKey: Uint8Array | null;
	decrypt(key: object, guess?: { sessionKeyAlgorithm: number; sessionKey: Uint8Array }): Promise<void>;
}

const PARSED_AT_MOST = 256;

export const idsOf = (key: Key): string[] => key.getKeys().map((one) => one.getKeyID().toHex().toUpperCase());

/** "The Key ID can be set to all-zero octets" to hide a recipient (RFC 9580, section 5.1.8). */
export const isHidden = (id: KeyID) => /^0*$/.test(id.toHex());

const PKESK_V3 = 3;
/**
 * The key ID of a recipient in the packet (RFC 9580, section 5.1): 16 digits in upper case, empty when hidden; undefined for
 * other versions, which the library reads.
 */
export function recipientIdOf(body: Buffer): string | undefined {
	if (body[0] !== PKESK_V3 || body.length < 10) return undefined;
	const id = body.toString('hex', 1, 9).toUpperCase();
	return /^0+$/.test(id) ? '' : id;
}

/**
 * The packets whose recipient may be us, in their order, without damaged ones and unknown versions. A file may name
 * thousands, and parsing each costs work.
 */
export async function readRecipients(bodies: Buffer[], ring: KeyRing): Promise<Recipient[]> {
	const ours = new Set(ring.decryptionKeys.flatMap(idsOf));
	const meant = bodies.filter((body) => {
		const id = recipientIdOf(body);
		return id === undefined || id === '' || ours.has(id);
	});
	const recipients: Recipient[] = [];
	for (const body of meant.slice(0, PARSED_AT_MOST)) {
		const message = await readMessage({
			binaryMessage: new Uint8Array(frame(packetType.publicKeySessionKey, body)),
			config: openPgpConfig,
		}).catch(failureOf);
		if (message instanceof Failure) continue;
		const [keyId] = message.getEncryptionKeyIDs();
		const [packet] = (message as Message<Uint8Array>).packets as unknown as SessionKeyPacket[];
		if (keyId !== undefined && packet !== undefined) recipients.push({ keyId, packet });
	}
	return recipients;
}
