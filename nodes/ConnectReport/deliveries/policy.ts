import type { IExecuteFunctions } from 'n8n-workflow';
import { hasCredential, type PolicyContext, type PolicyProblem } from '../../shared/deliveries/policy';
import {
	proofProblemOf,
	proofPublicationProblemOf,
	readProofPolicy,
	type ProofPolicy,
	type ProvingTrigger,
} from '../../shared/deliveries/proofPolicy';
import type { Patience } from '../../shared/http/patience';
import { RemedyError } from '../../shared/run/remedyError';
import type { HttpContext } from '../../shared/http/send';
import type { ConnectReportCredential } from '../api/credential';
import { quick } from '../api/patience';
import { connect, type ConnectReportApi } from '../api/transport';
import { readFilters, type Filters } from './filters';
import { keepsTemplateHtml, leavesOutPayload, windowOf } from './options';

const trigger: ProvingTrigger = {
	provider: 'ConnectReport',
	offers: ['header', 'query', 'address', 'api'],
	tokenCredential: 'connectReportApi',
};

/** How the user chose that deliveries are verified and selected, with everything that takes. */
export interface Policy extends ProofPolicy {
	filters: Filters;
	/** The API, where the node has the credential and it can be used. */
	api?: (context: HttpContext, patience: Patience) => ConnectReportApi;
	/** Where that API lies: the `source` of the report event. */
	serverUrl?: string;
	/** Why the API cannot be asked although it must be. */
	apiProblem?: PolicyProblem;
	/** How long the same bytes are a redelivery, in milliseconds; 0 for never. */
	windowMs: number;
	keepsTemplateHtml: boolean;
	leavesOutPayload: boolean;
}

/** The node's parameters and credentials as a policy. Throws when the credential with the token cannot be read. */
export async function policyOf(context: PolicyContext & HttpContext): Promise<Policy> {
	const policy = {
		...(await readProofPolicy(context, trigger)),
		filters: readFilters(context),
		windowMs: windowOf(context),
		keepsTemplateHtml: keepsTemplateHtml(context),
		leavesOutPayload: leavesOutPayload(context),
	};
	try {
		const api = await readApi(context);
		if (api !== undefined) return { ...policy, ...api };
		return needsApi(policy) ? { ...policy, apiProblem: noCredential } : policy;
	} catch (error) {
		const apiProblem =
			error instanceof RemedyError
				? { message: error.message, remedy: error.remedy }
				: {
						message: 'The ConnectReport credential cannot be used',
						remedy: 'Open it, check it, and save it.',
					};
		return needsApi(policy) ? { ...policy, apiProblem } : policy;
	}
}

async function readApi(
	context: PolicyContext & HttpContext,
): Promise<Pick<Policy, 'api' | 'serverUrl'> | undefined> {
	if (!hasCredential(context, 'connectReportApi')) return undefined;
	const credential = await context.getCredentials<ConnectReportCredential & object>('connectReportApi');
	const { serverUrl } = connect(context, credential, quick);
	return { serverUrl, api: (at, patience) => connect(at, credential, patience) };
}

/** Whether the API must be asked about a delivery. */
export const needsApi = ({ proofs, filters }: Pick<Policy, 'proofs' | 'filters'>): boolean =>
	proofs.has('api') || filters.tags.length > 0;

const noCredential: PolicyProblem = {
	message: 'The trigger must ask ConnectReport, but it has no ConnectReport credential',
	remedy:
		'Choose one at the top of the panel. It is needed for Confirm with the ConnectReport API, and for the filter Tags: callbacks contain no tags.',
};

/**
 * What keeps this policy from deciding what the request alone must prove. An API that cannot be reached is not part of it: a
 * callback comes once, so an execution keeps it for now.
 */
export const problemOf = (policy: Policy): PolicyProblem | undefined =>
	proofProblemOf({ ...policy, api: true }, trigger);

/** What keeps the trigger from being published. */
export const publicationProblemOf = (policy: Policy): PolicyProblem | undefined =>
	proofPublicationProblemOf({ ...policy, api: true }, trigger) ?? policy.apiProblem;

/** The context of an execution as hooks and webhooks have one: without items. */
export const withoutItems = (context: IExecuteFunctions): PolicyContext & HttpContext => ({
	helpers: context.helpers,
	getNode: () => context.getNode(),
	getNodeParameter: (name, fallback) => context.getNodeParameter(name, 0, fallback) as object,
	getCredentials: async (type) => await context.getCredentials(type, 0),
});
