import {
	config,
	enums,
	readMessage,
	type KeyID,
	type Message,
	type PrivateKey,
	type SessionKey,
} from '../../shared/vendor/openpgp';
import { alone } from '../../shared/run/loopTurn';
import { failureOf, Failure } from '../failure';
import type { KeyRing } from '../keys/keys';
import { openPgpConfig } from '../openPgpConfig';
import { isRsa, openWithRsa, type OpenedSessionKey } from './openWithRsa';
import { packetType } from './packetReader';
import { frame } from './packetWriter';
import { cost, type Work } from './work';

/** A packet with a session key for somebody's private key. */
export interface Recipient {
	keyId: KeyID;
	/** The library's packet. */
	packet: SessionKeyPacket;
}

/** What we use of it beyond its public types; a test keeps watch over it. */
interface SessionKeyPacket {
	publicKeyAlgorithm: number;
	sessionKeyAlgorithm: number | null;
	sessionKey: Uint8Array | null;
	version: number;
	encrypted: { c?: Uint8Array } | null;
	decrypt(key: object): Promise<void>;
}

/**
 * The ciphers that a session key may be for: those whose data is opened here. With version 6 it is not for any one; the data
 * names it.
 */
const accepted: ReadonlySet<number | null> = new Set([
	null,
	enums.symmetric.aes128,
	enums.symmetric.aes192,
	enums.symmetric.aes256,
	enums.symmetric.tripledes,
	enums.symmetric.cast5,
]);

/** "The Key ID can be set to all-zero octets" to hide a recipient (RFC 9580, section 5.1.8). */
export const isHidden = (id: KeyID) => /^0*$/.test(id.toHex());

/** The recipients that the packets name, in their order; one that is damaged or of an unknown version is left out. */
export async function readRecipients(bodies: Buffer[]): Promise<Recipient[]> {
	const recipients: Recipient[] = [];
	for (const body of bodies) {
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

/**
 * The session key that one of our private keys opens, if any does: what is meant for us first, then hidden recipients. Each
 * try is work with a private key, and anybody can put very many packets into a file that claim to be for us, or hide whom
 * they are for: so the budget says how many are made, and others have their turn between two of them.
 */
export async function findSessionKey(
	recipients: Recipient[],
	ring: KeyRing,
	work: Work,
): Promise<SessionKey | undefined> {
	const named = recipients.filter(({ keyId }) => !isHidden(keyId));
	const hidden = recipients.filter(({ keyId }) => isHidden(keyId));
	for (const { keyId, packet } of [...named, ...hidden]) {
		for (const key of ring.decryptionKeys) {
			for (const keyPacket of await keyPacketsFor(key, keyId)) {
				if (keyPacket.algorithm !== packet.publicKeyAlgorithm) continue;
				if (!work.mayTryKey(costOf(keyPacket))) return undefined;
				const opened = await alone(async () => await tryKey(packet, keyPacket));
				if (opened === undefined || !accepted.has(opened.algorithm)) continue;
				const algorithm = opened.algorithm && enums.read(enums.symmetric, opened.algorithm);
				return { data: opened.key, ...(algorithm && { algorithm }) } as SessionKey;
			}
		}
	}
	return undefined;
}

type KeyPacket = PrivateKey['keyPacket'];

async function tryKey(packet: SessionKeyPacket, keyPacket: KeyPacket): Promise<OpenedSessionKey | undefined> {
	if (isRsa(keyPacket)) return openWithRsa(packet.encrypted?.c, packet.version, keyPacket);
	const failed = await packet.decrypt(keyPacket).catch(failureOf);
	const { sessionKey: key, sessionKeyAlgorithm: algorithm } = packet;
	return failed instanceof Failure || key === null ? undefined : { key, algorithm };
}

/** Also of keys that have expired since, so that old files can be read. */
async function keyPacketsFor(key: PrivateKey, keyId: KeyID): Promise<KeyPacket[]> {
	if (!isHidden(keyId) && key.getKeys(keyId).length === 0) return [];
	const keys = await (key as PrivateKey & WithDecryptionKeys)
		.getDecryptionKeys(keyId, null, undefined, { ...config, ...openPgpConfig })
		.catch(failureOf);
	return keys instanceof Failure ? [] : keys.map(({ keyPacket }) => keyPacket);
}

/** What the library knows of a key beyond its public types. */
interface WithDecryptionKeys {
	getDecryptionKeys(
		id: KeyID,
		date: null,
		user: undefined,
		config: object,
	): Promise<Array<{ keyPacket: KeyPacket }>>;
}

const smallCurves = new Set(['curve25519Legacy', 'nistP256']);

function costOf(keyPacket: KeyPacket): number {
	const { algorithm, bits, curve } = keyPacket.getAlgorithmInfo();
	if (bits !== undefined) return (isRsa(keyPacket) ? cost.rsa4096 : cost.elgamal4096) * (bits / 4096) ** 3;
	return algorithm === 'x25519' || smallCurves.has(curve ?? '') ? cost.smallCurve : cost.largeCurve;
}

/** The same from the session key packets as they stand in a file. */
export const openSessionKeys = async (
	bodies: Buffer[],
	ring: KeyRing,
	work: Work,
): Promise<SessionKey | undefined> =>
	ring.decryptionKeys.length === 0
		? undefined
		: await findSessionKey(await readRecipients(bodies), ring, work);
