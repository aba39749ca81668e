import { randomBytes } from 'node:crypto';
import {
	config,
	createMessage,
	encrypt,
	encryptSessionKey,
	enums,
	generateSessionKey,
	PacketList,
	readMessage,
	SymEncryptedIntegrityProtectedDataPacket,
	SymmetricallyEncryptedDataPacket,
	type PrivateKey,
	type PublicKey,
	type SessionKey,
} from 'openpgp';
import { collect, once, toWebStream, type Bytes } from '../../nodes/shared/files/streams';
import { frameSignedMessage } from '../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../tools/sandbox/Tesouro/signBytes.mts';

export interface Wish {
	to?: PublicKey[];
	passwords?: string[];
	signedBy?: PrivateKey[];
	hidden?: boolean;
	/** The name that the sender writes into the message. */
	fileName?: string;
	armored?: boolean;
	date?: Date;
	compression?: enums.compression;
	aead?: enums.aead;
}

/** A message as a sender's software makes it. */
export async function encryptBytes(plaintext: Buffer, wish: Wish): Promise<Buffer> {
	const message = await createMessage({
		binary: new Uint8Array(plaintext),
		...(wish.fileName !== undefined && { filename: wish.fileName }),
	});
	const options = {
		message,
		...(wish.to && { encryptionKeys: wish.to }),
		...(wish.passwords && { passwords: wish.passwords }),
		...(wish.signedBy && { signingKeys: wish.signedBy }),
		...(wish.hidden && { wildcard: true }),
		...(wish.date && { date: wish.date }),
		config: {
			...(wish.compression !== undefined && { preferredCompressionAlgorithm: wish.compression }),
			...(wish.aead !== undefined && { aeadProtect: true, preferredAEADAlgorithm: wish.aead }),
		},
	};
	return wish.armored
		? Buffer.from(await encrypt({ ...options, format: 'armored' }))
		: Buffer.from(await encrypt({ ...options, format: 'binary' }));
}

/** Whole and unchanged on its way, but signed over other bytes than those it holds. */
export async function encryptWithWrongSignature(
	plaintext: Buffer,
	{ by, to }: { by: PrivateKey; to: PublicKey },
): Promise<Buffer> {
	const signature = await signBytes(Buffer.from('other bytes'), { key: by, hash: enums.hash.sha512 });
	const message = await readMessage({
		binaryMessage: new Uint8Array(frameSignedMessage(plaintext, signature)),
	});
	// The library leaves what follows the content unread until the content is; here it must be there already.
	message.packets.push(signature);
	return Buffer.from(await encrypt({ message, encryptionKeys: to, format: 'binary' }));
}

/** As software of the 1990s did it: nothing in the message shows whether it was changed. */
export async function encryptUnprotected(plaintext: Buffer, to: PublicKey): Promise<Buffer> {
	const { packets } = await createMessage({ binary: new Uint8Array(plaintext) });
	return await seal(packets.write(), new SymmetricallyEncryptedDataPacket(), {
		...(await generateSessionKey({ encryptionKeys: to })),
		to,
	});
}

/** The same around packets of any kind, such as a signed message. */
export const sealUnprotected = async (packets: Uint8Array, to: PublicKey): Promise<Buffer> =>
	await seal(packets, new SymmetricallyEncryptedDataPacket(), {
		...(await generateSessionKey({ encryptionKeys: to })),
		to,
	});

/**
 * Packets of any kind, encrypted as most programs do it, with AEAD, or with an old cipher. CAST5 and EAX are left to the library.
 */
export async function encryptPackets(
	packets: Uint8Array,
	to: PublicKey,
	form: 'AES' | '3DES' | 'CAST5' | 'GCM' | 'EAX',
	{ aeadChunkSizeByte }: Pick<typeof config, 'aeadChunkSizeByte'> = config,
): Promise<Buffer> {
	const mode = ({ GCM: 'gcm', EAX: 'eax' } as const)[form as 'GCM'];
	const settings = mode ? { version: 2, aeadAlgorithm: enums.aead[mode] } : { version: 1 };
	const packet = Object.assign(new SymEncryptedIntegrityProtectedDataPacket(), settings);
	return await seal(packets, packet, {
		algorithm: ({ '3DES': 'tripledes', CAST5: 'cast5' } as const)[form as '3DES'] ?? 'aes256',
		data: randomBytes({ AES: 32, GCM: 32, EAX: 32, '3DES': 24, CAST5: 16 }[form]),
		...(mode && { aeadAlgorithm: mode }),
		aeadChunkSizeByte,
		to,
	});
}

async function seal(
	packets: Uint8Array,
	packet: SymmetricallyEncryptedDataPacket | SymEncryptedIntegrityProtectedDataPacket,
	{ to, aeadChunkSizeByte, ...sessionKey }: SessionKey & { to: PublicKey; aeadChunkSizeByte?: number },
): Promise<Buffer> {
	const sessionKeyPacket = await encryptSessionKey({ ...sessionKey, encryptionKeys: to, format: 'binary' });
	// As a stream, because of bytes the library makes an object of its own for AEAD.
	const write = () => toWebStream(once(packets));
	const inside = Object.assign(packet, { packets: { write } }) as unknown as Sealable;
	await inside.encrypt(enums.symmetric[sessionKey.algorithm], sessionKey.data, {
		...config,
		...(aeadChunkSizeByte !== undefined && { aeadChunkSizeByte }),
	});
	const list = new PacketList<typeof packet>();
	list.push(packet);
	return Buffer.concat([sessionKeyPacket, await collect(list.write() as unknown as Bytes)]);
}

/** What the library keeps to itself. */
interface Sealable {
	encrypt(cipher: enums.symmetric, sessionKey: Uint8Array, given: typeof config): Promise<void>;
}
