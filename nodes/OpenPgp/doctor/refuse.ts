import { OpenPgpError } from '../openPgpError';
import { firstPacketOf } from './firstPacket';
import { findArmorData } from './armorData';
import { remedyWhere } from './foreignThing';
import type { Thing } from './foreignThings';

/** Enough for the first packet after the headers of an armour, with a mail before it. */
export const KIND_BYTES = 8 * 1024;

/** It is not OpenPGP at all. */
export const notOpenPgp = (thing: Thing) =>
	new OpenPgpError(
		`The file is not encrypted with OpenPGP: it is ${thing.what}`,
		remedyWhere(thing, 'the encrypted file'),
		'ourKey',
	);

export const noOpenPgpSignature = ({ what, remedy }: Thing) =>
	new OpenPgpError(
		`What should be the signature is not an OpenPGP signature: it is ${what}`,
		`Choose the field that holds the signature, usually a file that ends with .sig or .asc. ${remedy}`,
	);

const USE_VERIFY =
	'Use the operation Verify, which checks the signature and returns the content. If it should be encrypted, ask the sender to encrypt it as well.';

const privateKey: Thing = {
	what: 'a private key, not an encrypted file',
	remedy: 'If somebody sent it, treat it as known to others. Choose the field that holds the encrypted file.',
};
const publicKey: Thing = {
	what: 'a public key, not an encrypted file',
	remedy: 'Choose the field that holds the encrypted file.',
};

/** OpenPGP that is not encrypted, by the type of its first packet. */
const byType: Record<number, Thing> = {
	2: { what: 'a signature, or signed but not encrypted', remedy: USE_VERIFY },
	4: { what: 'signed, but not encrypted', remedy: USE_VERIFY },
	5: privateKey,
	6: publicKey,
	8: { what: 'compressed or signed with OpenPGP, but not encrypted', remedy: USE_VERIFY },
	11: {
		what: 'OpenPGP data that is neither encrypted nor signed',
		remedy: 'Ask the sender to encrypt it to your public key.',
	},
};

/** The same by its BEGIN line. */
const byLabel: Record<string, Thing> = {
	'PUBLIC KEY BLOCK': publicKey,
	'PRIVATE KEY BLOCK': privateKey,
	SIGNATURE: {
		what: 'a detached signature, not an encrypted file',
		remedy:
			'Choose the field that holds the encrypted file. To check the signature, use the operation Verify with Signature: Detached.',
	},
	'SIGNED MESSAGE': { what: 'a text with a signature below it, not an encrypted file', remedy: USE_VERIFY },
};

/** OpenPGP of another kind, before any key is used. */
export function notEncryptedButOpenPgp(head: Buffer): OpenPgpError | undefined {
	const found = kindOf(head);
	return found && new OpenPgpError(`The file is ${found.what}`, found.remedy, 'ourKey');
}

const SIGNED_FIELD = 'Choose the field that holds the signed file.';

/** Why there is nothing to verify, if it is a key. */
export function whyNotSigned(head: Buffer): { reason: string; remedy: string } | undefined {
	const found = kindOf(head);
	if (found === privateKey) return { reason: 'it is a private key', remedy: SIGNED_FIELD };
	if (found === publicKey) return { reason: 'it is a public key', remedy: SIGNED_FIELD };
	return undefined;
}

function kindOf(head: Buffer): Thing | undefined {
	const type = firstPacketOf(head)?.type ?? armoredType(head);
	if (type !== undefined) return byType[type];
	const [, label = ''] = /-----BEGIN PGP ([A-Z ]+)-----/.exec(head.toString('latin1')) ?? [];
	return byLabel[label];
}

const begin = '-----BEGIN PGP MESSAGE-----';

function armoredType(head: Buffer): number | undefined {
	const text = head.toString('latin1');
	const at = text.indexOf(begin);
	if (at < 0) return undefined;
	const body = text.slice(at + begin.length);
	const start = findArmorData(body);
	if (start === undefined) return undefined;
	return firstPacketOf(Buffer.from(body.slice(start, start + 16), 'base64'))?.type;
}
