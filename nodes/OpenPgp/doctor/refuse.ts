import { OpenPgpError } from '../openPgpError';
import { firstPacketOf } from './firstPacket';
import { findArmorData } from './armorData';
import { remedyWhere, type Thing } from './foreignThing';

/** Enough to see the first packet behind the headers of an armour, and a mail in front of it. */
export const KIND_BYTES = 8 * 1024;

/** What came in is no OpenPGP at all. */
export const notOpenPgp = (thing: Thing) =>
	new OpenPgpError(
		`The file is not encrypted with OpenPGP: it is ${thing.what}`,
		remedyWhere(thing, 'the encrypted file'),
	);

export const noOpenPgpSignature = ({ what, remedy }: Thing) =>
	new OpenPgpError(
		`What should be the signature is not an OpenPGP signature: it is ${what}`,
		`Choose the field that holds the signature, usually a file that ends with .sig or .asc. ${remedy}`,
	);

const USE_VERIFY =
	'Use the operation Verify, which checks the signature and returns the content. If it should be encrypted, ask the sender to encrypt it as well.';

const whole: Record<number, Thing> = {
	2: { what: 'a signature, or signed but not encrypted', remedy: USE_VERIFY },
	4: { what: 'signed, but not encrypted', remedy: USE_VERIFY },
	5: {
		what: 'a private key, not an encrypted file',
		remedy:
			'If somebody sent it, treat it as known to others. Choose the field that holds the encrypted file.',
	},
	6: {
		what: 'a public key, not an encrypted file',
		remedy: 'Choose the field that holds the encrypted file.',
	},
	8: { what: 'compressed or signed with OpenPGP, but not encrypted', remedy: USE_VERIFY },
	11: {
		what: 'OpenPGP data that is neither encrypted nor signed',
		remedy: 'Ask the sender to encrypt it to your public key.',
	},
};

/** OpenPGP of another kind, by its first packet: before any key is used. */
export function notEncryptedButOpenPgp(head: Buffer): OpenPgpError | undefined {
	const type = firstPacketOf(head)?.type ?? armoredType(head);
	const found = type === undefined ? labelled[labelOf(head)] : whole[type];
	return found && new OpenPgpError(`The file is ${found.what}`, found.remedy);
}

/** By its BEGIN line. */
const labelled: Record<string, Thing> = {
	'PUBLIC KEY BLOCK': whole[6]!,
	'PRIVATE KEY BLOCK': whole[5]!,
	SIGNATURE: {
		what: 'a signature beside some content, not an encrypted file',
		remedy:
			'Choose the field that holds the encrypted file. To check the signature, use the operation Verify with Signature: Detached.',
	},
	'SIGNED MESSAGE': { what: 'a text with a signature below it, not an encrypted file', remedy: USE_VERIFY },
};

const begin = '-----BEGIN PGP MESSAGE-----';

const labelOf = (head: Buffer) => /-----BEGIN PGP ([A-Z ]+)-----/.exec(head.toString('latin1'))?.[1] ?? '';

const notSignedButOpenPgp: Record<number, { reason: string; remedy: string }> = {
	5: { reason: 'it is a private key', remedy: 'Choose the field that holds the signed file.' },
	6: { reason: 'it is a public key', remedy: 'Choose the field that holds the signed file.' },
};

/** Why there is nothing to verify, by the first packet. */
export function whyNotSigned(head: Buffer): { reason: string; remedy: string } | undefined {
	const byLabel: Record<string, number> = { 'PRIVATE KEY BLOCK': 5, 'PUBLIC KEY BLOCK': 6 };
	return notSignedButOpenPgp[firstPacketOf(head)?.type ?? byLabel[labelOf(head)] ?? 0];
}

function armoredType(head: Buffer): number | undefined {
	const text = head.toString('latin1');
	const at = text.indexOf(begin);
	if (at < 0) return undefined;
	const body = text.slice(at + begin.length);
	const start = findArmorData(body);
	if (start === undefined) return undefined;
	return firstPacketOf(Buffer.from(body.slice(start, start + 16), 'base64'))?.type;
}
