import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { hasCredential, listOf, type PolicyProblem } from '../../shared/deliveries/policy';
import {
	proofProblemOf,
	proofPublicationProblemOf,
	readProofPolicy,
	type ProofPolicy,
	type ProvingTrigger,
} from '../../shared/deliveries/proofPolicy';
import { counting } from '../../shared/deliveries/tally';
import type { HttpContext } from '../../shared/http/send';
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

/** How the user chose that deliveries are verified and selected, with everything that takes. */
export interface Policy extends ProofPolicy {
	/** The API, where deliveries are to be confirmed with it. What it is asked ends with the signal, and is counted. */
	api?: (context: Context, signal: AbortSignal, count: () => void) => Promise<ReportFlowApi>;
	/** Whose requests those are. */
	account?: string;
	/** Where that API lies: the first part of `source`. */
	baseUrl?: string;
	/** The workspace that an older credential is for. */
	workspaceId?: string;
	workspaceIds: readonly string[];
	designIds: readonly string[];
	/** Leaves out the files that a ReportFlow node of this package waited for. */
	ignoresWaitedFor: boolean;
	leavesOutPayload: boolean;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Throws when a credential cannot be read. */
export async function policyOf(context: Context): Promise<Policy> {
	const policy = await readProofPolicy(context, { ...trigger, tokenCredential: credentialType(context) });
	return {
		...policy,
		...(policy.proofs.has('api') && (await readApi(context))),
		workspaceIds: listOf(context.getNodeParameter('options.workspaceIds', '')),
		designIds: listOf(context.getNodeParameter('options.designIds', '')),
		ignoresWaitedFor: context.getNodeParameter('options.ignoreWaitedFor', false) === true,
		leavesOutPayload: context.getNodeParameter('options.leaveOutPayload', false) === true,
	};
}

/** What keeps this policy from deciding anything; undefined when it can decide. */
export const problemOf = (policy: Policy): PolicyProblem | undefined => proofProblemOf(policy, trigger);

/** What keeps the trigger from being published. */
export const publicationProblemOf = (policy: Policy): PolicyProblem | undefined =>
	proofPublicationProblemOf(policy, trigger);

async function readApi(
	context: Context,
): Promise<Pick<Policy, 'api' | 'account' | 'baseUrl' | 'workspaceId'>> {
	const type = credentialType(context);
	if (!hasCredential(context, type)) return {};
	if (type === 'reportFlowOAuth2Api') {
		const access = async (at: Context) =>
			await oauthAccess(at, async () => await at.getCredentials<ReportFlowOAuth2Credential & object>(type));
		const { baseUrl, identity } = await access(context);
		return {
			baseUrl,
			account: identity,
			api: async (at, signal, count) =>
				connectWith(counting(at, count), await access(at), { ...quick, signal }),
		};
	}
	const credential = await context.getCredentials<ReportFlowCredential & object>(type);
	// It may hold the token alone.
	if (Object.keys(keyHeaders(credential)).length === 0) return {};
	const isOneWorkspace = credential.generation === 'workspace' && credential.environment === 'production';
	const workspaceId = isOneWorkspace ? credential.workspaceId?.trim() : undefined;
	const { baseUrl, identity } = connect(context as HttpContext, credential, quick);
	return {
		baseUrl,
		account: identity,
		api: async (at, signal, count) => connect(counting(at, count), credential, { ...quick, signal }),
		...(workspaceId && { workspaceId }),
	};
}
