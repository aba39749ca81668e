import {
	config,
	createMessage,
	encrypt,
	encryptSessionKey,
	enums,
	generateSessionKey,
	PacketList,
	readMessage,
	SymmetricallyEncryptedDataPacket,
	type PrivateKey,
	type PublicKey,
} from 'openpgp';
import { frameSignedMessage } from '../sandbox/framePackets.mts';
import { signBytes } from '../sandbox/signBytes.mts';

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
	const { data, algorithm } = await generateSessionKey({ encryptionKeys: to });
	const sessionKeyPacket = await encryptSessionKey({
		data,
		algorithm,
		encryptionKeys: to,
		format: 'binary',
	});
	const packet = new SymmetricallyEncryptedDataPacket();
	const { packets } = await createMessage({ binary: new Uint8Array(plaintext) });
	const unprotected = Object.assign(packet, { packets }) as unknown as Unprotected;
	const cipher = enums.symmetric[algorithm as keyof typeof enums.symmetric];
	await unprotected.encrypt(cipher, data, config);
	const list = new PacketList<SymmetricallyEncryptedDataPacket>();
	list.push(packet);
	return Buffer.concat([sessionKeyPacket, list.write() as Uint8Array]);
}

/** What the library keeps to itself, because nobody should use it any more. */
interface Unprotected {
	encrypt(cipher: enums.symmetric, sessionKey: Uint8Array, given: typeof config): Promise<void>;
}
