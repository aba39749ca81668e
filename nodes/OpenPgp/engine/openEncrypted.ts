import type { PublicKey, SessionKey } from '../../shared/vendor/openpgp';
import type { Bytes } from '../../shared/files/streams';
import { severalMessages } from '../doctor/oddArmor';
import { decryptAead } from './aeadProtected';
import { nativeCiphers } from './cfbDecryptor';
import { decryptWithLibrary } from './decryptWithLibrary';
import { closedDoors, type Doors } from './doors';
import { decryptIntegrityProtected } from './integrityProtected';
import { openMessage } from './openMessage';
import type { Opened } from './opened';
import { PacketReader, packetType } from './packetReader';
import { frameStream, putBack } from './packetWriter';
import { BrokenPackets, type Work } from './work';

/** The packets before the encrypted data: who can open it, and what kind of data it is. */
export interface Preamble {
	/** The bodies of the packets with a session key for somebody's private key. */
	sessionKeys: Buffer[];
	/** The bodies of the packets with a session key for a password; no more than are ever needed. */
	passwordKeys: Buffer[];
	/** `unprotected`: refused. */
	data: 'modification detection' | 'AEAD' | 'unprotected' | 'none';
	/** Of the packet with the data. The reader is positioned after the version. */
	type: number | undefined;
	reader: PacketReader;
	/** The first bytes of the data, if they have already been read. */
	taken?: Buffer;
}

/** Enough for RSA with 16,384 bits, or for post-quantum keys. */
const SESSION_KEY_BYTES_AT_MOST = 8 * 1024;
/** One for each recipient; their cost counts as well. */
const PREAMBLE_PACKETS_AT_MOST = 4_096;
const PASSWORD_KEYS_AT_MOST = 4;
/** The library keeps all data without integrity protection in memory. */
const UNPROTECTED_BYTES_AT_MOST = 64 * 1024 * 1024;

/** Reads up to the encrypted data. Throws when the packets end before it. */
export async function readPreamble(ciphertext: Bytes, work: Work): Promise<Preamble> {
	const reader = new PacketReader(ciphertext, work);
	const sessionKeys: Buffer[] = [];
	const passwordKeys: Buffer[] = [];
	for (let count = 0; count <= PREAMBLE_PACKETS_AT_MOST; count++) {
		const type = await reader.next();
		if (type === packetType.publicKeySessionKey) {
			sessionKeys.push(await reader.smallBody(SESSION_KEY_BYTES_AT_MOST));
		} else if (type === packetType.passwordSessionKey) {
			const body = await reader.smallBody(SESSION_KEY_BYTES_AT_MOST);
			if (passwordKeys.length < PASSWORD_KEYS_AT_MOST) passwordKeys.push(body);
		} else if (type === packetType.marker || type === packetType.padding) {
			await reader.skipBody();
		} else return { sessionKeys, passwordKeys, data: await readKind(type, reader), type, reader };
	}
	throw new BrokenPackets('there are too many session keys');
}

async function readKind(type: number | undefined, reader: PacketReader): Promise<Preamble['data']> {
	if (type === packetType.unprotected) return 'unprotected';
	if (type !== packetType.integrityProtected && type !== packetType.gnuPgAead) return 'none';
	const version = await reader.bodyByte();
	if (type === packetType.integrityProtected && version === 1) return 'modification detection';
	return version === (type === packetType.gnuPgAead ? 1 : 2) ? 'AEAD' : 'none';
}

/**
 * Opens the encrypted data with its session key. AES and 3DES run on node:crypto, with a modification detection code and
 * with AEAD. What Node does not have (EAX, CAST5) runs in the library, which leaves the packets inside to us.
 */
export async function openEncrypted(
	preamble: Preamble,
	sessionKey: SessionKey,
	verificationKeys: PublicKey[],
	work: Work,
	{ now = new Date(), doors = closedDoors }: { now?: Date; doors?: Doors } = {},
): Promise<Opened> {
	const packets = decryptData(preamble, sessionKey, work, doors);
	return await openMessage(packets, verificationKeys, work, now, doors);
}

function decryptData(
	{ data, type, reader, taken }: Preamble,
	sessionKey: SessionKey,
	work: Work,
	{ unprotected }: Doors,
): Bytes {
	const { algorithm, data: key } = sessionKey;
	const body = bodyThenEnd(reader, work, taken);
	if (data === 'unprotected' && unprotected) {
		return decryptWithLibrary(frameStream(type!, limitBytes(body)), sessionKey, work, true);
	}
	if (data === 'AEAD') return decryptAead(type!, reader, body, sessionKey, work);
	if (data !== 'modification detection') throw new BrokenPackets('there is no encrypted data');
	if (nativeCiphers[algorithm] !== undefined) return decryptIntegrityProtected(body, algorithm, key);
	return decryptWithLibrary(frameStream(type!, putBack(Buffer.from([1]), body)), sessionKey, work);
}

async function* limitBytes(body: Bytes): AsyncGenerator<Uint8Array> {
	let length = 0;
	for await (const piece of body) {
		length += piece.length;
		if (length > UNPROTECTED_BYTES_AT_MOST) throw new BrokenPackets('there is too much data for memory');
		yield piece;
	}
}

/** The packets that a message starts with, and their versions (RFC 9580, section 5): other bytes look like one by chance. */
const startsMessage: Record<number, number[] | undefined> = {
	[packetType.publicKeySessionKey]: [3, 6],
	[packetType.passwordSessionKey]: [4, 5, 6],
	[packetType.integrityProtected]: [1, 2],
};

/** The body of the current packet, which must be the last one. */
async function* bodyThenEnd(reader: PacketReader, work: Work, taken?: Buffer): AsyncGenerator<Buffer> {
	let finished = false;
	try {
		if (taken !== undefined) yield taken;
		yield* reader.body({ closeUp: 'small' });
		for (let type = await reader.next(); type !== undefined; type = await reader.next()) {
			// Visible from outside, before the content shows whether it is complete: no key is involved.
			if (startsMessage[type]?.includes(await reader.bodyByte())) {
				throw (work.failure ??= severalMessages());
			}
			if (type !== packetType.padding) throw new BrokenPackets('there is something behind the data');
			await reader.skipBody();
		}
		finished = true;
	} finally {
		if (!finished) await reader.cancel();
	}
}
