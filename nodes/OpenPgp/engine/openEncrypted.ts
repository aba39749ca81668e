import {
	decrypt,
	type Message,
	readMessage,
	type PublicKey,
	type SessionKey,
} from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/streams';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { readSignatures } from './signatures';
import { decryptIntegrityProtected } from './integrityProtected';
import { bodyThenEnd, openMessage, type Opened, type OpenOptions } from './openMessage';
import { BrokenPackets, PacketReader, packetType } from './packetReader';
import { Recorder } from './recorder';

/** The packets before the encrypted data: who can open it, and what kind of data it is. */
export interface Preamble {
	/** The session key packets alone, from which the library finds the session key. */
	sessionKeys: Message<Uint8Array>;
	/** `fast`: integrity protected, version 1. `unprotected`: refused. `other`: for the library. */
	data: 'fast' | 'unprotected' | 'other';
	reader: PacketReader;
	recorder: Recorder;
}

const SESSION_KEY_BYTES_AT_MOST = 64 * 1024;
/** One for each recipient; a file to more of them is not meant for us alone. */
const PREAMBLE_PACKETS_AT_MOST = 256;
const FIRST_VERSION = 1;

/** Reads up to the encrypted data. Throws when there is none. */
export async function readPreamble(ciphertext: Bytes): Promise<Preamble> {
	const recorder = new Recorder(ciphertext);
	const reader = new PacketReader(recorder);
	const packets: Buffer[] = [];
	for (let count = 0; ; count++) {
		if (count > PREAMBLE_PACKETS_AT_MOST) throw new BrokenPackets('there are too many session keys');
		const type = await reader.next();
		if (type === packetType.publicKeySessionKey || type === packetType.passwordSessionKey) {
			packets.push(frame(type, await reader.smallBody(SESSION_KEY_BYTES_AT_MOST)));
		} else if (type === packetType.marker || type === packetType.padding) {
			await reader.smallBody(SESSION_KEY_BYTES_AT_MOST);
		} else {
			const isFast = type === packetType.integrityProtected && (await reader.bodyByte()) === FIRST_VERSION;
			const sessionKeys = (await readMessage({
				binaryMessage: new Uint8Array(Buffer.concat(packets)),
				config: openPgpConfig,
			})) as Message<Uint8Array>;
			const data = isFast ? 'fast' : type === packetType.unprotected ? 'unprotected' : 'other';
			return { sessionKeys, data, reader, recorder };
		}
	}
}

/** A packet with a header of our own in front (RFC 9580, section 4.2.1.3). */
function frame(type: number, body: Buffer): Buffer {
	const header = Buffer.from([0xc0 | type, 0xff, 0, 0, 0, 0]);
	header.writeUInt32BE(body.length, 2);
	return Buffer.concat([header, body]);
}

/**
 * Opens the encrypted data with its session key. The form that everybody makes, AES with a modification detection code,
 * runs on node:crypto; AEAD, old ciphers and whatever else there is run in the library, with the same guarantees.
 */
export async function openEncrypted(
	{ data, reader, recorder }: Preamble,
	sessionKey: SessionKey,
	verificationKeys: PublicKey[],
	options: OpenOptions = {},
): Promise<Opened> {
	const { algorithm } = sessionKey;
	if (data === 'fast' && /^aes(128|192|256)$/.test(algorithm ?? '')) {
		recorder.stop();
		const packets = decryptIntegrityProtected(bodyThenEnd(reader), algorithm, sessionKey.data);
		return await openMessage(packets, verificationKeys, options);
	}
	if (options.bytesAtMost !== undefined) throw new BrokenPackets('an unusual build');
	const message = (await readMessage({
		binaryMessage: toWebStream(recorder.replay()),
		config: openPgpConfig,
	})) as Message<ReadableStream<Uint8Array>>;
	const decrypted = await decrypt({
		message,
		sessionKeys: [sessionKey],
		verificationKeys,
		date: latestSignatureTime(new Date()),
		format: 'binary',
		config: openPgpConfig,
	});
	return {
		plaintext: decrypted.data as Bytes & ReadableStream<Uint8Array>,
		fileName: decrypted.filename,
		signatures: async () => await readSignatures(decrypted.signatures, verificationKeys),
	};
}
