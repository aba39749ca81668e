import { packetType } from './packetReader';

/** What a file is, by its first bytes. */
export type MessageForm = 'binary' | 'armored' | 'other armor' | 'none';

/** Enough to see an armour header after some leading text, or a packet header. */
export const FORM_BYTES = 1024;
/** A file in memory arrives as one piece. */
const LOOKED_AT_BYTES = 64 * 1024;

/** Versions that RFC 9580 (section 5) and its forerunners define for the packets an encrypted message starts with. */
const versionsByPacketType: Record<number, number[]> = {
	[packetType.publicKeySessionKey]: [2, 3, 6],
	[packetType.passwordSessionKey]: [4, 5, 6],
	[packetType.integrityProtected]: [1, 2],
	[packetType.gnuPgAead]: [1],
};
const MARKER = Buffer.from([3, ...Buffer.from('PGP')]);

/** Distinguishes an encrypted OpenPGP message from anything else, whatever the file name. */
export function readMessageForm(head: Buffer): MessageForm {
	const start = head.subarray(0, LOOKED_AT_BYTES);
	const armor = /-----BEGIN PGP ([A-Z]+)/.exec(start.toString('latin1'));
	if (armor) return armor[1] === 'MESSAGE' ? 'armored' : 'other armor';
	return startsMessage(start) ? 'binary' : 'none';
}

/** The first packet, by its type and the octet that follows its length (RFC 9580, section 4.2). */
function startsMessage(head: Buffer): boolean {
	const [tag = 0, first = 0] = head;
	if ((tag & 0x80) === 0) return false;
	const isNew = (tag & 0x40) !== 0;
	const type = isNew ? tag & 0x3f : (tag >> 2) & 0x0f;
	if (type === packetType.marker) return head.subarray(1, 1 + MARKER.length).equals(MARKER);
	const bodyStart = isNew ? newFormatStart(first) : [2, 3, 5, 1][tag & 0x03]!;
	const version = head[bodyStart];
	// Data without integrity protection (type 9) has no distinguishing mark: a CSV that starts with "É" in Windows-1252, or
	// with "ə" in UTF-8, looks the same. After a session key packet, where it belongs, it is still recognised and refused.
	return version !== undefined && (versionsByPacketType[type]?.includes(version) ?? false);
}

const newFormatStart = (first: number) =>
	first < 192 || (first >= 224 && first < 255) ? 2 : first < 224 ? 3 : 6;
