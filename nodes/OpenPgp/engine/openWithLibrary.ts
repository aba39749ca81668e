import { enums, readMessage, verify, type Message, type PublicKey } from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/streams';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { readSignatures } from './signatures';
import type { Opened } from './openMessage';
import { BrokenPackets } from './packetReader';

/** Each one hashes all of the data once more, and anybody may put in very many. */
const SIGNATURES_AT_MOST = 16;

/** Decrypted packets in a form that the fast way does not know (BZip2, several signatures, text signatures, version 6). */
export async function openWithLibrary(packets: Bytes, verificationKeys: PublicKey[]): Promise<Opened> {
	const message = (await readMessage({
		binaryMessage: toWebStream(packets),
		config: openPgpConfig,
	})) as Message<ReadableStream<Uint8Array>>;
	const { onePassSignature, signature } = enums.packet;
	const found = message.unwrapCompressed().packets.filterByTag(onePassSignature, signature);
	if (found.length > SIGNATURES_AT_MOST) throw new BrokenPackets('there are too many signatures');
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
