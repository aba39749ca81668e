import { randomBytes } from 'crypto';
import {
	enums,
	type Key,
	readMessage,
	type KeyID,
	type Message,
	type PrivateKey,
	type SessionKey,
} from '../../shared/vendor/openpgp';
import { alone } from '../../shared/run/loopTurn';
import { failureOf, Failure } from '../failure';
import type { KeyRing } from '../keys/keys';
import { isStub } from '../keys/mergeKeys';
import { keyConfig, openPgpConfig } from '../openPgpConfig';
import { closedDoors, type Doors } from './doors';
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
	decrypt(key: object, guess?: { sessionKeyAlgorithm: number; sessionKey: Uint8Array }): Promise<void>;
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

const PARSED_AT_MOST = 256;

export const idsOf = (key: Key): string[] => key.getKeys().map((one) => one.getKeyID().toHex().toUpperCase());

/** "The Key ID can be set to all-zero octets" to hide a recipient (RFC 9580, section 5.1.8). */
export const isHidden = (id: KeyID) => /^0*$/.test(id.toHex());

/** RFC 5581: number in the packet, name, bytes of the key, and an AES with a key of the same length. */
const camellia: Array<[number, string, number, number]> = [
	[11, 'camellia128', 16, enums.symmetric.aes128],
	[12, 'camellia192', 24, enums.symmetric.aes192],
	[13, 'camellia256', 32, enums.symmetric.aes256],
];
/** Accepted where somebody wants old ciphers. The library has the first two; Camellia runs natively. */
const old: ReadonlySet<number | null> = new Set([
	enums.symmetric.blowfish,
	enums.symmetric.twofish,
	...camellia.map(([number]) => number),
]);

const PKESK_V3 = 3;
/**
 * The key ID of a recipient as it stands in the packet (RFC 9580, section 5.1): 16 digits in upper case, empty when hidden;
 * undefined for other versions, which the library reads.
 */
export function recipientIdOf(body: Buffer): string | undefined {
	if (body[0] !== PKESK_V3 || body.length < 10) return undefined;
	const id = body.toString('hex', 1, 9).toUpperCase();
	return /^0+$/.test(id) ? '' : id;
}

/**
 * The recipients among the packets that may be us, in their order; one that is damaged or of an unknown version is left out.
 * A file may name thousands, and to parse one is work.
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

export interface FoundSessionKey {
	sessionKey: SessionKey;
	/** By a key that is meant for signing only; for the warnings. */
	isSignOnlyKey?: boolean;
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
	doors: Doors = closedDoors,
): Promise<FoundSessionKey | undefined> {
	const named = recipients.filter(({ keyId }) => !isHidden(keyId));
	const hidden = recipients.filter(({ keyId }) => isHidden(keyId));
	const usual = { recipients: [...named, ...hidden], isSignOnlyKey: false };
	const rounds = doors.signOnlyKeys ? [usual, { recipients: named, isSignOnlyKey: true }] : [usual];
	for (const round of rounds) {
		for await (const { packet, keyPacket } of pairsOf(round, ring)) {
			const sessionKey = await tryKey(packet, keyPacket, work, doors);
			if (sessionKey === 'no more tries') return undefined;
			if (sessionKey !== undefined) return { sessionKey, isSignOnlyKey: round.isSignOnlyKey };
		}
	}
	return undefined;
}

/** Each packet with each of our keys that it may be for. */
async function* pairsOf(
	{ recipients, isSignOnlyKey }: { recipients: Recipient[]; isSignOnlyKey: boolean },
	ring: KeyRing,
): AsyncGenerator<{ packet: SessionKeyPacket; keyPacket: KeyPacket }> {
	for (const { keyId, packet } of recipients) {
		for (const key of ring.decryptionKeys) {
			for (const keyPacket of await keyPacketsFor(key, keyId, isSignOnlyKey)) yield { packet, keyPacket };
		}
	}
}

