import {
	config,
	OnePassSignaturePacket,
	readMessage,
	SignaturePacket,
	type Message,
	type PublicKey,
	type SessionKey,
} from '../../shared/vendor/openpgp';
import { toWebStream, type Bytes } from '../../shared/files/streams';
import { latestSignatureTime, openPgpConfig } from '../openPgpConfig';
import { readStream } from './libraryStream';
import type { Opened } from './openMessage';
import { BrokenPackets } from './packetReader';
import { readSignatures } from './signatures';

/** The announcement of a signature counts as well. Anybody may put in very many, and each costs memory and time. */
const SIGNATURE_PACKETS_AT_MOST = 32;

type StreamMessage = Message<ReadableStream<Uint8Array>>;

/** Decrypted packets in a form that the fast way does not know (BZip2, several signatures, text signatures, version 6). */
export async function openWithLibrary(packets: Bytes, verificationKeys: PublicKey[]): Promise<Opened> {
	const rules = rulesOfOneMessage();
	return await open([await parse(packets, rules)], verificationKeys, rules);
}

/** A packet of encrypted data in a form that the fast way does not know (AEAD, old ciphers). */
export async function decryptWithLibrary(
	packet: Bytes,
	sessionKey: SessionKey,
	verificationKeys: PublicKey[],
): Promise<Opened> {
	const rules = rulesOfOneMessage();
	const message = await parse(packet, rules);
	const decrypted = await message.decrypt(undefined, undefined, [sessionKey], undefined, rules);
	return await open([decrypted as StreamMessage, message], verificationKeys, rules);
}

/**
 * The library reads all packets up to the data before it gives anything, and begins to hash for each signature at once. So
 * they are counted while it reads, by classes of our own that it takes for theirs.
 */
function rulesOfOneMessage() {
	let count = 0;
	const countOne = () => {
		if (++count > SIGNATURE_PACKETS_AT_MOST) throw new BrokenPackets('there are too many signatures');
	};
	class CountedOnePass extends OnePassSignaturePacket {
		constructor() {
			super();
			countOne();
		}
	}
	class CountedSignature extends SignaturePacket {
		constructor() {
			super();
			countOne();
		}
	}
	// The last one is documented, but missing in the library's types.
	return { ...config, ...openPgpConfig, additionalAllowedPackets: [CountedOnePass, CountedSignature] };
}

type Rules = ReturnType<typeof rulesOfOneMessage>;

const parse = async (packets: Bytes, rules: Rules) =>
	(await readMessage({ binaryMessage: toWebStream(packets), config: rules })) as StreamMessage;

/** The first of the messages is the one to open, the others are around it. */
async function open(
	messages: [StreamMessage, ...StreamMessage[]],
	keys: PublicKey[],
	rules: Rules,
): Promise<Opened> {
	const [message] = messages;
	const signatures = await message.verify(keys, latestSignatureTime(new Date()), rules);
	const data = message.getLiteralData();
	if (data === null) throw new BrokenPackets('there is no data');
	return {
		plaintext: readWhole(data, [message.unwrapCompressed(), ...messages]),
		fileName: message.getFilename() ?? '',
		signatures: async () => await readSignatures(signatures, keys),
	};
}

/**
 * The data, and then all that stands behind it in every layer: that is where the library says that the integrity check
 * failed, or that a packet does not belong there.
 */
async function* readWhole(
	data: ReadableStream<Uint8Array>,
	layers: StreamMessage[],
): AsyncGenerator<Uint8Array> {
	yield* readStream(data);
	for (const { packets } of new Set(layers)) {
		const { stream } = packets as unknown as { stream?: ReadableStream<unknown> | null };
		// Beyond the library's public types, but nothing may be released without it; a test keeps watch over it.
		if (!stream) throw new Error('OpenPGP.js does not show the end of a message');
		for await (const packet of readStream(stream)) {
			// Counted classes are allowed everywhere; an announcement belongs in front.
			if (!(packet instanceof SignaturePacket)) throw new BrokenPackets('there is something behind the data');
		}
	}
}
