import { createHash } from 'crypto';
import type { Key, PrivateKey, PublicKey } from '../../shared/vendor/openpgp';
import { readPastedKeys, type PastedKeys } from '../doctor/pastedKeys';
import { mergeKeys } from './mergeKeys';
import { ownKeyNotes } from './ownKeys';
import { ShortMemory } from './shortMemory';
import { shortName } from './shortName';
import { readPassphrases, unlock } from './unlock';

/** The fields of the OpenPGP Key credential, or of another one that holds keys. */
export interface OpenPgpKeyCredential {
	privateKeys?: string;
	/** One a line when private keys have several. */
	passphrase?: string;
	publicKeys?: string;
	/** One a line: they open files that were encrypted with a password, and the first one encrypts. */
	messagePasswords?: string;
}

export interface KeyRing {
	/** Ours, unlocked: they open what was encrypted to us. Several during a rotation. */
	decryptionKeys: PrivateKey[];
	/** The provider's: they check what it signed. Several during a rotation. */
	verificationKeys: PublicKey[];
	/** One text each: what is wrong with which key, and what to do. No key material. */
	problems: string[];
	/** One sentence each: what is worth knowing and does no harm, as a repair. */
	notes: string[];
	/** Private keys that are there and do not open: what is known of them before any file is. */
	locked: LockedKey[];
	/** A private key stands among the provider's: it was sent by mistake, or is in the wrong field. */
	hasMisplacedSecret: boolean;
	/** They open messages that were encrypted with a password. */
	messagePasswords: string[];
}

export interface LockedKey {
	key: Key;
	/** The end of a sentence about the key. */
	refused: string;
	remedy: string;
}

/** No keys at all. */
export const emptyRing = (): KeyRing => ({
	decryptionKeys: [],
	verificationKeys: [],
	problems: [],
	notes: [],
	locked: [],
	hasMisplacedSecret: false,
	messagePasswords: [],
});

const RINGS_AT_MOST = 16;
const RING_FOR_MS = 10 * 60 * 1000;
const MESSAGE_PASSWORDS_AT_MOST = 8;
/**
 * Unlocking a key costs more than checking a signature, and every delivery and every item asks for the keys again: so they
 * are kept while their text is the same. They are unlocked private keys, so they are few, and soon forgotten.
 */
const rings = new ShortMemory<KeyRing>(RINGS_AT_MOST, RING_FOR_MS);

/**
 * The keys of a credential: read, merged by fingerprint, and unlocked. Never throws: what cannot be read is told in
 * `problems`, and does not block the keys beside it.
 */
export async function readKeyRing({
	privateKeys = '',
	passphrase = '',
	publicKeys = '',
	messagePasswords = '',
}: OpenPgpKeyCredential): Promise<KeyRing> {
	const fields = { privateKeys, passphrase, publicKeys, messagePasswords };
	const digest = createHash('sha256')
		.update(JSON.stringify(Object.values(fields)))
		.digest('hex');
	return await rings.get(digest, async () => await parseKeyRing(fields));
}

async function parseKeyRing(credential: Required<OpenPgpKeyCredential>): Promise<KeyRing> {
	const ours = await readKeyBlocks(credential.privateKeys, 'Private Keys');
	const theirs = await readKeyBlocks(credential.publicKeys, "Provider's Public Keys");
	const ring: KeyRing = {
		...emptyRing(),
		verificationKeys: theirs.keys.map((key) => key.toPublic()),
		problems: [...ours.problems, ...theirs.problems],
		notes: [...ours.notes, ...theirs.notes],
		messagePasswords: readPassphrases(credential.messagePasswords).slice(0, MESSAGE_PASSWORDS_AT_MOST),
	};
	await unlockAll(ours.keys, readPassphrases(credential.passphrase), ring);
	tellMisplaced(ours.keys, theirs.keys, ring);
	return ring;
}

async function unlockAll(keys: Key[], passphrases: string[], ring: KeyRing): Promise<void> {
	let inTurn = passphrases;
	for (const key of keys) {
		if (!key.isPrivate()) continue;
		const unlocked = await unlock(key, inTurn);
		if ('refused' in unlocked) {
			const { refused, remedy } = unlocked;
			ring.locked.push({ key, refused, remedy });
			ring.problems.push(`Private key ${shortName(key)} ${refused}. ${remedy}`);
			continue;
		}
		ring.decryptionKeys.push(unlocked.key);
		const { passphrase } = unlocked;
		// Several keys mostly share one: what opened the last is tried first.
		if (passphrase !== undefined) inTurn = [passphrase, ...passphrases.filter((one) => one !== passphrase)];
	}
}

function tellMisplaced(ours: Key[], theirs: Key[], ring: KeyRing): void {
	for (const key of ours.filter((one) => !one.isPrivate())) {
		ring.problems.push(
			`Key ${shortName(key)} under "Private Keys" is a public key. Paste the block that begins with BEGIN PGP PRIVATE KEY BLOCK.`,
		);
	}
	const isOurs = (key: Key) => ours.some((one) => one.getFingerprint() === key.getFingerprint());
	// A private key pasted as the provider's is used for its public half only, and the administrator is told.
	ring.notes.push(...ownKeyNotes(theirs, ours));
	for (const key of theirs) {
		if (key.isPrivate() && !isOurs(key)) {
			ring.hasMisplacedSecret = true;
			ring.problems.push(
				`Key ${shortName(key)} under "Provider's Public Keys" is a private key. A provider never hands out its private key: check where this one comes from.`,
			);
		}
	}
}

/**
 * The keys in one field, locked or not, each once: the same key twice is merged. Never throws: what cannot be read is told
 * in `problems`.
 */
export async function readKeyBlocks(text: string, field: string): Promise<PastedKeys> {
	const pasted = await readPastedKeys(text, field);
	return { ...pasted, keys: await mergeKeys(pasted.keys) };
}
