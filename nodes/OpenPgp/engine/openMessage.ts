import type { PublicKey } from '../../shared/vendor/openpgp';
import type { Bytes } from '../../shared/files/streams';
import { decompress } from './decompress';
import { closedDoors, type Doors } from './doors';
import type { Opened } from './opened';
import { PacketReader, packetType } from './packetReader';
import { SignatureList } from './signatureList';
import { BrokenPackets, type Work } from './work';

/** Before the data, and as many after it: signatures, perhaps padding. Each packet costs time. */
const OTHER_PACKETS_AT_MOST = 32;
const OTHER_BYTES_AT_MOST = 64 * 1024;

/**
 * Reads the packets inside a decrypted message (RFC 9580, section 10.3): literal data, compressed or not, with signatures
 * before it, after it, or none. One reader for all forms: the library parses none of this.
 */
export async function openMessage(
	packets: Bytes,
	verificationKeys: PublicKey[],
	work: Work,
	now = new Date(),
	doors: Doors = closedDoors,
): Promise<Opened> {
	const signatures = new SignatureList(verificationKeys, work, now, doors);
	const { fileName, plaintext } = await openPackets(new PacketReader(packets, work), signatures, work);
	return {
		fileName,
		plaintext: endComplete(plaintext, signatures),
		signatures: async () => await signatures.judge(),
	};
}

type Content = Pick<Opened, 'fileName' | 'plaintext'>;

/** Reads up to the data, and into it if it is compressed. */
async function openPackets(
	reader: PacketReader,
	signatures: SignatureList,
	work: Work,
	isCompressed = false,
): Promise<Content> {
	for (let count = 0; count <= OTHER_PACKETS_AT_MOST; count++) {
		const type = await reader.next();
		if (type === packetType.literal) {
			return { fileName: await readLiteralHeader(reader), plaintext: readData(reader, signatures) };
		}
		if (type === packetType.compressed) {
			if (isCompressed) throw new BrokenPackets('compressed data inside compressed data');
			const algorithm = await reader.bodyByte();
			const inside = decompress(readCompressed(reader, signatures), algorithm, work);
			return await openPackets(new PacketReader(inside, work), signatures, work, true);
		}
		if (type === undefined) throw new BrokenPackets('there is no data');
		await readOther(type, reader, signatures);
	}
	throw new BrokenPackets('there are too many packets');
}

async function readOther(type: number, reader: PacketReader, signatures: SignatureList): Promise<void> {
	const body = await reader.smallBody(OTHER_BYTES_AT_MOST);
	if (type === packetType.onePassSignature) signatures.announce(body);
	else if (type === packetType.signature) await signatures.add(body);
	else if (type !== packetType.marker && type !== packetType.padding) {
		throw new BrokenPackets('a packet does not belong in front of the data');
	}
}

/** Format, file name and date (RFC 9580, section 5.9); the format is left to the user. */
async function readLiteralHeader(reader: PacketReader): Promise<string> {
	await reader.bodyByte();
	const name = await reader.bodyBytes(await reader.bodyByte());
	await reader.bodyBytes(4);
	return readName(name);
}

/** UTF-8 as in the standard, else Latin-1 as from old programs. */
function readName(bytes: Buffer): string {
	const text = bytes.toString('utf8');
	return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

async function* readData(reader: PacketReader, signatures: SignatureList): AsyncGenerator<Buffer> {
	let finished = false;
	try {
		for await (const piece of reader.body({ closeUp: 'all' })) {
			signatures.update(piece);
			yield piece;
		}
		await readTail(reader, signatures);
		finished = true;
	} finally {
		if (!finished) await reader.cancel();
	}
}

/** The body of a compressed packet, and what follows it. Signatures may be around it as well as inside. */
async function* readCompressed(reader: PacketReader, signatures: SignatureList): AsyncGenerator<Buffer> {
	let finished = false;
	try {
		yield* reader.body({ closeUp: 'small' });
		await readTail(reader, signatures);
		finished = true;
	} finally {
		if (!finished) await reader.cancel();
	}
}

/** What may follow the data: its signatures, and padding. Only reading to the end completes the integrity check. */
async function readTail(reader: PacketReader, signatures: SignatureList): Promise<void> {
	for (let count = 0; ; count++) {
		const type = await reader.next();
		if (type === undefined) return;
		if (count === OTHER_PACKETS_AT_MOST) throw new BrokenPackets('there are too many packets');
		if (type === packetType.signature) signatures.close(await reader.smallBody(OTHER_BYTES_AT_MOST));
		else if (type === packetType.padding || type === packetType.marker) await reader.skipBody();
		else throw new BrokenPackets('there is something behind the data');
	}
}

/** Throws unless every announced signature has arrived. */
async function* endComplete(plaintext: Bytes, signatures: SignatureList): AsyncGenerator<Uint8Array> {
	yield* plaintext;
	if (!signatures.isComplete) throw new BrokenPackets('a signature that was announced is missing');
}
