import { collectAtMost, once } from '../../shared/files/streams';
import type { PublicKey } from '../../shared/vendor/openpgp';
import { dearmor } from '../engine/dearmor';
import { openEncrypted, readPreamble } from '../engine/openEncrypted';
import { openMessage } from '../engine/openMessage';
import type { Opened } from '../engine/opened';
import { findSessionKey } from '../engine/openSessionKeys';
import { readRecipients } from '../engine/recipients';
import { packetType, readPackets } from '../engine/packetReader';
import { SignatureList } from '../engine/signatureList';
import type { JudgedSignature } from '../engine/signatures';
import { BrokenPackets, Work } from '../engine/work';
import { readArmorBlocks } from '../keys/armor';
import type { KeyRing } from '../keys/keys';
import { openCleartext, type Cleartext } from './cleartext';

/** Real signatures take a few kilobytes; longer texts are not searched, because anybody may send them. */
const VALUE_LENGTH_AT_MOST = 64 * 1024;
/** One or two are usual, several during a rotation. Anybody may send more, to make us work. */
const RECIPIENTS_AT_MOST = 4;
const PACKETS_AT_MOST = 32;

/** What a stranger sent, as its packets show it without any key. */
export type Untrusted =
	/** The bodies of signature packets, over something that stands elsewhere. */
	{ kind: 'detached'; signatures: Buffer[] } | { kind: 'message'; bytes: Buffer; isEncrypted: boolean };

/**
 * What a header, a field or a part holds: armour (folded, escaped or on one line), or base64 of armour, of a binary
 * signature, or of a binary message; also armour without its frame. Undefined when it is nothing of OpenPGP.
 */
export async function readUntrustedText(value: string, work: Work): Promise<Untrusted | undefined> {
	if (value.length > VALUE_LENGTH_AT_MOST) return undefined;
	const armored = readArmored(value);
	if (armored !== undefined) return await readUntrusted(armored, work);

	const base64 = value
		.replace(/\\[rn]|\s/g, '')
		.replace(/=[A-Za-z0-9+/]{4}$/, '')
		.replace(/-/g, '+')
		.replace(/_/g, '/');
	if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(base64)) return undefined;
	const bytes = Buffer.from(base64, 'base64');
	return await readUntrusted(readArmored(bytes.toString('latin1')) ?? bytes, work);
}

/** The same for a body: binary packets, or a message in armour. Undefined when it is something else. */
export async function readUntrustedBody(body: Buffer, work: Work): Promise<Untrusted | undefined> {
	// The first bit of every packet is set (RFC 9580, section 4.2); JSON never starts like that.
	const isBinary = ((body[0] ?? 0) & 0x80) !== 0;
	if (isBinary) return await readUntrusted(body, work);
	const start = body.subarray(0, 200).toString('latin1').trimStart();
	if (!start.startsWith('-----BEGIN PGP MESSAGE-----')) return undefined;
	const bytes = await collectAtMost(dearmor(once(body), work), body.length).catch(() => undefined);
	return bytes && (await readUntrusted(bytes, work));
}

/** Whether a body is a text with its signature below. */
export const isCleartext = (body: Buffer): boolean =>
	body.subarray(0, 200).toString('latin1').trimStart().startsWith('-----BEGIN PGP SIGNED MESSAGE-----');

/** The bytes inside the first armoured block. What is counted and what is used later are these bytes. */
function readArmored(text: string): Buffer | undefined {
	const begin = text.indexOf('-----BEGIN PGP ');
	const label = /^-----BEGIN PGP ([A-Z ]{1,32})-----/.exec(text.slice(begin, begin + 64))?.[1];
	if (begin < 0 || label === undefined) return undefined;
	const footer = `-----END PGP ${label}-----`;
	const end = text.indexOf(footer, begin);
	if (end < 0) return undefined;
	const [block] = readArmorBlocks(text.slice(begin, end + footer.length));
	return block && Buffer.from(block.armor.split('\n\n')[1]?.split('\n-----')[0] ?? '', 'base64');
}

async function readUntrusted(bytes: Buffer, work: Work): Promise<Untrusted | undefined> {
	const limits = { packetsAtMost: PACKETS_AT_MOST, bytesAtMost: bytes.length };
	const packets = await readPackets(bytes, work, limits).catch(() => undefined);
	if (packets === undefined || packets.length === 0) return undefined;
	if (packets.every(({ type }) => type === packetType.signature)) {
		return { kind: 'detached', signatures: packets.map(({ body }) => body) };
	}
	const isEncrypted = packets.some(({ type }) => type === packetType.publicKeySessionKey);
	return { kind: 'message', bytes, isEncrypted };
}

/** What detached signatures say of these exact bytes. */
export async function judgeUntrusted(
	content: Buffer,
	signatures: Buffer[],
	keys: PublicKey[],
	now: Date,
	work: Work,
): Promise<JudgedSignature[]> {
	const list = new SignatureList(keys, work, now);
	for (const body of signatures) await list.add(body);
	list.update(content);
	return await list.judge();
}

/** A text with its signature below. */
export const openUntrustedCleartext = async (
	body: Buffer,
	keys: PublicKey[],
	now: Date,
	work: Work,
): Promise<Cleartext> => await openCleartext(body, keys, work, now);

/**
 * What a message holds, all of it: only what was read to the end is authentic. Throws when it is damaged, not for us, or
 * asks for more than the budget.
 */
export async function openUntrusted(
	{ bytes, isEncrypted }: Extract<Untrusted, { kind: 'message' }>,
	ring: KeyRing,
	now: Date,
	work: Work,
	bytesAtMost: number,
): Promise<Cleartext> {
	const opened = isEncrypted
		? await openForUs(bytes, ring, now, work)
		: await openMessage(once(bytes), ring.verificationKeys, work, now);
	const content = await collectAtMost(opened.plaintext, bytesAtMost);
	return { content, signatures: await opened.signatures() };
}

async function openForUs(bytes: Buffer, ring: KeyRing, now: Date, work: Work): Promise<Opened> {
	const preamble = await readPreamble(once(bytes), work);
	if (preamble.sessionKeys.length > RECIPIENTS_AT_MOST) throw new BrokenPackets('encrypted to too many keys');
	const recipients = await readRecipients(preamble.sessionKeys, ring);
	const found = await findSessionKey(recipients, ring, work);
	if (found === undefined) throw new BrokenPackets('not encrypted to us');
	return await openEncrypted(preamble, found.sessionKey, ring.verificationKeys, work, { now });
}
