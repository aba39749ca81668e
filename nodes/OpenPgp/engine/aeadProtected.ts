import { hkdfSync } from 'crypto';
import type { SessionKey } from '../../shared/vendor/openpgp';
import type { Bytes } from '../../shared/files/streams';
import { nativeModes, TAG_BYTES, type AeadMode } from './aead';
import { readAeadHeader, type AeadHeader } from './aeadHeader';
import { decryptWithLibrary } from './decryptWithLibrary';
import { IntegrityFailure } from './integrityProtected';
import { packetType, type PacketReader } from './packetReader';
import { frameStream, putBack } from './packetWriter';
import { BrokenPackets, type Work } from './work';

const SALT_BYTES = 32;
const INDEX_BYTES = 8;

/** How the chunks of one packet are opened: nonce and associated data by chunk number. */
interface Chunks {
	mode: AeadMode;
	key: Buffer;
	chunkBytes: number;
	nonce(index: number): Buffer;
	/** With `total`: of the last tag, which covers the total size. */
	associated(index: number, total?: number): Buffer;
}

/**
 * Decrypts AEAD in chunks: version 2 of the integrity protected packet (RFC 9580, section 5.13.2), and the packet of type 20
 * that GnuPG and RNP made before it (draft-ietf-openpgp-rfc4880bis-10, section 5.16). Each chunk is checked before it is
 * returned, and the end shows that none is missing. The reader is positioned after the version.
 *
 * OCB and GCM run on node:crypto. EAX runs in OpenPGP.js, which keeps one chunk (4 MB at most) per core in memory.
 */
export async function* decryptAead(
	type: number,
	reader: PacketReader,
	body: Bytes,
	sessionKey: SessionKey,
	work: Work,
): AsyncGenerator<Uint8Array> {
	const header = await readAeadHeader(type, reader);
	const mode = nativeModes[header.modeNumber];
	if (mode === undefined) {
		yield* decryptWithLibrary(frameStream(type, putBack(header.octets.subarray(1), body)), sessionKey, work);
		return;
	}
	if (sessionKey.data.length !== header.cipherKeyBytes) {
		throw new BrokenPackets('a session key of the wrong size');
	}
	const read = type === packetType.gnuPgAead ? readType20 : readVersion2;
	yield* openChunks(await read(reader, mode, header, sessionKey.data), body, work);
}

async function* openChunks(chunks: Chunks, body: Bytes, work: Work): AsyncGenerator<Buffer> {
	const wholeChunk = chunks.chunkBytes + TAG_BYTES;
	// The last tag follows the last chunk, which may be shorter: so a chunk is opened once more than both are available.
	const held = Buffer.allocUnsafe(wholeChunk + TAG_BYTES);
	let length = 0;
	let index = 0;
	let total = 0;
	const open = (end: number) => {
		const plaintext = openChunk(chunks, held.subarray(0, end), index);
		held.copyWithin(0, end, length);
		length -= end;
		index++;
		total += plaintext.length;
		return plaintext;
	};
	for await (const piece of body) {
		for (let offset = 0; offset < piece.length;) {
			const taken = piece.subarray(offset, offset + held.length - length);
			held.set(taken, length);
			length += taken.length;
			offset += taken.length;
			if (length < held.length) continue;
			await work.turn();
			yield open(wholeChunk);
		}
	}
	if (length > TAG_BYTES) yield open(length - TAG_BYTES);
	openChunk(chunks, held.subarray(0, length), index, total);
}

function openChunk({ mode, key, nonce, associated }: Chunks, bytes: Buffer, index: number, total?: number) {
	const end = bytes.length - TAG_BYTES;
	const plaintext =
		end < 0
			? undefined
			: mode.open(key, nonce(index), associated(index, total), bytes.subarray(0, end), bytes.subarray(end));
	if (plaintext === undefined) throw new IntegrityFailure('the tag of a chunk does not match');
	return plaintext;
}

async function readVersion2(
	reader: PacketReader,
	mode: AeadMode,
	{ cipherKeyBytes, octets: header, chunkBytes }: AeadHeader,
	sessionKey: Uint8Array,
): Promise<Chunks> {
	const salt = await reader.bodyBytes(SALT_BYTES);
	const prefixBytes = mode.nonceBytes - INDEX_BYTES;
	const derived = Buffer.from(hkdfSync('sha256', sessionKey, salt, header, cipherKeyBytes + prefixBytes));
	const prefix = derived.subarray(cipherKeyBytes);
	return {
		mode,
		key: derived.subarray(0, cipherKeyBytes),
		chunkBytes,
		nonce: (index) => Buffer.concat([prefix, eightOctets(index)]),
		associated: (_, total) => (total === undefined ? header : Buffer.concat([header, eightOctets(total)])),
	};
}

async function readType20(
	reader: PacketReader,
	mode: AeadMode,
	{ octets: header, chunkBytes }: AeadHeader,
	sessionKey: Uint8Array,
): Promise<Chunks> {
	const start = await reader.bodyBytes(mode.nonceBytes);
	const fixed = start.subarray(0, -INDEX_BYTES);
	const counted = start.readBigUInt64BE(fixed.length);
	return {
		mode,
		key: Buffer.from(sessionKey),
		chunkBytes,
		nonce: (index) => Buffer.concat([fixed, eightOctets(counted ^ BigInt(index))]),
		associated: (index, total) =>
			Buffer.concat([header, eightOctets(index), ...(total === undefined ? [] : [eightOctets(total)])]),
	};
}

function eightOctets(number: number | bigint): Buffer {
	const bytes = Buffer.alloc(INDEX_BYTES);
	bytes.writeBigUInt64BE(BigInt(number));
	return bytes;
}
