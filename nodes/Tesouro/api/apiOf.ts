import type { IExecuteFunctions } from 'n8n-workflow';
import type { TesouroCredential } from './credential';
import { patient } from './patience';
import { connect, type TesouroApi } from './transport';

/** The API on behalf of the credential that the node chose, and that credential. An execution has time: it is patient. */
export async function apiOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<{ api: TesouroApi; credential: TesouroCredential }> {
	const credential = await context.getCredentials<TesouroCredential & object>('tesouroApi', itemIndex);
	const signal = context.getExecutionCancelSignal();
	return { api: connect(context, credential, { ...patient, ...(signal && { signal }) }), credential };
}
