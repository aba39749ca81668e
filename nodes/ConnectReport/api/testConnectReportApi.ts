import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { RemedyError } from '../../shared/remedyError';
import { listPage } from '../reports/reports';
import type { ConnectReportCredential } from './credential';
import { quick } from './patience';
import { connect } from './transport';

/** The credential test: asks for the list of reports, the one path that ConnectReport documents. */
export async function connectReportApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const api = connect(this, (credential.data ?? {}) as Partial<ConnectReportCredential>, quick);
		const reports = await listPage(api, 1);
		const seen =
			reports.length === 0 ? 'It shows no reports to this user yet' : 'It shows reports to this user';
		return { status: 'OK', message: `ConnectReport accepts the API key. ${seen}.` };
	} catch (error) {
		if (!(error instanceof RemedyError)) throw error;
		return { status: 'Error', message: `${error.message}. ${error.remedy}` };
	}
}
