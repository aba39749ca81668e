import { readMessage, verify, type Message, type PublicKey } from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/streams';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { readSignatures } from '../signatures';
import type { Opened } from './openMessage';

/** Decrypted packets in a form that the fast way does not know (BZip2, several signatures, text signatures, version 6). */
export async function openWithLibrary(packets: Bytes, verificationKeys: PublicKey[]): Promise<Opened> {
	const message = (await readMessage({
		binaryMessage: toWebStream(packets),
		config: openPgpConfig,
	})) as Message<ReadableStream<Uint8Array>>;
	const { data, signatures } = await verify({
		message,
		verificationKeys,
		date: latestSignatureTime(new Date()),
		format: 'binary',
		config: openPgpConfig,
	});
	return {
		plaintext: data as Bytes & ReadableStream<Uint8Array>,
		fileName: message.getFilename() ?? '',
		signatures: async () => await readSignatures(signatures, verificationKeys),
	};
}
