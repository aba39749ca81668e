import { config, PacketList, readMessage, type SessionKey } from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/files/streams';
import { openPgpConfig } from '../openPgpConfig';
import { readStream } from './libraryStream';
import type { Work } from './work';

/** How much the library gets at a time: between two pieces, others get their turn. */
const PIECE_BYTES = 1024;

type Plaintext = Uint8Array | ReadableStream<Uint8Array>;

/** In the configuration of a decryption: the library is to leave what is inside unread. */
const unread = Symbol('unread');

const readPackets = PacketList.fromBinary.bind(PacketList);

/**
 * The library decrypts and checks the integrity, but does not take the plaintext apart: our own reader, which counts the cost and
 * gives others their turn, does. The library reads a whole chunk in one go, and passes over padding and markers without waiting
 * for anybody, so a chunk of them held n8n up for seconds. It has no setting for that; this is the one call that it makes
 * with what it has decrypted.
 */
PacketList.fromBinary = async (bytes, allowed, rules, ...more: []) => {
	if (rules === undefined || !(unread in rules)) return await readPackets(bytes, allowed, rules, ...more);
	const packets = new PacketList();
	packets.push({ plaintext: bytes } as never);
	return packets;
};

/**
 * Decrypts encrypted data in a form that we do not handle: EAX, or a cipher that Node does not have (CAST5). Returns the
 * plaintext, which is packets; the stream checks their integrity at its end.
 */
export async function* decryptWithLibrary(
	packet: Bytes,
	sessionKey: SessionKey,
	work: Work,
	/** The caller guarantees that a valid signature covers the content. */
	isUnprotectedAllowed = false,
): AsyncGenerator<Uint8Array> {
	const rules = { ...config, ...openPgpConfig, allowUnauthenticatedMessages: isUnprotectedAllowed };
	const message = await readMessage({
		binaryMessage: toWebStream(inPieces(packet, work)),
		config: rules,
	});
	// The last option is documented, but missing in the library's types.
	const { packets } = await message.decrypt(undefined, undefined, [sessionKey], undefined, {
		...rules,
		[unread]: true,
	} as never);
	const [inside] = packets as unknown as Array<{ plaintext?: Plaintext }>;
	// Nothing may be released that the library has read itself: a test guards it.
	if (inside?.plaintext === undefined) throw new Error('OpenPGP.js does not leave the plaintext unread');
	if (inside.plaintext instanceof Uint8Array) yield inside.plaintext;
	else yield* readStream(inside.plaintext);
	const around = (message.packets as unknown as { stream?: ReadableStream<unknown> | null }).stream;
	if (!around) throw new Error('OpenPGP.js does not show the end of a message');
	for await (const behind of readStream(around)) throw new Error(`there is ${typeof behind} behind the data`);
}

async function* inPieces(source: Bytes, work: Work): AsyncGenerator<Uint8Array> {
	for await (const chunk of source) {
		for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
			await work.turn();
			yield chunk.subarray(start, start + PIECE_BYTES);
		}
	}
}
