import { randomBytes } from 'crypto';
import { enums, type PrivateKey, type SessionKey } from '../../shared/vendor/openpgp';
import { alone } from '../../shared/run/loopTurn';
import { failureOf, Failure } from '../failure';
import type { Doors } from './doors';
import { cost, type Work } from './work';
import type { SessionKeyPacket } from './recipients';

/**
 * The ciphers that a session key may be for: those that can be decrypted here. Null for version 6, where the data names the
 * cipher.
 */
const accepted: ReadonlySet<number | null> = new Set([
	null,
	enums.symmetric.aes128,
	enums.symmetric.aes192,
	enums.symmetric.aes256,
	enums.symmetric.tripledes,
	enums.symmetric.cast5,
]);

/** RFC 5581: number in the packet, name, bytes of the key, and an AES with a key of the same length. */
const camellia: Array<[number, string, number, number]> = [
	[11, 'camellia128', 16, enums.symmetric.aes128],
	[12, 'camellia192', 24, enums.symmetric.aes192],
	[13, 'camellia256', 32, enums.symmetric.aes256],
];
/** Accepted if the user allows old ciphers. The library has the first two; Camellia runs natively. */
const old: ReadonlySet<number | null> = new Set([
	enums.symmetric.blowfish,
	enums.symmetric.twofish,
	...camellia.map(([number]) => number),
]);

/** Accepted only if the user allows old ciphers. */
export const isOldCipher = (algorithm: string | undefined) =>
	/^(?:blowfish|twofish|camellia)/.test(algorithm ?? '');

export async function tryKey(
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
 * The library refuses ciphers that it does not have. But if it is given a cipher and a substitute key, it returns the
 * session key when it fits, else the substitute. It asks the cipher for its key length: it is given an AES with the same
 * length.
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

export type KeyPacket = PrivateKey['keyPacket'];

interface OpenedSessionKey {
	key: Uint8Array;
	/** The number of the cipher; null if the data names it. */
	algorithm: number | null;
}

/**
 * The library opens the packet. All failures look the same, so that nobody learns whether the RSA padding was right (RFC
 * 9580, section 13.5).
 */
async function openPacket(
	packet: SessionKeyPacket,
	keyPacket: KeyPacket,
): Promise<OpenedSessionKey | undefined> {
	const failed = await packet.decrypt(keyPacket).catch(failureOf);
	const { sessionKey: key, sessionKeyAlgorithm: algorithm } = packet;
	return failed instanceof Failure || key === null ? undefined : { key, algorithm };
}

const smallCurves = new Set(['curve25519Legacy', 'nistP256']);

function costOf(keyPacket: KeyPacket): number {
	const { algorithm, bits, curve } = keyPacket.getAlgorithmInfo();
	if (bits !== undefined) return cost.bigNumbers4096 * (bits / 4096) ** 3;
	return algorithm === 'x25519' || smallCurves.has(curve ?? '') ? cost.smallCurve : cost.largeCurve;
}
