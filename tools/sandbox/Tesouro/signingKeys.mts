import { generateKey, readPrivateKey } from 'openpgp';
import type { PrivateKey } from 'openpgp';

/** `ecc` is made in milliseconds, `rsa4096` is what the provider asks its customers for. */
export type SigningKeyType = 'ecc' | 'rsa4096';

/** A fresh key pair, made at run time and never written down by the sandbox itself. */
export async function createSigningKey(type: SigningKeyType, name: string): Promise<PrivateKey> {
	const userIDs = [{ name, email: 'sandbox@example.com' }];
	// P-256 and not Ed25519: Ed25519 refuses SHA-1, which the knob `signature=sha1` has to sign with.
	const { privateKey } =
		type === 'rsa4096'
			? await generateKey({ type: 'rsa', rsaBits: 4096, userIDs, format: 'object' })
			: await generateKey({ type: 'ecc', curve: 'nistP256', userIDs, format: 'object' });
	return privateKey;
}

/** A key that somebody brings along, to sign as the same signer again. It must not need a passphrase. */
export async function readSigningKey(armoredKey: string): Promise<PrivateKey> {
	const key = await readPrivateKey({ armoredKey });
	if (!key.isDecrypted())
		throw new Error('The signing key is protected by a passphrase; the sandbox has none.');
	return key;
}
