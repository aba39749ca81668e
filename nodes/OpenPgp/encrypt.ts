import { createMessage, encrypt, enums, type PrivateKey, type PublicKey } from '../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../shared/streams';
import { openPgpConfig } from './openPgpConfig';

/** The longest name that fits into a literal data packet (RFC 9580, section 5.9): its length is one octet. */
const NAME_BYTES_AT_MOST = 255;

export const compressions = {
	none: enums.compression.uncompressed,
	zip: enums.compression.zip,
	zlib: enums.compression.zlib,
} as const;

export interface EncryptionWish {
	recipients: PublicKey[];
	signer?: PrivateKey;
	armored: boolean;
	/** Used when every recipient's key says that its software understands it. */
	compression: keyof typeof compressions;
	/** Put into the message, where only the recipients see it. */
	fileName?: string;
}

/** Encrypts as it streams, and signs inside when there is a signer, in constant memory. */
export async function encryptStream(plaintext: Bytes, wish: EncryptionWish): Promise<Bytes> {
	const options = {
		message: await toMessage(plaintext, wish.fileName),
		encryptionKeys: wish.recipients,
		...(wish.signer && { signingKeys: wish.signer }),
		config: { ...openPgpConfig, preferredCompressionAlgorithm: compressions[wish.compression] },
	};
	return wish.armored
		? toBytes((await encrypt({ ...options, format: 'armored' })) as AsyncIterable<string> & ReadableStream)
		: ((await encrypt({ ...options, format: 'binary' })) as Bytes & ReadableStream);
}

/** A message whose content streams in. */
export async function toMessage(content: Bytes, fileName = '') {
	const isShort = Buffer.byteLength(fileName) <= NAME_BYTES_AT_MOST;
	return await createMessage({
		binary: toWebStream(content),
		...(fileName !== '' && isShort && { filename: fileName }),
	});
}

export async function* toBytes(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
	for await (const piece of text) yield Buffer.from(piece);
}
