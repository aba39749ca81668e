import { inspectMessage } from '../../nodes/OpenPgp/messages/inspectMessage';
import { once } from '../../nodes/shared/files/streams';
import type { Form } from './forms.mts';
import type { Workshop } from './workshop.mts';

/** What is seen of a file without our decryption: its bytes, and what gpg says about its packets. */
interface Seen {
	bytes: Buffer;
	text: string;
	/**
	 * `gpg --list-packets`, and `[GNUPG:] DECRYPTION_INFO <mdc> <cipher>`, up to the literal data: behind it gpg takes the
	 * padding that Sequoia adds for packets.
	 */
	packets: string;
	/** What `Inspect` says, for what gpg 2.2 does not know. */
	packet: string;
	recipients: string[];
	workshop: Workshop;
}

const ARMOR = '-----BEGIN PGP MESSAGE-----';
const LITERAL = ':literal data packet:';
const HIDDEN = '0000000000000000';
const mdc = (cipher: number) => (seen: Seen) =>
	seen.packet === 'SEIPD v1 MDC' && new RegExp(`DECRYPTION_INFO 2 ${cipher}\\b`).test(seen.packets);
const packet = (name: string) => (seen: Seen) => seen.packet === name;
const compressed = (algorithm: number) => (seen: Seen) =>
	seen.packets.includes(`:compressed packet: algo=${algorithm}`);
const count = (text: string, part: string) => text.split(part).length - 1;
const to = (name: keyof Workshop['subkeys']) => (seen: Seen) =>
	seen.recipients.some((id) => id === seen.workshop.subkeys[name]);

/** How each form is recognised, so that no recipe claims what it does not make. */
const evidence: Partial<Record<Form, (seen: Seen) => boolean>> = {
	aes128: mdc(7),
	aes192: mdc(8),
	aes256: mdc(9),
	tripleDes: mdc(2),
	cast5: mdc(3),
	ocb: packet('SEIPD v2 AEAD ocb'),
	gcm: packet('SEIPD v2 AEAD gcm'),
	eax: packet('SEIPD v2 AEAD eax'),
	earlyAead: (seen) => seen.packet.startsWith('AEAD v1 (GnuPG)'),
	uncompressed: (seen) => seen.packets.includes(LITERAL) && !seen.packets.includes(':compressed packet:'),
	zip: compressed(1),
	zlib: compressed(2),
	bzip2: compressed(3),
	partial: ({ packets }) => /ctb=\w\w tag=\d+ .*partial new-ctb/.test(packets),
	indeterminate: ({ packets }) => /ctb=[89ab]\w tag=\d+ .*indeterminate/.test(packets),
	oldFormat: ({ packets }) => /ctb=[89ab]\w/.test(packets),
	binary: ({ bytes }) => bytes[0]! >= 0x80,
	checksum: ({ text }) => text.includes(ARMOR) && /\n=[A-Za-z0-9+/]{4}\r?\n-----END/.test(text),
	noChecksum: ({ text }) => text.includes(ARMOR) && !/\n=[A-Za-z0-9+/]{4}\r?\n-----END/.test(text),
	crlf: ({ text }) => text.includes(ARMOR) && !/[^\r]\n/.test(text),
	leadingText: ({ text }) => text.indexOf(ARMOR) > 0,
	recipients: ({ recipients }) => recipients.length > 1,
	hidden: ({ recipients }) => recipients.includes(HIDDEN),
	otherKey: (seen) => to('earlier')(seen) || to('expired')(seen),
	// All of ours have a passphrase, and a subkey to encrypt to.
	passphrase: to('customer'),
	subkey: to('customer'),
	expiredSubkey: to('expired'),
	onePass: ({ packets }) => count(packets, ':onepass_sig packet:') === 1,
	oldStyle: ({ packets }) =>
		packets.includes(LITERAL) &&
		packets.includes(':signature packet:') &&
		!packets.includes(':onepass_sig packet:'),
	severalSigners: ({ packets }) => count(packets, ':onepass_sig packet:') > 1,
	unsigned: ({ packets }) => packets.includes(LITERAL) && !/:(onepass_sig|signature) packet:/.test(packets),
	weakSignature: ({ packets }) => /:onepass_sig packet:.*\n.* digest 2,/.test(packets),
	unprotected: packet('SED none'),
	oldCipher: ({ packets }) => /DECRYPTION_INFO 2 (4|10|11|12|13)\b/.test(packets),
	password: ({ packets, recipients }) => packets.includes(':symkey enc packet:') && recipients.length === 0,
	notForUs: ({ recipients, workshop: { subkeys } }) =>
		recipients.length > 0 && !Object.values(subkeys).some((id) => recipients.includes(id)),
	notEncrypted: ({ packet: name, packets }) => name === '' && packets.includes(':onepass_sig packet:'),
	version6Key: (seen) => to('modern6')(seen) && seen.bytes[2] === 6,
};

/** The forms that a recipe claims and its file does not have. */
export async function missingForms(claimed: Form[], bytes: Buffer, workshop: Workshop): Promise<Form[]> {
	const { facts } = await inspectMessage(once(bytes));
	const { packet: kind = '', integrity = '', aead = '' } = facts.encryption ?? {};
	const seen: Seen = {
		bytes,
		text: bytes.toString('latin1'),
		packets: workshop.listPackets(bytes).replace(new RegExp(`(${LITERAL})[\\s\\S]*`), '$1'),
		packet: `${kind} ${integrity} ${aead}`.trim(),
		recipients: (facts.recipients ?? []).map(({ keyId }) => keyId ?? HIDDEN),
		workshop,
	};
	return claimed.filter((form) => evidence[form]?.(seen) === false);
}
