import { readMessage, type Message, type PublicKey, type SessionKey } from '../../shared/vendor/openpgp';
import type { Bytes } from '../../shared/files/streams';
import { openPgpConfig } from '../openPgpConfig';
import { decryptIntegrityProtected } from './integrityProtected';
import { bodyThenEnd, openMessage, type Opened, type OpenOptions } from './openMessage';
import { decryptWithLibrary } from './openWithLibrary';
import { BrokenPackets, PacketReader, packetType } from './packetReader';
import { frame, frameStream } from './packetWriter';

/** The packets before the encrypted data: who can open it, and what kind of data it is. */
export interface Preamble {
	/** The session key packets alone, from which the library finds the session key. */
	sessionKeys: Message<Uint8Array>;
	/** `fast`: integrity protected, version 1. `unprotected`: refused. `other`: for the library. */
	data: 'fast' | 'unprotected' | 'other';
	/** Of the packet that holds the data. The reader stands behind the version. */
	type: number | undefined;
	version: number | undefined;
	reader: PacketReader;
}

const SESSION_KEY_BYTES_AT_MOST = 64 * 1024;
/** One for each recipient; a file to more of them is not meant for us alone. */
const PREAMBLE_PACKETS_AT_MOST = 256;
const FIRST_VERSION = 1;

/** Reads up to the encrypted data. Throws when the packets break off before it. */
export async function readPreamble(ciphertext: Bytes): Promise<Preamble> {
	const reader = new PacketReader(ciphertext);
	const packets: Buffer[] = [];
	for (let count = 0; ; count++) {
		if (count > PREAMBLE_PACKETS_AT_MOST) throw new BrokenPackets('there are too many session keys');
		const type = await reader.next();
		if (type === packetType.publicKeySessionKey || type === packetType.passwordSessionKey) {
			packets.push(frame(type, await reader.smallBody(SESSION_KEY_BYTES_AT_MOST)));
		} else if (type === packetType.marker || type === packetType.padding) {
			await reader.smallBody(SESSION_KEY_BYTES_AT_MOST);
		} else {
			const version = isVersioned(type) ? await reader.bodyByte() : undefined;
			const isFast = type === packetType.integrityProtected && version === FIRST_VERSION;
			const sessionKeys = (await readMessage({
				binaryMessage: new Uint8Array(Buffer.concat(packets)),
				config: openPgpConfig,
			})) as Message<Uint8Array>;
			const data = isFast ? 'fast' : type === packetType.unprotected ? 'unprotected' : 'other';
			return { sessionKeys, data, type, version, reader };
		}
	}
}

const isVersioned = (type: number | undefined) =>
	type === packetType.integrityProtected || type === packetType.gnuPgAead;

/**
 * Opens the encrypted data with its session key. The form that everybody makes, AES with a modification detection code,
 * runs on node:crypto; AEAD, old ciphers and whatever else there is run in the library, with the same guarantees.
 */
export async function openEncrypted(
	{ data, type, version, reader }: Preamble,
	sessionKey: SessionKey,
	verificationKeys: PublicKey[],
	options: OpenOptions = {},
): Promise<Opened> {
	const { algorithm } = sessionKey;
	if (data === 'fast' && /^aes(128|192|256)$/.test(algorithm ?? '')) {
		const packets = decryptIntegrityProtected(bodyThenEnd(reader), algorithm, sessionKey.data);
		return await openMessage(packets, verificationKeys, options);
	}
	if (type === undefined || version === undefined) throw new BrokenPackets('there is no encrypted data');
	if (options.bytesAtMost !== undefined) throw new BrokenPackets('an unusual build');
	const body = withFirst(version, bodyThenEnd(reader));
	return await decryptWithLibrary(frameStream(type, body), sessionKey, verificationKeys);
}

/** Puts an octet that was read back in front. */
async function* withFirst(octet: number, rest: Bytes): AsyncGenerator<Uint8Array> {
	yield Buffer.from([octet]);
	yield* rest;
}