/** Accepted only where somebody wants old ciphers. */
export const isOldCipher = (algorithm: string | undefined) =>
	/^(?:blowfish|twofish|camellia)/.test(algorithm ?? '');

async function tryKey(
	packet: SessionKeyPacket,
	keyPacket: KeyPacket,
	work: Work,
	{ oldCiphers }: Doors,
): Promise<SessionKey | undefined | 'no more tries'> {
	if (keyPacket.algorithm !== packet.publicKeyAlgorithm) return undefined;
	if (!work.mayTryKey(costOf(keyPacket))) return 'no more tries';
	const opened = await alone(async () => await openPacket(packet, keyPacket));
	if (opened !== undefined && (accepted.has(opened.algorithm) || (oldCiphers && old.has(opened.algorithm)))) {
		const algorithm = nameOf(opened.algorithm);
		return { data: opened.key, ...(algorithm && { algorithm }) } as SessionKey;
	}
	return oldCiphers ? await tryCamellia(packet, keyPacket, work) : undefined;
}

const nameOf = (cipher: number | null) =>
	cipher && (camellia.find(([number]) => number === cipher)?.[1] ?? enums.read(enums.symmetric, cipher));

/**
 * The library refuses ciphers that it does not have, but gives the session key to whoever names cipher and length, and ours
 * back when it does not fit. Then it asks the cipher for its length: it is told an AES.
 */
async function tryCamellia(
	packet: SessionKeyPacket,
	keyPacket: KeyPacket,
	work: Work,
): Promise<SessionKey | undefined | 'no more tries'> {
	for (const [sessionKeyAlgorithm, algorithm, length, aes] of camellia) {
		if (!work.mayTryKey(costOf(keyPacket))) return 'no more tries';
		const guess = { sessionKeyAlgorithm, sessionKey: new Uint8Array(randomBytes(length)) };
		const asAes = Object.create(packet, {
			sessionKeyAlgorithm: { get: () => aes, set: () => undefined },
		}) as SessionKeyPacket;
		const failed = await alone(async () => await asAes.decrypt(keyPacket, guess).catch(failureOf));
		if (failed instanceof Failure || asAes.sessionKey === null) continue;
		if (Buffer.from(asAes.sessionKey).equals(guess.sessionKey)) continue;
		return { data: asAes.sessionKey, algorithm } as unknown as SessionKey;
	}
	return undefined;
}

type KeyPacket = PrivateKey['keyPacket'];

interface OpenedSessionKey {
	key: Uint8Array;
	/** The number of the cipher; null where the data names it. */
	algorithm: number | null;
}

/**
 * The library opens the packet. What fails is not told apart, so that nobody learns whether the padding of RSA was right
 * (RFC 9580, section 13.5).
 */
async function openPacket(
	packet: SessionKeyPacket,
	keyPacket: KeyPacket,
): Promise<OpenedSessionKey | undefined> {
	const failed = await packet.decrypt(keyPacket).catch(failureOf);
	const { sessionKey: key, sessionKeyAlgorithm: algorithm } = packet;
	return failed instanceof Failure || key === null ? undefined : { key, algorithm };
}

/** Also of keys that have expired since, so that old files can be read. */
export async function keyPacketsFor(
	key: PrivateKey,
	keyId: KeyID,
	mayBeSignOnly = false,
): Promise<KeyPacket[]> {
	if (!isHidden(keyId) && key.getKeys(keyId).length === 0) return [];
	const keys = await (key as PrivateKey & WithDecryptionKeys)
		.getDecryptionKeys(keyId, null, undefined, {
			...keyConfig,
			allowInsecureDecryptionWithSigningKeys: mayBeSignOnly,
		})
		.catch(failureOf);
	return keys instanceof Failure ? [] : keys.map(({ keyPacket }) => keyPacket).filter((one) => !isStub(one));
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
	if (bits !== undefined) return cost.bigNumbers4096 * (bits / 4096) ** 3;
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
		: (await findSessionKey(await readRecipients(bodies, ring), ring, work))?.sessionKey;
