import {
	CompressedDataPacket,
	createMessage,
	encrypt,
	enums,
	generateSessionKey,
	Message,
	PacketList,
	sign,
	type PrivateKey,
	type PublicKey,
	type SignaturePacket,
} from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/files/streams';
import { deflate } from '../../shared/files/deflate';
import { openPgpConfig } from '../openPgpConfig';

/** The longest name that fits into a literal data packet (RFC 9580, section 5.9): its length is one octet. */
const NAME_BYTES_AT_MOST = 255;

export type Compression = 'none' | 'zip' | 'zlib';

const algorithms = {
	zip: { id: enums.compression.zip, format: 'deflate-raw' },
	zlib: { id: enums.compression.zlib, format: 'deflate' },
} as const;

export interface EncryptionWish {
	recipients: PublicKey[];
	/** Whoever knows it can open it, too. */
	password?: string;
	/** The key IDs of the recipients are left out (RFC 9580, section 5.1.8). */
	isHidden?: boolean;
	signer?: PrivateKey;
	armored: boolean;
	/** See `agreeOnCompression`. */
	compression: Compression;
	/** Put into the message, where only the recipients see it. */
	fileName?: string;
}

type StreamMessage = Message<ReadableStream<Uint8Array>>;

/** Encrypts as it streams, and signs inside when there is a signer, in constant memory. */
export async function encryptStream(
	plaintext: Bytes,
	wish: EncryptionWish,
): Promise<{ encrypted: Bytes; cipher: string }> {
	const literal = await toMessage(plaintext, wish.fileName);
	const signed =
		wish.signer === undefined
			? literal
			: await sign({ message: literal, signingKeys: wish.signer, format: 'object', config: openPgpConfig });
	// Made here only to know the cipher, which the library chooses by what the recipients' keys agree to.
	const sessionKey = await generateSessionKey({ encryptionKeys: wish.recipients, config: openPgpConfig });
	const options = {
		sessionKey,
		message: wish.compression === 'none' ? signed : compress(signed, wish.compression),
		encryptionKeys: wish.recipients,
		...(wish.password !== undefined && { passwords: wish.password }),
		...(wish.isHidden && { wildcard: true }),
		// Compressed already, or not meant to be.
		config: { ...openPgpConfig, preferredCompressionAlgorithm: enums.compression.uncompressed },
	};
	const encrypted = wish.armored
		? toBytes((await encrypt({ ...options, format: 'armored' })) as AsyncIterable<string> & ReadableStream)
		: ((await encrypt({ ...options, format: 'binary' })) as Bytes & ReadableStream);
	return { encrypted, cipher: sessionKey.algorithm };
}

/** A message whose content streams in. */
export async function toMessage(content: Bytes, fileName = ''): Promise<StreamMessage> {
	const isShort = Buffer.byteLength(fileName) <= NAME_BYTES_AT_MOST;
	return (await createMessage({
		binary: toWebStream(content),
		...(fileName !== '' && isShort && { filename: fileName }),
	})) as StreamMessage;
}

/** The message in a compressed data packet (RFC 9580, section 5.6), which is compressed here and not by the library. */
function compress(message: StreamMessage, compression: keyof typeof algorithms): StreamMessage {
	const { id, format } = algorithms[compression];
	const packets = message.write() as unknown as Bytes;
	// The library writes what it finds in `compressed`, and compresses only when there is nothing; a test watches that.
	const packet = Object.assign(new CompressedDataPacket(), {
		algorithm: id,
		compressed: toWebStream(deflate(packets, format)),
	});
	const list = new PacketList<CompressedDataPacket>();
	list.push(packet);
	return new Message(list) as StreamMessage;
}

/** What is not among the preferences of every recipient must not be used (RFC 9580, section 12.3.1). */
export async function agreeOnCompression(
	wanted: Compression,
	recipients: PublicKey[],
	now: Date,
): Promise<Compression> {
	if (wanted === 'none') return wanted;
	const preferences = await Promise.all(
		recipients.map(async (key) => await (key as PublicKey & WithSelfSignature).getPrimarySelfSignature(now)),
	);
	const isUnderstood = preferences.every(({ preferredCompressionAlgorithms: known }) =>
		known?.includes(algorithms[wanted].id),
	);
	return isUnderstood ? wanted : 'none';
}

/** What the library knows of a key beyond its public types; a test keeps watch over it. */
interface WithSelfSignature {
	getPrimarySelfSignature(
		date: Date,
	): Promise<{ preferredCompressionAlgorithms: SignaturePacket['preferredCompressionAlgorithms'] }>;
}

export async function* toBytes(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
	for await (const piece of text) yield Buffer.from(piece);
}
