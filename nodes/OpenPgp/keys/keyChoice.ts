import type { Key, PrivateKey, PublicKey, Subkey } from '../../shared/vendor/openpgp';
import { abilityOf } from './abilities';
import type { PastedKeys } from '../doctor/pastedKeys';
import type { KeyRing } from './keys';
import { describeSigner } from './describeSigner';
import { shortName } from './shortName';
import { OpenPgpError } from '../openPgpError';

/**
 * What people write to name a key: fingerprint, key ID (also of a subkey), or its user ID, the name or the address in it.
 * Never a part of one: "ann@example.com" must not bring in joann@example.com.
 */
function isNamed(key: Key, wanted: string): boolean {
	const digits = wanted.replace(/^0x|\s/gi, '').toUpperCase();
	const isId = /^[0-9A-F]{8,}$/.test(digits);
	const ids = key.getKeys().map((one) => one.getFingerprint().toUpperCase());
	return isId
		? ids.some((id) => id.endsWith(digits))
		: key.getUserIDs().some((userId) => namesIn(userId).includes(wanted.toLowerCase()));
}

/** `Name (comment) <address>`, by the convention that all programs follow. */
function namesIn(userId: string): string[] {
	const [, name = '', address = ''] = /^([^<(]*)(?:\([^)]*\)\s*)?(?:<([^>]*)>)?$/.exec(userId) ?? [];
	return [userId, name.trim(), address].filter((one) => one !== '').map((one) => one.toLowerCase());
}

interface PartyFacts {
	keyId: string;
	fingerprint: string;
	userId?: string;
	algorithm: string;
}

export interface Recipient {
	key: PublicKey;
	/** The (sub)key that is encrypted to, and whose it is. */
	facts: PartyFacts;
}

/** The keys of a field, narrowed down to those that are named, each fit to be encrypted to. Throws otherwise. */
export async function chooseRecipients(
	{ keys, problems }: Pick<PastedKeys, 'keys' | 'problems'>,
	field: string,
	named: string,
	now: Date,
): Promise<Recipient[]> {
	// Leaving out a recipient whose key cannot be read would send them a file that they cannot open.
	if (problems.length > 0) throw new OpenPgpError('A public key cannot be read', problems.join(' '));
	if (keys.length === 0) {
		throw new OpenPgpError(
			'There is no public key to encrypt to',
			`Paste the public keys of the recipients under "${field}".`,
		);
	}
	const names = named
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	const unknown = names.filter((name) => !keys.some((key) => isNamed(key, name)));
	if (unknown.length > 0) {
		throw new OpenPgpError(
			`There is no public key of ${unknown.join(', ')}`,
			`Correct "Recipient IDs", or paste the missing key under "${field}". The keys there are ${keys.map(describe).join(', ')}.`,
		);
	}
	const chosen = names.length === 0 ? keys : keys.filter((key) => names.some((name) => isNamed(key, name)));
	return await Promise.all(chosen.map(async (key) => await toRecipient(key, now)));
}

async function toRecipient(key: Key, now: Date): Promise<Recipient> {
	const { part, why } = await abilityOf(key.toPublic(), 'encrypt', now);
	if (part === undefined) {
		throw new OpenPgpError(
			`The key ${describe(key)} cannot be encrypted to: ${why}`,
			'Ask the recipient for a current public key, and replace this one with it, or paste it below.',
		);
	}
	return { key: key.toPublic(), facts: factsOf(part, key) };
}

export interface SigningKey {
	key: PrivateKey;
	facts: PartyFacts;
}

/** The private key that is named, else the first one that can sign. Throws when there is none. */
export async function chooseSigningKey(ring: KeyRing, named: string, now: Date): Promise<SigningKey> {
	const candidates = ring.decryptionKeys.filter((key) => named.trim() === '' || isNamed(key, named.trim()));
	let reason = '';
	for (const key of candidates) {
		const { part, why } = await abilityOf(key, 'sign', now);
		if (part !== undefined) return { key, facts: factsOf(part, key) };
		reason ||= why ?? '';
	}
	const [first] = candidates;
	if (first !== undefined) {
		throw new OpenPgpError(
			`The key ${describe(first)} cannot sign: ${reason}`,
			'Add a private key that can sign to the OpenPGP Key credential.',
		);
	}
	const ours = ring.decryptionKeys.map(describe).join(', ');
	throw new OpenPgpError(
		ours === '' ? 'There is no private key to sign with' : `There is no private key of ${named.trim()}`,
		ring.problems.join(' ') ||
			(ours === ''
				? 'Add the private key to the OpenPGP Key credential.'
				: `Correct "Signing Key", or add the missing key to the OpenPGP Key credential. Your private keys are ${ours}.`),
	);
}

/** Of the (sub)key that does the work, and whose it is. */
function factsOf(used: Key | Subkey, key: Key): PartyFacts {
	return {
		...describeSigner(used.getKeyID().toHex(), key),
		fingerprint: key.getFingerprint().toUpperCase(),
		algorithm: used.getAlgorithmInfo().algorithm,
	};
}

/** As a person recognises it. */
export const describe = (key: Key): string => {
	const [userId] = key.getUserIDs();
	return userId === undefined ? shortName(key) : `${shortName(key)} (${userId})`;
};
