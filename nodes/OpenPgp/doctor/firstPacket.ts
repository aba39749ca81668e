/** What the first octets of OpenPGP data say (RFC 9580, section 4.2). */
export interface FirstPacket {
	/** Packet type ID. */
	type: number;
	/** The first octet of the body: its version, or its algorithm. */
	version: number;
}

/** For each packet type that data can begin with: the possible first octets of its body (RFC 9580, section 5). */
const versions: Record<number, (octet: number) => boolean> = {
	1: oneOf(2, 3, 6),
	2: oneOf(2, 3, 4, 5, 6),
	3: oneOf(4, 5, 6),
	4: oneOf(3, 6),
	5: oneOf(2, 3, 4, 5, 6),
	6: oneOf(2, 3, 4, 5, 6),
	8: oneOf(0, 1, 2, 3),
	// "PGP"
	10: oneOf(0x50),
	// Binary, text, UTF-8, MIME, local.
	11: oneOf(0x62, 0x74, 0x75, 0x6d, 0x6c, 0x31),
	18: oneOf(1, 2),
	20: oneOf(1),
};

function oneOf(...octets: number[]) {
	return (octet: number) => octets.includes(octet);
}

/** The first packet, if the bytes can be OpenPGP at all; about one in 200 other files looks like it by chance. */
export function firstPacketOf(bytes: Uint8Array): FirstPacket | undefined {
	const [tag = 0, length = 0] = bytes;
	if ((tag & 0x80) === 0) return undefined;
	const isNew = (tag & 0x40) !== 0;
	const type = isNew ? tag & 0x3f : (tag >> 2) & 0x0f;
	const bodyAt = isNew ? newBodyAt(length) : 1 + [1, 2, 4, 0][tag & 3]!;
	const version = bytes[bodyAt];
	return version !== undefined && versions[type]?.(version) ? { type, version } : undefined;
}

const newBodyAt = (length: number) =>
	length < 192 || (length >= 224 && length < 255) ? 2 : length < 224 ? 3 : 6;
