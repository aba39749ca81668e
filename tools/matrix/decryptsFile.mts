import { randomBytes } from 'node:crypto';
import { encrypted, publishDecryption } from './decryptFlow.mts';
import { bytesOf, itemOf, postFile } from './runFlow.mts';
import type { Trial } from './trials.mts';

/** A file that OpenPGP.js encrypted comes in by n8n's webhook and is decrypted, equal to the byte. */
export const decryptsFile: Trial = async (setting) => {
	const plaintext = new Uint8Array(randomBytes(setting.bytes));
	const flow = await publishDecryption(setting);
	await postFile(flow.url, await encrypted(plaintext, setting), 'report.csv.gpg', 'application/octet-stream');
	const decrypted = await bytesOf(setting.n8n, itemOf(await flow.ended(), 'Decrypt'));
	if (!decrypted.equals(plaintext)) throw new Error('The decrypted file differs from what was encrypted');
	return `${decrypted.length} bytes, equal`;
};
