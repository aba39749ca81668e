import type { RecipientKey } from '../../host/recipientKey.mts';
import type { Sandbox } from './sandbox.mts';

/** The OpenPGP fields of a credential: the recipient's key pair, and the sandbox's public key. */
export const keyData = ({ publicKey }: Sandbox, key: RecipientKey) => ({
	privateKeys: key.privateKey,
	passphrase: key.passphrase,
	publicKeys: publicKey,
});

/** What a Tesouro API credential for the sandbox holds, without the secret of notifications. */
export const credentialData = (sandbox: Sandbox, key: RecipientKey) => ({
	environment: 'custom',
	baseUrl: sandbox.url,
	clientId: sandbox.clientId,
	clientSecret: sandbox.clientSecret,
	additionalFileHosts: sandbox.url,
	...keyData(sandbox, key),
});
