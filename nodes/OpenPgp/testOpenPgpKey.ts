import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { describeKey, readKeyRing, type OpenPgpKeyCredential } from './keys';

/** The credential test: says what each key is, and what is wrong with which. */
export async function openPgpKeyTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const ring = await readKeyRing((credential.data ?? {}) as OpenPgpKeyCredential);
	const now = new Date();
	const ours = await Promise.all(ring.decryptionKeys.map(async (key) => await describeKey(key, now)));
	const theirs = await Promise.all(ring.verificationKeys.map(async (key) => await describeKey(key, now)));
	const keys = [
		...ours.map((text) => `Private key ${text}.`),
		...theirs.map((text) => `Provider's public key ${text}.`),
	];
	if (keys.length === 0 && ring.problems.length === 0) {
		return { status: 'Error', message: 'There is no key yet. Paste a private key, a public key, or both.' };
	}
	return {
		status: ring.problems.length > 0 ? 'Error' : 'OK',
		message: [...ring.problems, ...keys].join(' '),
	};
}
