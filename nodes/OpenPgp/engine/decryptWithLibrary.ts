import {
	CompressedDataPacket,
	config,
	LiteralDataPacket,
	OnePassSignaturePacket,
	readMessage,
	SignaturePacket,
	type Message,
	type SessionKey,
} from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/files/streams';
import { openPgpConfig } from '../openPgpConfig';
import { readStream } from './libraryStream';
import { frame, frameStream } from './packetWriter';
import type { Work } from './work';

/** How much the library gets at a time: between two pieces, others get their turn. */
const PIECE_BYTES = 1024;

type Body = Uint8Array | ReadableStream<Uint8Array>;

/** A packet as framed by the library, without its content. */
interface RawPacket {
	tag: number;
	raw: Body | undefined;
}

/**
 * Replaces a class of the library, so that the library decrypts and checks the integrity but leaves every packet inside
 * unchanged: our own reader, which counts the cost, unpacks them.
 */
function rawClass(tag: number) {
	return class Raw implements RawPacket {
		static tag = tag;
		readonly tag = tag;
		raw: Body | undefined;
		read(body: Body): void {
			this.raw = body;
		}
	};
}

const rawClasses = [CompressedDataPacket, LiteralDataPacket, OnePassSignaturePacket, SignaturePacket].map(
	({ tag }) => rawClass(tag),
);

/**
 * Decrypts encrypted data in a form that we do not handle: EAX, or a cipher that Node does not have (CAST5). Returns the
 * packets inside; the stream checks their integrity at its end.
 */
export async function* decryptWithLibrary(
	packet: Bytes,
	sessionKey: SessionKey,
	work: Work,
	/** The caller guarantees that a valid signature covers the content. */
	isUnprotectedAllowed = false,
): AsyncGenerator<Uint8Array> {
	// The last option is documented, but missing in the library's types.
	const rules = {
		...config,
		...openPgpConfig,
		additionalAllowedPackets: rawClasses,
		allowUnauthenticatedMessages: isUnprotectedAllowed,
	};
	const message = (await readMessage({
		binaryMessage: toWebStream(inPieces(packet, work)),
		config: rules,
	})) as Message<ReadableStream<Uint8Array>>;
	const { packets } = await message.decrypt(undefined, undefined, [sessionKey], undefined, rules);
	for (const one of packets as unknown as RawPacket[]) yield* reframe(one);
	const { stream } = packets as unknown as { stream?: ReadableStream<RawPacket> | null };
	// Not in the library's public types, but nothing may be released without it; a test guards it.
	if (!stream) throw new Error('OpenPGP.js does not show the end of a message');
	for await (const one of readStream(stream)) yield* reframe(one);
	const around = (message.packets as unknown as { stream?: ReadableStream<unknown> | null }).stream;
	if (!around) throw new Error('OpenPGP.js does not show the end of a message');
	for await (const behind of readStream(around)) throw new Error(`there is ${typeof behind} behind the data`);
}

async function* reframe({ tag, raw }: RawPacket): AsyncGenerator<Uint8Array> {
	if (raw === undefined) return;
	if (raw instanceof Uint8Array) yield frame(tag, Buffer.from(raw));
	else yield* frameStream(tag, readStream(raw));
}

async function* inPieces(source: Bytes, work: Work): AsyncGenerator<Uint8Array> {
	for await (const chunk of source) {
		for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
			await work.turn();
			yield chunk.subarray(start, start + PIECE_BYTES);
		}
	}
}
