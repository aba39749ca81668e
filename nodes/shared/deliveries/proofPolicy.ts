import type { INode, NodeParameterValueType } from 'n8n-workflow';
import { isEverything, readRanges } from './addressRanges';
import type { Proof, ProofChoice } from './requestProofs';
import { readTriggerTokens, type TriggerTokenCredential } from './triggerTokens';

/** How the user chose that deliveries are authenticated, with everything that needs, but for the API. */
export interface ProofPolicy extends ProofChoice {
	/** What was chosen and means nothing: an expression gone wrong. */
	unknown: string[];
	unreadableRanges: string[];
}

/** What keeps a policy from deciding anything, and what the user can do about it. */
export interface PolicyProblem {
	message: string;
	remedy: string;
}

/** The trigger whose policy it is. */
export interface ProvingTrigger {
	/** As it calls itself. */
	provider: string;
	/** The proofs that it offers, in the order in which the report event names them. */
	offers: readonly Proof[];
	/** The type of the credential with the token. */
	tokenCredential: string;
}

/** Contexts without items have it: those of webhooks and hooks. */
export interface PolicyContext {
	getNode(): INode;
	getNodeParameter(name: string, fallback: NodeParameterValueType): NodeParameterValueType | object;
	getCredentials<T extends object>(type: string): Promise<T>;
}

/** The parameters `authenticity` and `addresses` of the node, and its token. Throws when the credential cannot be read. */
export async function readProofPolicy(
	context: PolicyContext,
	{ offers, tokenCredential }: ProvingTrigger,
): Promise<ProofPolicy> {
	const chosen = [context.getNodeParameter('authenticity', [])].flat().map(String);
	const proofs = new Set(offers.filter((proof) => chosen.includes(proof)));
	// A credential that the choice does not show may still hang on the node; n8n would refuse to read it.
	const credential =
		wantsToken(proofs) && hasCredential(context, tokenCredential)
			? await context.getCredentials<TriggerTokenCredential & object>(tokenCredential)
			: {};
	const addresses = proofs.has('address') ? String(context.getNodeParameter('addresses', '')) : '';
	const { ranges, unreadable } = readRanges(addresses);
	return {
		proofs,
		isNone: chosen.includes('none'),
		unknown: chosen.filter((choice) => choice !== 'none' && !(offers as readonly string[]).includes(choice)),
		tokens: readTriggerTokens(credential),
		ranges,
		unreadableRanges: unreadable,
	};
}

/**
 * What keeps this policy from deciding anything; undefined when it can decide. A trigger with nothing to verify with
 * must not be activated: it would have to believe everybody, or nobody.
 */
export function policyProblem(
	policy: ProofPolicy & { api?: unknown },
	{ provider }: Pick<ProvingTrigger, 'provider'>,
): PolicyProblem | undefined {
	const remedy = remedyOf(policy, provider);
	if (remedy === undefined) return undefined;
	return { message: 'The trigger cannot tell genuine deliveries from forged ones', remedy };
}

function remedyOf(policy: ProofPolicy & { api?: unknown }, provider: string): string | undefined {
	const { proofs, isNone, unknown, api } = policy;
	if (unknown.length > 0) return 'Choose under Authenticity anew: one of the choices is not known.';
	if (isNone) {
		if (proofs.size === 0) return undefined;
		return 'Under Authenticity, None (Accept Everything) stands beside other choices. Remove it, or the others.';
	}
	if (proofs.size === 0) {
		return `${provider} does not sign what it delivers. Choose under Authenticity what a delivery has to prove; several choices have to hold together.`;
	}
	const remedy = tokenRemedy(policy, provider) ?? addressesRemedy(policy);
	if (remedy !== undefined || !proofs.has('api') || api !== undefined) return remedy;
	return `Deliveries must be confirmed with the ${provider} API, but the ${provider} credential is missing or has no keys for it. Fill them in, and choose it here.`;
}

function tokenRemedy({ proofs, tokens }: ProofPolicy, provider: string): string | undefined {
	if (!wantsToken(proofs)) return undefined;
	if (tokens.problems.length > 0) return tokens.problems.join(' ');
	if (tokens.tokens.length > 0) return undefined;
	return `Deliveries must carry a token, but there is none to compare with. Fill in "Webhook Token" in the ${provider} credential, and choose it here.`;
}

function addressesRemedy({ proofs, ranges, unreadableRanges }: ProofPolicy): string | undefined {
	if (!proofs.has('address')) return undefined;
	if (unreadableRanges.length > 0) {
		return `Under Allowed Addresses, this is neither an address nor a block of addresses: ${unreadableRanges.join(', ').slice(0, 200)}. Write them like 203.0.113.7 or 198.51.100.0/24.`;
	}
	if (ranges.length === 0)
		return 'Deliveries are to come from certain addresses. List them under Allowed Addresses.';
	if (ranges.some(isEverything)) {
		return 'Under Allowed Addresses, one block holds every address there is. If that is meant, choose None (Accept Everything) instead.';
	}
	return undefined;
}

const wantsToken = (proofs: ReadonlySet<Proof>) =>
	(['header', 'path', 'query'] as const).some((proof) => proofs.has(proof));

/** Whether the node has a credential of this type. */
export const hasCredential = (context: PolicyContext, type: string): boolean =>
	context.getNode().credentials?.[type] !== undefined;
