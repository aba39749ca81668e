import type { KeyRing } from '../keys/keys';
import { OpenPgpError } from '../openPgpError';
import type { Doors } from './doors';

/** The one text for everything that goes wrong once the session key is known (RFC 9580, section 13.5). */
export const damaged = () =>
	new OpenPgpError(
		'The file is damaged or was changed on its way: its integrity check failed. Nothing of it was kept',
		'Fetch the file again. If it fails again, ask the sender for a new file and tell them that its integrity check fails.',
	);

/** Detected before any key was used. */
export const broken = () =>
	new OpenPgpError(
		'The file is cut off or damaged before its encrypted content begins. No key was tried',
		'Fetch the file again, as a file and not as text. If that does not help, ask the sender for a new one.',
	);

export const otherArmor = () =>
	new OpenPgpError(
		'The file is an OpenPGP key, signature or cleartext message, not an encrypted file',
		'Choose the field that holds the encrypted file. To check a signed text, use the operation Verify.',
		'ourKey',
	);

export const notEncrypted = () =>
	new OpenPgpError(
		'The file is not encrypted with OpenPGP',
		'Choose the field that holds the encrypted file. If it should be encrypted, ask the sender what they sent.',
		'ourKey',
	);

export const byPassword = ({ messagePasswords }: KeyRing) =>
	messagePasswords.length === 0
		? new OpenPgpError(
				'The file is encrypted with a password, not to a key',
				'Fill in "Message Passwords" in the OpenPGP Key credential, or ask the sender to encrypt it to your public key.',
				'ourKey',
			)
		: new OpenPgpError(
				'The file is encrypted with a password, and none of the message passwords of the credential opens it',
				'Check each line of "Message Passwords" for a missing character, or ask the sender for the password.',
				'ourKey',
			);

export const oldCipherByPassword = () =>
	new OpenPgpError(
		'The file is encrypted with a password and an old cipher that is not accepted (Blowfish, Twofish or Camellia)',
		'Ask the sender to encrypt with AES. If they cannot: Options > Compatibility > Old Ciphers opens it.',
		'aes',
	);

/** Refused unless the user allows it and a key can prove the content. */
export function checkUnprotected({ verificationKeys }: KeyRing, { unprotected }: Doors): void {
	if (!unprotected) {
		throw new OpenPgpError(
			'The file is encrypted without integrity protection, so no one could tell whether it was changed. It was refused',
			'Ask the sender to encrypt with integrity protection (MDC or AEAD), as all current OpenPGP software does. If they cannot, and they sign: Options > Compatibility > No Integrity Protection, If Signed opens it.',
			'integrity',
		);
	}
	if (verificationKeys.length > 0) return;
	throw new OpenPgpError(
		'The file is encrypted without integrity protection, and the credential holds no public key to check a signature inside with',
		'Add the public key of the sender under "Provider\'s Public Keys" in the OpenPGP Key credential.',
		'integrity',
	);
}

export const unprotectedUnsigned = () =>
	new OpenPgpError(
		'The file is encrypted without integrity protection, and it has no valid signature by a known key. Nothing of it was kept',
		'Ask the sender to sign it, or to encrypt with integrity protection (MDC or AEAD).',
		'integrity',
	);

/** Ciphers with blocks of 64 bits, or that nobody uses any more. */
export const isWeak = (algorithm: string | undefined): boolean =>
	/^(?:tripledes|cast5|blowfish|twofish|camellia)/.test(algorithm ?? '');

export const weakCipherWarning = (algorithm: string | undefined) =>
	`The file is encrypted with ${algorithm}, an old cipher. Ask the sender to use AES.`;
export const signOnlyWarning =
	'The file is encrypted to a key that is meant for signing only. Ask the sender to use your key for encryption.';
export const unprotectedWarning =
	'The file is encrypted without integrity protection; it was accepted because its signature is valid. Ask the sender to switch on the protection (MDC).';
export const sha1Warning =
	'The signature uses SHA-1, which can be forged. Ask the sender to sign with SHA-256.';
