import { generateKey, readPrivateKey, type PrivateKey } from 'openpgp';

type KeyOptions = Parameters<typeof generateKey>[0];

/** A new key of its own name; unprotected unless a passphrase is given. */
export async function newKey(name: string, options: Partial<KeyOptions> = {}): Promise<PrivateKey> {
	const { privateKey } = await generateKey({ ...options, userIDs: [{ name }], format: 'object' });
	return privateKey;
}

/**
 * For keys with a passphrase that tests make: 65,536 octets are hashed to open one, where the library takes 16 million (RFC
 * 9580, 3.7.1.3). How often is not what these tests are about; keys of gpg keep what gpg takes.
 */
export const fewHashes = { s2kIterationCountByte: 96 };

/** The same key with its secrets behind a passphrase, as armour. */
export async function newLockedKey(name: string, passphrase: string, options: Partial<KeyOptions> = {}) {
	const { privateKey } = await generateKey({
		...options,
		userIDs: [{ name }],
		passphrase,
		format: 'armored',
		config: { ...fewHashes, ...options.config },
	});
	return { armor: privateKey, key: await readPrivateKey({ armoredKey: privateKey }) };
}

/** As gpg shows a key ID. */
export const idOf = (key: PrivateKey) => key.getKeyID().toHex().toUpperCase();
