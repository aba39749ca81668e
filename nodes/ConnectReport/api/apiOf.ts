import type { IExecuteFunctions } from 'n8n-workflow';
import type { ConnectReportCredential } from './credential';
import { patient } from './patience';
import { connect, type ConnectReportApi } from './transport';

/** The API on behalf of the credential that the node chose. An execution has time: it is patient. */
export async function apiOf(context: IExecuteFunctions, itemIndex: number): Promise<ConnectReportApi> {
	const credential = await context.getCredentials<ConnectReportCredential & object>(
		'connectReportApi',
		itemIndex,
	);
	const signal = context.getExecutionCancelSignal();
	return connect(context, credential, { ...patient, ...(signal && { signal }) });
}
