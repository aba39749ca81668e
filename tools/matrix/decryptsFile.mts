import { randomBytes } from 'node:crypto';
import { createMessage, encrypt, readKey } from 'openpgp';
import { bytesOf, fileWebhook, itemOf, makeCredential, postFile, publishFlow } from './runFlow.mts';
import type { Trial } from './trials.mts';

/** A file that OpenPGP.js encrypted comes in by n8n's webhook and is decrypted, equal to the byte. */
export const decryptsFile: Trial = async ({ n8n, key, typeOf, bytes, settings, fileField }) => {
	const plaintext = randomBytes(bytes);
	const ciphertext = await encrypt({
		message: await createMessage({ binary: new Uint8Array(plaintext) }),
		encryptionKeys: await readKey({ armoredKey: key.publicKey }),
		format: 'binary',
	});
	const credentials = await makeCredential(n8n, 'openPgpKeyApi', {
		privateKeys: key.privateKey,
		passphrase: key.passphrase,
	});
	const flow = await publishFlow(
		n8n,
		[
			fileWebhook,
			{
				name: 'Decrypt',
				type: typeOf('openPgp'),
				parameters: {
					resource: 'file',
					operation: 'decrypt',
					binaryPropertyName: fileField,
					outputBinaryPropertyName: 'data',
					requireSignature: false,
				},
				credentials,
			},
		],
		settings,
	);
	await postFile(flow.url, ciphertext as Uint8Array, 'report.csv.gpg', 'application/octet-stream');
	const decrypted = await bytesOf(n8n, itemOf(await flow.ended(), 'Decrypt'));
	if (!decrypted.equals(plaintext)) throw new Error('The decrypted file differs from what was encrypted');
	return `${decrypted.length} bytes, equal`;
};
