import { isInRanges, type AddressRange } from './addressRanges';
import type { Delivery } from './delivery';
import { withinBounds, type Proof } from './proof';
import type { Verification } from './reportEvent';
import { bareToken, isToken, type TriggerTokens } from './triggerTokens';
import { rejected, undecided, type Refusal } from './verdict';

/** How a delivery of a provider that signs nothing can prove where it comes from. A trigger offers some of these. */
export type ProofName = 'header' | 'path' | 'query' | 'address' | 'api';

/** Names of the proofs in the report event. */
const methods: Record<ProofName, string> = {
	header: 'header-token',
	path: 'path-token',
	query: 'query-token',
	address: 'source-address',
	api: 'api',
};

/** The proofs that the user chose, and what they are compared with. */
export interface ProofChoice {
	/** All of them must hold. */
	proofs: ReadonlySet<ProofName>;
	/** The user's own word for accepting everything. */
	isNone: boolean;
	tokens: TriggerTokens;
	ranges: readonly AddressRange[];
	/** Entries of Allowed Addresses that cannot be read. */
	unreadableRanges: readonly string[];
}

/** What the request itself says. */
export type RequestFacts = Pick<Delivery, 'header' | 'pathToken' | 'queryToken' | 'address'>;

/** The step `prove` of a provider that signs nothing. */
export function proveRequest(delivery: Delivery, policy: ProofChoice, provider: string): Proof {
	const refusal = judgeRequest(delivery, policy, provider);
	if (refusal !== undefined) return refusal;
	// The user's own word for accepting everything counts, too: a gateway in front of n8n may have checked it.
	const isTrusted = policy.isNone || [...policy.proofs].some((proof) => proof !== 'api');
	return withinBounds({ kind: 'passed', delivery, content: delivery.body, isTrusted });
}

/**
 * What the request alone proves: undefined when nothing speaks against it, so far. Whether the API confirms it is asked
 * elsewhere, and later: each question costs. `provider` is for the reason.
 */
export function judgeRequest(
	facts: RequestFacts,
	choice: ProofChoice,
	provider: string,
): Refusal | undefined {
	const { proofs, tokens, ranges, unreadableRanges } = choice;
	// An unusable entry may be the one that would have fitted: until it is corrected, the verdict stays open.
	const noToken = (reason: string) => refusal(reason, tokens.unusable);
	if (proofs.has('header') && !isToken(bareToken(facts.header(tokens.headerName)), tokens)) {
		return noToken(`the header ${tokens.headerName} does not hold the token`);
	}
	if (proofs.has('path') && !isToken(facts.pathToken, tokens)) {
		return noToken(
			facts.pathToken === ':token'
				? `its path ends with :token. Replace :token with the token itself in the URL at ${provider}`
				: 'its path does not end with the token',
		);
	}
	if (proofs.has('query') && !isToken(facts.queryToken, tokens)) {
		return noToken(
			facts.queryToken === undefined
				? `its URL has no ?token=. Append ?token= and the token to the URL at ${provider}`
				: 'what its URL has as ?token= is not the token',
		);
	}
	if (proofs.has('address') && !isInRanges(facts.address, ranges)) {
		return refusal(
			`it comes from ${shownAddress(facts.address)}, which is not among the allowed addresses. If that is your own proxy, set N8N_PROXY_HOPS to the number of proxies in front of n8n`,
			unreadableRanges.length > 0 ? ['An entry under Allowed Addresses cannot be read. Correct it.'] : [],
		);
	}
	return undefined;
}

const refusal = (reason: string, unusable: readonly string[]): Refusal =>
	unusable.length === 0 ? rejected(reason) : undecided(`${reason}. ${unusable.join(' ')}`);

/** Behind a proxy the address is a text that anybody may have written: it is shown only if it is an address. */
const shownAddress = (address: string | undefined): string =>
	address !== undefined && /^[0-9a-f.:]{2,45}$/i.test(address) ? address : 'an unknown address';

/** What the report event says of a delivery that proved all that was asked of it. */
export const verificationOf = (proofs: ReadonlySet<ProofName>): Verification => ({
	verdict: 'verified',
	method: [...proofs].map((proof) => methods[proof]).join('+'),
});

/** What it says where the user chose to accept everything. */
export const unverified: Verification = { verdict: 'unsigned', method: 'none' };
