/** What the first bytes of a file say it is. */
export type MessageForm = 'binary' | 'armored' | 'other armor' | 'none';

/** Enough to see an armour header after some leading text, or a packet header. */
export const FORM_BYTES = 1024;

/** Versions that RFC 9580 (section 5) and its forerunners define for the packets an encrypted message starts with. */
const versionsByPacketType: Record<number, number[]> = {
	1: [2, 3, 6], // Public Key Encrypted Session Key
	3: [4, 5, 6], // Symmetric Key Encrypted Session Key
	18: [1, 2], // Symmetrically Encrypted and Integrity Protected Data
	20: [1], // AEAD Encrypted Data, as some versions of GnuPG make it
};
const markerPacket = Buffer.from('PGP');

/** Tells an encrypted OpenPGP message from anything else, whatever the file is called. */
export function readMessageForm(head: Buffer): MessageForm {
	const armor = /-----BEGIN PGP ([A-Z]+)/.exec(head.toString('latin1'));
	if (armor) return armor[1] === 'MESSAGE' ? 'armored' : 'other armor';

	const packet = readPacketStart(head);
	if (packet === undefined) return 'none';
	const { type, body } = packet;
	const isMarker = type === 10 && body.subarray(0, 3).equals(markerPacket);
	// Data without integrity protection (type 9) has nothing to be known by: a CSV that starts with "É" in Windows-1252, or
	// with "ə" in UTF-8, looks the same. Behind a session key packet, where it belongs, it is still seen and refused.
	const isVersioned = versionsByPacketType[type]?.includes(body[0] ?? -1) ?? false;
	return isMarker || isVersioned ? 'binary' : 'none';
}

/** Packet type and what follows the header (RFC 9580, section 4.2), for new and old format. */
function readPacketStart(head: Buffer): { type: number; body: Buffer } | undefined {
	const [tag, length] = head;
	if (tag === undefined || length === undefined || (tag & 0x80) === 0) return undefined;
	const newFormat = (tag & 0x40) !== 0;
	if (!newFormat) return { type: (tag >> 2) & 0x0f, body: head.subarray(1 + [1, 2, 4, 0][tag & 3]!) };
	// One octet below 192, two below 224, a partial length in one octet below 255, else five.
	const lengthOctets = length < 192 ? 1 : length < 224 ? 2 : length < 255 ? 1 : 5;
	return { type: tag & 0x3f, body: head.subarray(1 + lengthOctets) };
}
