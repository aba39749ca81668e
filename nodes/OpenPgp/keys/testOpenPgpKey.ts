import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { judgeParts } from '../../shared/run/credentialParts';
import { keyParts } from './keyParts';
import type { OpenPgpKeyCredential } from './keys';

/** The credential test: says what each key is, and what is wrong with which. */
export async function openPgpKeyTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return judgeParts(await keyParts((credential.data ?? {}) as OpenPgpKeyCredential, 'OpenPGP'));
}
