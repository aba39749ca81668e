import { generateKey, readPrivateKey, type PrivateKey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { openPgpConfig } from '../openPgpConfig';
import { OpenPgpError } from '../openPgpError';

const PASSPHRASE_LENGTH = 12;
const ONE_DAY_SECONDS = 24 * 3_600;
const LONGEST_DAYS = 3_650;

export interface KeyPairWish {
	name: string;
	email: string;
	algorithm: 'rsa4096' | 'curve25519';
	validDays: number;
	passphrase: string;
}

export interface KeyPair {
	/** Locked by the passphrase, as its armour is. */
	key: PrivateKey;
	publicKey: string;
	privateKey: string;
	revocationCertificate: string;
}

/** GnuPG older than 2.5 knows Curve25519 only in the form it had before RFC 9580. */
const algorithms = {
	rsa4096: { type: 'rsa', rsaBits: 4096 },
	curve25519: { type: 'ecc', curve: 'curve25519Legacy' },
} as const;

/** A new pair, whose private half leaves this function only under the passphrase. */
export async function makeKeyPair(wish: KeyPairWish): Promise<KeyPair> {
	const name = wish.name.trim();
	const email = wish.email.trim();
	checkWish({ ...wish, name, email });
	const made = await generateKey({
		userIDs: [{ name, ...(email !== '' && { email }) }],
		...algorithms[wish.algorithm],
		keyExpirationTime: Math.round(wish.validDays * ONE_DAY_SECONDS),
		passphrase: wish.passphrase,
		format: 'armored',
		config: openPgpConfig,
	}).catch(failureOf);
	if (made instanceof Failure) {
		throw new OpenPgpError(
			'The key pair could not be made',
			'Check "Name" and "Email" for unusual characters, and try again.',
		);
	}
	const key = await readPrivateKey({ armoredKey: made.privateKey, config: openPgpConfig });
	const isLocked = key
		.getKeys()
		.every(({ keyPacket }) => (keyPacket as LockablePacket).isDecrypted() === false);
	if (!isLocked)
		throw new OpenPgpError(
			'The private key came out without protection. It was not kept',
			'Try again. If this happens again, report it to the authors of this node.',
		);
	return { ...made, key };
}

interface LockablePacket {
	isDecrypted(): boolean | null;
}

function checkWish({ name, email, algorithm, validDays, passphrase }: KeyPairWish): void {
	// An expression can put anything here; the library would take its own default.
	if (!Object.hasOwn(algorithms, algorithm)) {
		throw new OpenPgpError(`There is no algorithm ${String(algorithm)}`, 'Choose one from the list.');
	}
	if (passphrase.length < PASSPHRASE_LENGTH) {
		throw new OpenPgpError(
			passphrase === ''
				? 'The credential has no passphrase to protect the private key with'
				: `The passphrase of the credential is shorter than ${PASSPHRASE_LENGTH} characters`,
			`Fill in a "Passphrase" of at least ${PASSPHRASE_LENGTH} characters in the credential: anyone who gets hold of the private key can try to guess it.`,
		);
	}
	if (name === '' || /[<>\p{Cc}]/u.test(name)) {
		throw new OpenPgpError(
			'The name is empty, or has characters that a user ID may not have',
			'Correct "Name".',
		);
	}
	if (email !== '' && !/^[^\s@<>]+@[^\s@<>]+$/.test(email)) {
		throw new OpenPgpError(`${email} is not an email address`, 'Correct "Email", or leave it empty.');
	}
	if (!(validDays >= 1 && validDays <= LONGEST_DAYS)) {
		throw new OpenPgpError(
			`A key cannot be valid for ${validDays} days`,
			`Choose between 1 and ${LONGEST_DAYS} days.`,
		);
	}
}
