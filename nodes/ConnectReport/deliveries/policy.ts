import type { IExecuteFunctions } from 'n8n-workflow';
import {
	hasCredential,
	policyProblem as proofProblem,
	readProofPolicy,
	type PolicyContext,
	type PolicyProblem,
	type ProofPolicy,
	type ProvingTrigger,
} from '../../shared/deliveries/proofPolicy';
import type { Patience } from '../../shared/http/patience';
import { RemedyError } from '../../shared/run/remedyError';
import type { HttpContext } from '../../shared/http/send';
import type { ConnectReportCredential } from '../api/credential';
import { connect, type ConnectReportApi } from '../api/transport';
import { readFilters, type Filters } from './filters';

const trigger: ProvingTrigger = {
	provider: 'ConnectReport',
	offers: ['header', 'query', 'address', 'api'],
	tokenCredential: 'connectReportApi',
};

/** How the user chose that deliveries are authenticated and selected, with everything that needs. */
export interface Policy extends ProofPolicy {
	filters: Filters;
	/** There wherever the node has the credential: it also tells the `source` of the report event. */
	api?: ConnectReportApi;
	/** Why the API cannot be asked although it has to be. */
	apiProblem?: PolicyProblem;
}

/** The node's parameters and credentials as a policy. Throws when the credential with the token cannot be read. */
export async function readPolicy(context: PolicyContext & HttpContext, patience: Patience): Promise<Policy> {
	const policy = { ...(await readProofPolicy(context, trigger)), filters: readFilters(context) };
	try {
		const api = await readApi(context, patience);
		if (api !== undefined) return { ...policy, api };
		return needsApi(policy) ? { ...policy, apiProblem: noCredential } : policy;
	} catch (error) {
		// Of a trigger that cannot go live, n8n shows the message alone: the reason has to be in it.
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

async function readApi(context: PolicyContext & HttpContext, patience: Patience) {
	if (!hasCredential(context, 'connectReportApi')) return undefined;
	const credential = await context.getCredentials<ConnectReportCredential & object>('connectReportApi');
	return connect(context, credential, patience);
}

/** Whether the API has to be asked about a delivery. */
export const needsApi = ({ proofs, filters }: Pick<Policy, 'proofs' | 'filters'>): boolean =>
	proofs.has('api') || filters.tags.length > 0;

const noCredential: PolicyProblem = {
	message: 'The trigger must ask ConnectReport, but it has no ConnectReport credential',
	remedy:
		'Choose one at the top of the panel. It is needed for Confirm with the ConnectReport API, and for the filter Tags: what ConnectReport delivers holds no tags.',
};

/** What keeps this policy from deciding anything at all; undefined when it can decide. */
export const policyProblem = (policy: Policy): PolicyProblem | undefined =>
	requestProblem(policy) ?? policy.apiProblem;

/** The same of what the request alone has to prove, before the API is asked. */
export const requestProblem = (policy: Policy): PolicyProblem | undefined =>
	proofProblem({ ...policy, api: true }, trigger);

/** The context of an execution as hooks and webhooks have one: without items. */
export const withoutItems = (context: IExecuteFunctions): PolicyContext & HttpContext => ({
	helpers: context.helpers,
	getNode: () => context.getNode(),
	getNodeParameter: (name, fallback) => context.getNodeParameter(name, 0, fallback) as object,
	getCredentials: async (type) => await context.getCredentials(type, 0),
});
