import { randomBytes } from 'node:crypto';
import { generateKey, readKey } from 'openpgp';

/** The key pair that a report is encrypted to. */
export interface RecipientKey {
	privateKey: string;
	publicKey: string;
	passphrase: string;
	fingerprint: string;
}

/** Makes a key pair as Tesouro asks for: RSA-4096. */
export async function makeRecipientKey(): Promise<RecipientKey> {
	const passphrase = randomBytes(12).toString('hex');
	const { privateKey, publicKey } = await generateKey({
		type: 'rsa',
		rsaBits: 4096,
		userIDs: [{ name: 'Report recipient', email: 'reports@example.com' }],
		passphrase,
		format: 'armored',
	});
	const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
	return { privateKey, publicKey, passphrase, fingerprint };
}
