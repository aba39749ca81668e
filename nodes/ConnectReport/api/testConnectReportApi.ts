import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { attempt } from '../../shared/http/attempt';
import { RemedyError } from '../../shared/run/remedyError';
import { listPage } from '../reports/reports';
import type { ConnectReportCredential } from './credential';
import { quick } from './patience';
import { connect } from './transport';

/** The credential test: asks for the list of reports, the one path that ConnectReport documents. */
export async function connectReportApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const fields = (credential.data ?? {}) as Partial<ConnectReportCredential>;
	const reports = await attempt(async () => await listPage(connect(this, fields, quick), 1));
	if (reports instanceof RemedyError) {
		return { status: 'Error', message: `${reports.message}. ${reports.remedy}` };
	}
	const seen =
		reports.length === 0 ? 'It shows no reports to this user yet' : 'It shows reports to this user';
	return { status: 'OK', message: `ConnectReport accepts the API key. ${seen}.` };
}
