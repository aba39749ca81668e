import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { readSigningSecrets, type SigningCredential, type SigningSecret } from './signingSecrets';

/** The credential test. Nobody can be asked whether a secret is right, so it says what can be known without network. */
export async function tesouroSigningTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const { secrets, problems } = readSigningSecrets((credential.data ?? {}) as SigningCredential);
	const [one, other] = secrets;
	if (one !== undefined && one.secret === other?.secret) {
		problems.push('Both secrets are the same. Remove one, or paste the other one.');
	}
	if (problems.length > 0) return { status: 'Error', message: problems.join(' ') };
	if (one === undefined) {
		return { status: 'Error', message: 'There is no secret yet. Paste the one that Tesouro gave you.' };
	}
	return {
		status: 'OK',
		message: `Ready: ${secrets.map(describe).join(' and ')}. Whether Tesouro signs with it shows at the first delivery.`,
	};
}

const describe = ({ secret, keyId }: SigningSecret) =>
	`${keyId === undefined ? 'a secret without key ID' : `the secret ${keyId}`} (${secret.length} characters)`;
