import { OpenPgpError } from '../openPgpError';

const LENGTH = 12;

/** The password to encrypt with: the first line of the field, without the blanks around it. */
export function firstMessagePassword(text: string): string {
	const [first = ''] = text
		.split(/\r\n|\r|\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (first.length >= LENGTH) return first.normalize('NFC');
	throw new OpenPgpError(
		first === ''
			? 'The credential has no message password to encrypt with'
			: `The first message password of the credential is shorter than ${LENGTH} characters`,
		`Fill in "Message Passwords" in the OpenPGP Key credential, the one to encrypt with on the first line, with at least ${LENGTH} characters: everybody who gets hold of the file can try to guess it.`,
	);
}
