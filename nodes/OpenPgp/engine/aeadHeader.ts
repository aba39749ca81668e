import { EAX, nativeModes } from './aead';
import { packetType, type PacketReader } from './packetReader';
import { BrokenPackets } from './work';

/** AES with its key size in bytes, by the number of the cipher (RFC 9580, section 9.3). */
const keyBytes: Partial<Record<number, number>> = { 7: 16, 8: 24, 9: 32 };
/** "An implementation MUST accept chunk size octets with values from 0 to 16" (RFC 9580, section 5.13.2). */
const CHUNK_SIZE_AT_MOST = 16;

/** How the data of a packet with AEAD is encrypted. */
export interface AeadHeader {
	/** Type, version, cipher, mode and chunk size of the packet. Every tag covers them. */
	octets: Buffer;
	/** The number of the mode (RFC 9580, section 9.6); one that is opened here. */
	modeNumber: number;
	cipherKeyBytes: number;
	chunkBytes: number;
}

/** Reads cipher, mode and chunk size; the reader is positioned after the version. */
export async function readAeadHeader(type: number, reader: PacketReader): Promise<AeadHeader> {
	const fields = await reader.bodyBytes(3);
	const [cipher = 0, modeNumber = 0, chunkSize = 0] = fields;
	const cipherKeyBytes = keyBytes[cipher];
	const isKnown = modeNumber === EAX || nativeModes[modeNumber] !== undefined;
	if (!isKnown || cipherKeyBytes === undefined || chunkSize > CHUNK_SIZE_AT_MOST) {
		throw new BrokenPackets('encrypted in an unknown way');
	}
	const version = type === packetType.gnuPgAead ? 1 : 2;
	const octets = Buffer.from([0xc0 | type, version, ...fields]);
	return { octets, modeNumber, cipherKeyBytes, chunkBytes: 2 ** (chunkSize + 6) };
}
