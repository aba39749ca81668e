import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { ReportFlowCredential, ReportFlowOAuth2Credential } from './credential';
import { oauthAccess } from './oauthAccess';
import { patient, quick, type Patience } from './patience';
import { connect, connectWith, type ReportFlowApi } from './transport';

/** The API on behalf of the credential that the node chose. An execution has time: it is patient. */
export async function apiOf(context: IExecuteFunctions, itemIndex: number): Promise<ReportFlowApi> {
	const signal = context.getExecutionCancelSignal();
	const patience = { ...patient, ...(signal && { signal }) };
	const kind = context.getNodeParameter('authentication', itemIndex, 'apiKey');
	return await connectBy(context, String(kind), itemIndex, patience);
}

/** The same for the lists in the panel, where somebody waits. */
export async function apiOfPanel(context: ILoadOptionsFunctions): Promise<ReportFlowApi> {
	const kind = context.getNodeParameter('authentication', 'apiKey');
	return await connectBy(context, String(kind), 0, { ...quick, timeoutMs: 10_000 });
}

async function connectBy(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	kind: string,
	itemIndex: number,
	patience: Patience,
): Promise<ReportFlowApi> {
	if (kind === 'oAuth2') {
		const read = async () =>
			await context.getCredentials<ReportFlowOAuth2Credential & object>('reportFlowOAuth2Api', itemIndex);
		return connectWith(context, await oauthAccess(context, read), patience);
	}
	const credential = await context.getCredentials<ReportFlowCredential & object>('reportFlowApi', itemIndex);
	return connect(context, credential, patience);
}
