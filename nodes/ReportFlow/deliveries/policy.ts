import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import {
	hasCredential,
	policyProblem as proofProblem,
	readProofPolicy,
	type PolicyProblem,
	type ProofPolicy,
	type ProvingTrigger,
} from '../../shared/deliveries/proofPolicy';
import type { ReportFlowCredential, ReportFlowOAuth2Credential } from '../api/credential';
import { oauthAccess } from '../api/oauthAccess';
import { quick } from '../api/patience';
import { connect, connectWith, type ReportFlowApi } from '../api/transport';

const trigger: ProvingTrigger = {
	provider: 'ReportFlow',
	offers: ['header', 'path', 'address', 'api'],
	tokenCredential: 'reportFlowTriggerApi',
};

/** How the user chose that deliveries are authenticated, with everything that needs. */
export interface Policy extends ProofPolicy {
	api?: ReportFlowApi;
	/** The workspace that an older credential is for. */
	workspaceId?: string;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Requests to the API end with the signal. Throws when a credential cannot be read. */
export async function readPolicy(context: Context, signal?: AbortSignal): Promise<Policy> {
	const policy = await readProofPolicy(context, trigger);
	return policy.proofs.has('api') ? { ...policy, ...(await readApi(context, signal)) } : policy;
}

/** What keeps this policy from deciding anything; undefined when it can decide. */
export const policyProblem = (policy: Policy): PolicyProblem | undefined => proofProblem(policy, trigger);

async function readApi(
	context: Context,
	signal: AbortSignal | undefined,
): Promise<Pick<Policy, 'api' | 'workspaceId'>> {
	const patience = { ...quick, ...(signal && { signal }) };
	if (context.getNodeParameter('authentication', 'apiKey') === 'oAuth2') {
		if (!hasCredential(context, 'reportFlowOAuth2Api')) return {};
		const read = async () =>
			await context.getCredentials<ReportFlowOAuth2Credential & object>('reportFlowOAuth2Api');
		return { api: connectWith(context, await oauthAccess(context, read), patience) };
	}
	if (!hasCredential(context, 'reportFlowApi')) return {};
	const credential = await context.getCredentials<ReportFlowCredential & object>('reportFlowApi');
	const isOneWorkspace = credential.generation === 'workspace' && credential.environment === 'production';
	const workspaceId = isOneWorkspace ? credential.workspaceId?.trim() : undefined;
	return { api: connect(context, credential, patience), ...(workspaceId && { workspaceId }) };
}
