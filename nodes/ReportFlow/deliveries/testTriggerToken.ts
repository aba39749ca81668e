import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { readTriggerTokens, type TriggerTokenCredential } from './triggerTokens';

/** The credential test. Nobody can be asked whether a token is right, so it says what can be known without network. */
export async function reportFlowTriggerTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
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
		message: `Ready: ${count}, in the header ${headerName} or at the end of the webhook URL, as the trigger is set up.`,
	};
}
