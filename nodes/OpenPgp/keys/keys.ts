import { createHash } from 'crypto';
import {
	decryptKey,
	PrivateKey,
	readKeys as readOpenPgpKeys,
	type Key,
	type PublicKey,
} from '../../shared/vendor/openpgp';
import { readArmorBlocks } from './armor';
import type { Signer } from '../../shared/deliveries/reportEvent';
import { ShortMemory } from './shortMemory';

/** The fields of the OpenPGP Key credential. */
export interface OpenPgpKeyCredential {
	privateKeys?: string;
	passphrase?: string;
	publicKeys?: string;
}

export interface KeyRing {
	/** Ours, unlocked: they open what was encrypted to us. Several during a rotation. */
	decryptionKeys: PrivateKey[];
	/** The provider's: they check what it signed. Several during a rotation. */
	verificationKeys: PublicKey[];
	/** One sentence each: what is wrong with which key, and what to do. No key material. */
	problems: string[];
}

const RINGS_AT_MOST = 16;
const RING_FOR_MS = 10 * 60 * 1000;
/**
 * Unlocking a key costs more than checking a signature, and every delivery and every item asks for the keys again: so they
 * are kept while their text is the same. They are unlocked private keys, so they are few, and soon forgotten.
 */
const rings = new ShortMemory<KeyRing>(RINGS_AT_MOST, RING_FOR_MS);

/** The keys of a credential, parsed and unlocked. Never throws: what cannot be read is told in `problems`. */
export async function readKeyRing(credential: OpenPgpKeyCredential): Promise<KeyRing> {
	const fields = [credential.privateKeys ?? '', credential.passphrase ?? '', credential.publicKeys ?? ''];
	const digest = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
	return await rings.get(digest, async () => await parseKeyRing(credential));
}

async function parseKeyRing(credential: OpenPgpKeyCredential): Promise<KeyRing> {
	const problems: string[] = [];
	const ours = await parseKeys(credential.privateKeys ?? '', 'Private Keys', problems);
	const theirs = await parseKeys(credential.publicKeys ?? '', "Provider's Public Keys", problems);

	const decryptionKeys: PrivateKey[] = [];
	for (const key of ours) {
		if (!key.isPrivate()) {
			problems.push(
				`Key ${shortName(key)} under "Private Keys" is a public key. Paste the block that begins with BEGIN PGP PRIVATE KEY BLOCK.`,
			);
			continue;
		}
		const unlocked = await unlock(key, credential.passphrase ?? '');
		if (unlocked === undefined) {
			problems.push(
				credential.passphrase
					? `The passphrase does not open private key ${shortName(key)}. Check for a missing character; all private keys of one credential share one passphrase.`
					: `Private key ${shortName(key)} is protected by a passphrase. Fill in "Passphrase".`,
			);
		} else decryptionKeys.push(unlocked);
	}
	// A private key pasted as the provider's is used for its public half only, and the administrator is told.
	for (const key of theirs) {
		if (key.isPrivate()) {
			problems.push(
				`Key ${shortName(key)} under "Provider's Public Keys" is a private key. A provider never hands out its private key: check where this one comes from.`,
			);
		}
	}
	return { decryptionKeys, verificationKeys: theirs.map((key) => key.toPublic()), problems };
}

/** The keys in one field as they stand there, locked or not. Never throws: what cannot be read is told in `problems`. */
export async function readKeyBlocks(
	text: string,
	field: string,
): Promise<{ keys: Key[]; problems: string[] }> {
	const problems: string[] = [];
	return { keys: await parseKeys(text, field, problems), problems };
}

async function parseKeys(text: string, field: string, problems: string[]): Promise<Key[]> {
	if (text.trim() === '') return [];
	const blocks = readArmorBlocks(text);
	if (blocks.length === 0) {
		problems.push(
			`"${field}" holds no OpenPGP key. Paste the whole block, from -----BEGIN PGP to the line that starts with -----END PGP.`,
		);
	}
	const keys: Key[] = [];
	for (const [index, { kind, armor }] of blocks.entries()) {
		try {
			keys.push(...(await readOpenPgpKeys({ armoredKeys: armor })));
		} catch {
			problems.push(
				`Block ${index + 1} under "${field}" (${kind}) cannot be read as a key. Paste it again, whole and unchanged.`,
			);
		}
	}
	return keys;
}

async function unlock(privateKey: PrivateKey, passphrase: string): Promise<PrivateKey | undefined> {
	if (privateKey.isDecrypted()) return privateKey;
	try {
		return await decryptKey({ privateKey, passphrase });
	} catch {
		return undefined;
	}
}

/** The last 16 digits of the fingerprint, as gpg shows a key ID. */
export const shortName = (key: Key) => key.getKeyID().toHex().toUpperCase();

/** Who signed, told by the certificate that holds the signing key. */
export function describeSigner(keyId: string, certificate: Key | undefined): Signer {
	const [userId] = certificate?.getUserIDs() ?? [];
	return {
		keyId: keyId.toUpperCase(),
		...(certificate && { fingerprint: certificate.getFingerprint().toUpperCase() }),
		...(userId !== undefined && { userId }),
	};
}
