import type { IWebhookFunctions } from 'n8n-workflow';
import { isInRanges, type AddressRange } from './addressRanges';
import type { Delivery } from './delivery';
import type { Verification } from './reportEvent';
import { bareToken, isToken, type TriggerTokens } from './triggerTokens';
import { rejected, type Verdict } from './verdict';

/** How a delivery of a provider that signs nothing can prove where it comes from. A trigger offers some of these. */
export type Proof = 'header' | 'path' | 'query' | 'address' | 'api';

/** Names of the proofs in the report event. */
const methods: Record<Proof, string> = {
	header: 'header-token',
	path: 'path-token',
	query: 'query-token',
	address: 'source-address',
	api: 'api',
};

/** What the request itself says, before its body is looked at. */
export type RequestFacts = Pick<Delivery, 'header'> & {
	/** The last part of the path. */
	pathToken: string | undefined;
	/** `?token=` of the URL; undefined when it stands there twice. */
	queryToken: string | undefined;
	/** Who is connected, as n8n sees it: behind proxies, as far as N8N_PROXY_HOPS tells it how many there are. */
	address: string | undefined;
};

export function readRequestFacts(context: IWebhookFunctions, delivery: Delivery): RequestFacts {
	const params = context.getParamsData() as Record<string, string | undefined>;
	const query = context.getQueryData() as Record<string, unknown>;
	const { ip } = context.getRequestObject() as { ip?: string };
	return {
		header: delivery.header,
		pathToken: params.token,
		queryToken: typeof query.token === 'string' ? query.token : undefined,
		address: ip,
	};
}

/** The proofs that the user chose, and what they are compared with. */
export interface ProofChoice {
	/** All of them have to hold. */
	proofs: ReadonlySet<Proof>;
	/** The user's own word for accepting everything. */
	isNone: boolean;
	tokens: TriggerTokens;
	ranges: readonly AddressRange[];
}

/**
 * What the request alone proves: undefined when nothing speaks against it, so far. Whether the API confirms it is asked
 * elsewhere, and later: each question costs. `provider` is for the reason.
 */
export function judgeRequest(
	facts: RequestFacts,
	{ proofs, tokens, ranges }: ProofChoice,
	provider: string,
): Verdict | undefined {
	if (proofs.has('header') && !isToken(bareToken(facts.header(tokens.headerName)), tokens)) {
		return rejected(`the header ${tokens.headerName} does not hold the token`);
	}
	if (proofs.has('path') && !isToken(facts.pathToken, tokens)) {
		return rejected(
			facts.pathToken === ':token'
				? `its path ends with :token. Put the token itself there, where the URL is filled in at ${provider}`
				: 'its path does not end with the token',
		);
	}
	if (proofs.has('query') && !isToken(facts.queryToken, tokens)) {
		return rejected(
			facts.queryToken === undefined
				? `its URL has no ?token=. Append it with the token, where the URL is filled in at ${provider}`
				: 'what its URL has as ?token= is not the token',
		);
	}
	if (proofs.has('address') && !isInRanges(facts.address, ranges)) {
		return rejected(
			`it comes from ${facts.address ?? 'an unknown address'}, which is not among the allowed addresses. If that is a proxy of your own, tell n8n with N8N_PROXY_HOPS how many there are`,
		);
	}
	return undefined;
}

/** What the report event says of a delivery that proved all that was asked of it. */
export const verificationOf = (proofs: ReadonlySet<Proof>): Verification => ({
	verdict: 'verified',
	method: [...proofs].map((proof) => methods[proof]).join('+'),
});

/** Whether something vouches for the body as a whole: the API alone vouches only for what it repeats. */
export const isBodyTrusted = ({ proofs, isNone }: Pick<ProofChoice, 'proofs' | 'isNone'>): boolean =>
	isNone || [...proofs].some((proof) => proof !== 'api');
