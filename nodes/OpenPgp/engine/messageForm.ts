import { once } from '../../shared/files/streams';
import { PacketReader, packetType } from './packetReader';

/** What the first bytes of a file say it is. */
export type MessageForm = 'binary' | 'armored' | 'other armor' | 'none';

/** Enough to see an armour header after some leading text, or a packet header. */
export const FORM_BYTES = 1024;

/** Versions that RFC 9580 (section 5) and its forerunners define for the packets an encrypted message starts with. */
const versionsByPacketType: Record<number, number[]> = {
	[packetType.publicKeySessionKey]: [2, 3, 6],
	[packetType.passwordSessionKey]: [4, 5, 6],
	[packetType.integrityProtected]: [1, 2],
	[packetType.gnuPgAead]: [1],
};
const MARKER = 'PGP';

/** Tells an encrypted OpenPGP message from anything else, whatever the file is called. */
export async function readMessageForm(head: Buffer): Promise<MessageForm> {
	const armor = /-----BEGIN PGP ([A-Z]+)/.exec(head.toString('latin1'));
	if (armor) return armor[1] === 'MESSAGE' ? 'armored' : 'other armor';
	// A head that ends early is none.
	return (await startsMessage(head).catch(() => false)) ? 'binary' : 'none';
}

async function startsMessage(head: Buffer): Promise<boolean> {
	const reader = new PacketReader(once(head));
	const type = await reader.next();
	if (type === packetType.marker) {
		return (await reader.smallBody(MARKER.length)).equals(Buffer.from(MARKER));
	}
	// Data without integrity protection (type 9) has nothing to be known by: a CSV that starts with "É" in Windows-1252, or
	// with "ə" in UTF-8, looks the same. Behind a session key packet, where it belongs, it is still seen and refused.
	const versions = type === undefined ? undefined : versionsByPacketType[type];
	return versions?.includes(await reader.bodyByte()) ?? false;
}
