import { createMessage, encrypt, readKey } from 'openpgp';
import { fileWebhook, makeCredential, publishFlow, type Flow } from './runFlow.mts';
import type { TrialSetting } from './trials.mts';

/** What OpenPGP.js makes of a file for the key of the trials. */
export async function encrypted(plaintext: Uint8Array, { key }: TrialSetting): Promise<Uint8Array> {
	return (await encrypt({
		message: await createMessage({ binary: plaintext }),
		encryptionKeys: await readKey({ armoredKey: key.publicKey }),
		format: 'binary',
	})) as Uint8Array;
}

/** n8n's webhook takes a file, the node "Decrypt" decrypts it. */
export async function publishDecryption({
	n8n,
	key,
	typeOf,
	settings,
	fileField,
}: TrialSetting): Promise<Flow> {
	const credentials = await makeCredential(n8n, 'openPgpKeyApi', {
		privateKeys: key.privateKey,
		passphrase: key.passphrase,
	});
	const parameters = {
		resource: 'file',
		operation: 'decrypt',
		binaryPropertyName: fileField,
		outputBinaryPropertyName: 'data',
		requireSignature: false,
	};
	return await publishFlow(
		n8n,
		[fileWebhook, { name: 'Decrypt', type: typeOf('openPgp'), parameters, credentials }],
		settings,
	);
}
