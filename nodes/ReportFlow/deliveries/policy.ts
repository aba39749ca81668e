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
import { connect, connectWith, keyHeaders, type ReportFlowApi } from '../api/transport';

const trigger: Omit<ProvingTrigger, 'tokenCredential'> = {
	provider: 'ReportFlow',
	offers: ['header', 'path', 'address', 'api'],
};

/** The one credential that the node uses: which of the two, it says itself. */
const credentialType = (context: Context) =>
	context.getNodeParameter('authentication', 'apiKey') === 'oAuth2' ? 'reportFlowOAuth2Api' : 'reportFlowApi';

/** How the user chose that deliveries are authenticated, with everything that needs. */
export interface Policy extends ProofPolicy {
	api?: ReportFlowApi;
	/** The workspace that an older credential is for. */
	workspaceId?: string;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Requests to the API end with the signal. Throws when a credential cannot be read. */
export async function readPolicy(context: Context, signal?: AbortSignal): Promise<Policy> {
	const policy = await readProofPolicy(context, { ...trigger, tokenCredential: credentialType(context) });
	return policy.proofs.has('api') ? { ...policy, ...(await readApi(context, signal)) } : policy;
}

/** What keeps this policy from deciding anything; undefined when it can decide. */
export const policyProblem = (policy: Policy): PolicyProblem | undefined => proofProblem(policy, trigger);

async function readApi(
	context: Context,
	signal: AbortSignal | undefined,
): Promise<Pick<Policy, 'api' | 'workspaceId'>> {
	const patience = { ...quick, ...(signal && { signal }) };
	const type = credentialType(context);
	if (!hasCredential(context, type)) return {};
	if (type === 'reportFlowOAuth2Api') {
		const read = async () => await context.getCredentials<ReportFlowOAuth2Credential & object>(type);
		return { api: connectWith(context, await oauthAccess(context, read), patience) };
	}
	const credential = await context.getCredentials<ReportFlowCredential & object>(type);
	// It may hold the token alone.
	if (Object.keys(keyHeaders(credential)).length === 0) return {};
	const isOneWorkspace = credential.generation === 'workspace' && credential.environment === 'production';
	const workspaceId = isOneWorkspace ? credential.workspaceId?.trim() : undefined;
	return { api: connect(context, credential, patience), ...(workspaceId && { workspaceId }) };
}
