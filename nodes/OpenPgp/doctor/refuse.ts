import { OpenPgpError } from '../openPgpError';
import { firstPacketOf } from './firstPacket';
import { findArmorData } from './armorData';
import type { Thing } from './foreignThing';

/** Enough to see the first packet behind the headers of an armour, and a mail in front of it. */
export const KIND_BYTES = 8 * 1024;

/** What came in is no OpenPGP at all. */
export const notOpenPgp = ({ what, remedy }: Thing) =>
	new OpenPgpError(`The file is not encrypted with OpenPGP: it is ${what}`, remedy);

export const noOpenPgpSignature = ({ what, remedy }: Thing) =>
	new OpenPgpError(
		`What should be the signature is not an OpenPGP signature: it is ${what}`,
		`Choose the field that holds the signature, usually a file that ends with .sig or .asc. ${remedy}`,
	);

const whole: Record<number, [string, string]> = {
	2: ['a signature, or signed but not encrypted', USE_VERIFY()],
	4: ['signed, but not encrypted', USE_VERIFY()],
	5: [
		'a private key, not an encrypted file',
		'If somebody sent it, treat it as known to others. Choose the field that holds the encrypted file.',
	],
	6: ['a public key, not an encrypted file', 'Choose the field that holds the encrypted file.'],
	8: ['compressed or signed with OpenPGP, but not encrypted', USE_VERIFY()],
	11: [
		'OpenPGP data that is neither encrypted nor signed',
		'Ask the sender to encrypt it to your public key.',
	],
};

function USE_VERIFY() {
	return 'Use the operation Verify, which checks the signature and returns the content. If it should be encrypted, ask the sender to encrypt it as well.';
}

/** OpenPGP of another kind, by its first packet: before any key is used. */
export function notEncryptedButOpenPgp(head: Buffer): OpenPgpError | undefined {
	const type = firstPacketOf(head)?.type ?? armoredType(head);
	const found = type === undefined ? undefined : whole[type];
	return found && new OpenPgpError(`The file is ${found[0]}`, found[1]);
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
