import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { tokenPart } from '../../shared/deliveries/tokenPart';
import type { TriggerTokenCredential } from '../../shared/deliveries/triggerTokens';
import { attempt } from '../../shared/http/attempt';
import type { OlderContext } from '../../shared/http/olderHelper';
import { judgeParts, type CredentialPart } from '../../shared/run/credentialParts';
import { inSentences, RemedyError } from '../../shared/run/remedyError';
import { listPage } from '../reports/reports';
import type { ConnectReportCredential } from './credential';
import { quick } from './patience';
import { connect } from './transport';

/** The credential test, part by part: asks for the list of reports, the one path that ConnectReport documents. */
export async function connectReportApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const fields = (credential.data ?? {}) as Partial<ConnectReportCredential> & TriggerTokenCredential;
	return judgeParts([
		await apiPart(this, fields),
		tokenPart(fields, 'after ?token= at the end of the callback URL'),
	]);
}

async function apiPart(
	context: OlderContext,
	fields: Partial<ConnectReportCredential>,
): Promise<CredentialPart> {
	const part = { name: 'API', neededFor: 'reports, tags, and confirming deliveries' };
	if (!fields.serverUrl?.trim() && !fields.apiKey?.trim()) return { ...part, works: [], problems: [] };
	const reports = await attempt(async () => await listPage(connect(context, fields, quick), 1));
	if (reports instanceof RemedyError) {
		return { ...part, works: [], problems: [inSentences(reports.message, reports.remedy)] };
	}
	const seen =
		reports.length === 0 ? 'It shows no reports to this user yet' : 'It shows reports to this user';
	return { ...part, works: [`ConnectReport accepts the API key. ${seen}.`], problems: [] };
}
