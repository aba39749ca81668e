import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { readTriggerTokens, type TriggerTokenCredential } from './triggerTokens';

/**
 * The test of a credential with a token. Nobody can be asked whether a token is right, so it says what can be known
 * without network. `inUrl` is where the URL may hold the token.
 */
export function testTriggerToken(
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
	inUrl: string,
): INodeCredentialTestResult {
	const { tokens, headerName, problems } = readTriggerTokens(
		(credential.data ?? {}) as TriggerTokenCredential,
	);
	if (problems.length > 0) return { status: 'Error', message: problems.join(' ') };
	if (tokens.length === 0) {
		return { status: 'Error', message: 'There is no token yet. Have a password manager make one.' };
	}
	const count = tokens.length === 1 ? 'one token' : 'two tokens';
	return {
		status: 'OK',
		message: `Ready: ${count}, in the header ${headerName} or ${inUrl}, as the trigger is set up.`,
	};
}
