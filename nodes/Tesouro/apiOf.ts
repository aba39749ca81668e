import type { IExecuteFunctions } from 'n8n-workflow';
import type { TesouroCredential } from './credential';
import { connect, type TesouroApi } from './transport';

/** The API on behalf of the credential that the node chose, and that credential. */
export async function apiOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<{ api: TesouroApi; credential: TesouroCredential }> {
	const credential = await context.getCredentials<TesouroCredential & object>('tesouroApi', itemIndex);
	return { api: connect(context, credential), credential };
}
