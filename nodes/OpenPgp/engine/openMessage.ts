import type { PublicKey } from '../../shared/vendor/openpgp';
import { collectAtMost, once, peek, type Bytes } from '../../shared/files/streams';
import type { JudgedSignature } from './signatures';
import { HEAD_BYTES, OTHER_PACKETS_AT_MOST, readContentForm, SIGNATURE_BYTES_AT_MOST } from './contentForm';
import { inflatable, inflate } from './inflate';
import { openWithLibrary } from './openWithLibrary';
import { BrokenPackets, PacketReader, packetType, readPacketTypes } from './packetReader';
import { RunningSignature } from './runningSignature';

/** What a message holds, as it streams. */
export interface Opened {
	/** Not to be trusted before it ended without an error. */
	plaintext: Bytes;
	/** The file name in the literal data packet; often empty. */
	fileName: string;
	/** The verdict over each signature; to be asked after the end of `plaintext`. */
	signatures(): Promise<JudgedSignature[]>;
}

export interface OpenOptions {
	/** Inside a compressed packet, where there may not be another. */
	isCompressed?: boolean;
	/**
	 * Set for what anybody may have sent and has to be answered quickly: the library, which takes long over very many
	 * packets, then gets no more than this, and few packets.
	 */
	bytesAtMost?: number;
}

/**
 * Reads the packets inside a decrypted message (RFC 9580, section 10.3): literal data, compressed or not, with one
 * signature or none. Whatever is built otherwise goes to the library, which knows everything and is slower.
 */
export async function openMessage(
	packets: Bytes,
	verificationKeys: PublicKey[],
	options: OpenOptions = {},
): Promise<Opened> {
	const { head, whole } = await peek(packets, HEAD_BYTES);
	const form = await readContentForm(head, options.isCompressed ?? false);
	if (form === 'library' || form === 'broken') {
		const { bytesAtMost } = options;
		const packets = bytesAtMost === undefined ? whole : await readFew(whole, bytesAtMost);
		return await openWithLibrary(packets, verificationKeys);
	}

	const reader = new PacketReader(whole);
	if (form === 'compressed') {
		await skipTo(reader, packetType.compressed);
		const format = inflatable[await reader.bodyByte()]!;
		const inside = { ...options, isCompressed: true };
		return await openMessage(inflate(bodyThenEnd(reader), format), verificationKeys, inside);
	}
	let signature: RunningSignature | undefined;
	for (let count = 0; ; count++) {
		const type = await reader.next();
		if (type === packetType.literal) break;
		if (count === OTHER_PACKETS_AT_MOST) throw new BrokenPackets('there are too many packets');
		if (type === packetType.onePassSignature) {
			signature = new RunningSignature(await reader.smallBody(SIGNATURE_BYTES_AT_MOST), verificationKeys);
		} else await reader.smallBody(SIGNATURE_BYTES_AT_MOST);
	}
	const fileName = await readLiteralHeader(reader);
	return {
		fileName,
		plaintext: literalBody(reader, signature),
		signatures: async () => (signature === undefined ? [] : [await signature.judge()]),
	};
}

/** Over markers and padding, which may stand in front. */
async function skipTo(reader: PacketReader, wanted: number): Promise<void> {
	for (let type = await reader.next(); type !== wanted; type = await reader.next()) {
		if (type === undefined) throw new BrokenPackets('there is no data');
		await reader.skipBody();
	}
}

/** A few packets, none of which holds more of them: what the library can do no endless work on. */
async function readFew(source: Bytes, bytesAtMost: number): Promise<Bytes> {
	const bytes = await collectAtMost(source, bytesAtMost);
	const types = await readPacketTypes(bytes);
	if (types === undefined || types.includes(packetType.compressed))
		throw new BrokenPackets('an unusual build');
	return once(bytes);
}

/** Format, file name and date (RFC 9580, section 5.9); the format is left to the user. */
async function readLiteralHeader(reader: PacketReader): Promise<string> {
	await reader.bodyByte();
	const name = Buffer.alloc(await reader.bodyByte());
	for (let index = 0; index < name.length; index++) name[index] = await reader.bodyByte();
	for (let octet = 0; octet < 4; octet++) await reader.bodyByte();
	return name.toString('utf8');
}

async function* literalBody(
	reader: PacketReader,
	signature: RunningSignature | undefined,
): AsyncGenerator<Buffer> {
	let finished = false;
	try {
		for await (const piece of reader.body({ mayOverwrite: true })) {
			signature?.update(piece);
			yield piece;
		}
		await readTail(reader, signature);
		finished = true;
	} finally {
		if (!finished) await reader.cancel();
	}
}

/** What may follow the data: its signature, and padding. Reading to the end is what lets the integrity check speak. */
async function readTail(reader: PacketReader, signature: RunningSignature | undefined): Promise<void> {
	for (let count = 0; ; count++) {
		const type = await reader.next();
		if (type === undefined) break;
		if (count > OTHER_PACKETS_AT_MOST) throw new BrokenPackets('there are too many packets');
		if (type === packetType.signature && signature?.isOpen) {
			signature.close(await reader.smallBody(SIGNATURE_BYTES_AT_MOST));
		} else if (type === packetType.padding || type === packetType.marker) {
			await reader.skipBody();
		} else throw new BrokenPackets('there is something behind the data');
	}
	if (signature?.isOpen) throw new BrokenPackets('the signature that was announced is missing');
}

/** The body of the current packet, which must be the last one. */
export async function* bodyThenEnd(reader: PacketReader): AsyncGenerator<Buffer> {
	let finished = false;
	try {
		yield* reader.body({ mayOverwrite: false });
		for (let type = await reader.next(); type !== undefined; type = await reader.next()) {
			if (type !== packetType.padding) throw new BrokenPackets('there is something behind the data');
			await reader.skipBody();
		}
		finished = true;
	} finally {
		if (!finished) await reader.cancel();
	}
}
