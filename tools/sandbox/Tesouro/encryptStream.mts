import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createMessage, encrypt, readKey } from 'openpgp';

/** Encrypt to a public key as the bytes come, in binary form. */
export async function encryptStream(plaintext: Readable, armoredKey: string): Promise<Readable> {
	const message = await createMessage({ binary: Readable.toWeb(plaintext) as ReadableStream<Uint8Array> });
	const encryptionKeys = await readKey({ armoredKey });
	return Readable.fromWeb(await encrypt({ message, encryptionKeys, format: 'binary' }));
}
