import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { Key } from '../../shared/vendor/openpgp';
import { succeeds } from '../failure';
import { describeKey } from './keyFacts';
import { readKeyRing, type KeyRing, type OpenPgpKeyCredential } from './keys';

/** The credential test: says what each key is, and what is wrong with which. */
export async function openPgpKeyTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const ring = await readKeyRing((credential.data ?? {}) as OpenPgpKeyCredential);
	const now = new Date();
	const problems = [...ring.problems, ...(await usabilityProblems(ring, now))];
	if (problems.length > 0) return { status: 'Error', message: problems.join(' ') };

	const ours = await Promise.all(ring.decryptionKeys.map(async (key) => await describeKey(key, now)));
	const theirs = await Promise.all(ring.verificationKeys.map(async (key) => await describeKey(key, now)));
	if (ours.length + theirs.length === 0) {
		return { status: 'Error', message: 'There is no key yet. Paste a private key, a public key, or both.' };
	}
	return {
		status: 'OK',
		message: [
			...ours.map((text) => `Private key ${text}.`),
			...theirs.map((text) => `Provider's public key ${text}.`),
		].join(' '),
	};
}

/**
 * Keys that are well-formed and yet of no use. An old key beside a good one is none of them: it stays as long as files
 * encrypted to it arrive.
 */
async function usabilityProblems(ring: KeyRing, now: Date): Promise<string[]> {
	const problems: string[] = [];
	const canEncryptTo = await Promise.all(ring.decryptionKeys.map(canBeEncryptedTo));
	if (ring.decryptionKeys.length > 0 && !canEncryptTo.includes(true)) {
		const described = await Promise.all(ring.decryptionKeys.map(async (key) => await describeKey(key, now)));
		problems.push(
			`Nobody can encrypt to your private key ${described.join(', ')}: it expired, was revoked, or has no encryption key. Make a new pair or add an encryption key (gpg --quick-add-key FINGERPRINT rsa4096 encrypt 2y), and send the new public key to the provider. Keep the old one here until its last file has arrived.`,
		);
	}
	const canVerify = await Promise.all(ring.verificationKeys.map(canSign));
	if (ring.verificationKeys.length > 0 && !canVerify.includes(true)) {
		const described = await Promise.all(
			ring.verificationKeys.map(async (key) => await describeKey(key, now)),
		);
		problems.push(
			`The provider's public key ${described.join(', ')} cannot be used to sign any more. Ask the provider for its new key.`,
		);
	}
	return problems;
}

const canBeEncryptedTo = async (key: Key) => await succeeds(key.getEncryptionKey());
const canSign = async (key: Key) => await succeeds(key.getSigningKey());
