import { isEverything, readRanges } from './addressRanges';
import { hasCredential, type PolicyContext, type PolicyProblem } from './policy';
import type { ProofChoice, ProofName } from './requestProofs';
import { readTriggerTokens, type TriggerTokenCredential } from './triggerTokens';

/** How the user chose that deliveries are verified, with everything that takes, except the API. */
export interface ProofPolicy extends ProofChoice {
	/** What was chosen and means nothing: an expression gone wrong. */
	unknown: string[];
}

/** The trigger whose policy it is. */
export interface ProvingTrigger {
	/** As it calls itself. */
	provider: string;
	/** The proofs that it offers, in the order in which the report event names them. */
	offers: readonly ProofName[];
	/** The type of the credential with the token. */
	tokenCredential: string;
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
 * must not be published: it would have to believe every delivery, or none.
 */
export const proofProblemOf = (
	policy: ProofPolicy & { api?: unknown },
	trigger: Pick<ProvingTrigger, 'provider'>,
): PolicyProblem | undefined => asProblem(remedyOf(policy, trigger.provider));

/** What keeps the trigger from being published: that, and an entry that cannot be used beside one that can. */
export const proofPublicationProblemOf = (
	policy: ProofPolicy & { api?: unknown },
	trigger: Pick<ProvingTrigger, 'provider'>,
): PolicyProblem | undefined => proofProblemOf(policy, trigger) ?? brokenEntry(policy);

function asProblem(remedy: string | undefined): PolicyProblem | undefined {
	if (remedy === undefined) return undefined;
	return { message: 'The trigger cannot tell genuine deliveries from forged ones', remedy };
}

function brokenEntry({ proofs, tokens, unreadableRanges }: ProofPolicy): PolicyProblem | undefined {
	if (wantsToken(proofs) && tokens.problems.length > 0) {
		return { message: 'A token of the credential cannot be used', remedy: tokens.problems.join(' ') };
	}
	if (proofs.has('address') && unreadableRanges.length > 0) {
		return { message: 'An allowed address cannot be used', remedy: unreadableRemedy(unreadableRanges) };
	}
	return undefined;
}

function remedyOf(policy: ProofPolicy & { api?: unknown }, provider: string): string | undefined {
	const { proofs, isNone, unknown, api } = policy;
	if (unknown.length > 0) return 'One choice under "Verify Deliveries With" is unknown. Choose again.';
	if (isNone) {
		if (proofs.size === 0) return undefined;
		return 'Under "Verify Deliveries With", None (Accept Everything) is combined with other choices. Remove it, or the others.';
	}
	if (proofs.size === 0) {
		return `${provider} does not sign what it delivers. Choose under "Verify Deliveries With" what a delivery must prove; if you choose several, all must hold.`;
	}
	const remedy = tokenRemedy(policy, provider) ?? addressesRemedy(policy);
	if (remedy !== undefined || !proofs.has('api') || api !== undefined) return remedy;
	return `Deliveries must be confirmed with the ${provider} API, but the ${provider} credential is missing or has no keys for it. Fill them in, and choose it here.`;
}

function tokenRemedy({ proofs, tokens }: ProofPolicy, provider: string): string | undefined {
	if (!wantsToken(proofs)) return undefined;
	if (tokens.tokens.length > 0) return undefined;
	if (tokens.problems.length > 0) return tokens.problems.join(' ');
	return `Deliveries must carry a token, but there is none to compare with. Fill in "Webhook Token" in the ${provider} credential, and choose it here.`;
}

function addressesRemedy({ proofs, ranges, unreadableRanges }: ProofPolicy): string | undefined {
	if (!proofs.has('address')) return undefined;
	if (ranges.some(isEverything)) {
		return 'Under Allowed Addresses, one block contains every address there is. If you mean that, choose None (Accept Everything) instead.';
	}
	if (ranges.length > 0) return undefined;
	return unreadableRanges.length > 0
		? unreadableRemedy(unreadableRanges)
		: 'Only certain addresses may deliver, but none is listed. List them under Allowed Addresses.';
}

const unreadableRemedy = (unreadable: readonly string[]) =>
	`Under Allowed Addresses, this is neither an address nor a block of addresses: ${unreadable.join(', ').slice(0, 200)}. Write them like 203.0.113.7 or 198.51.100.0/24.`;

const wantsToken = (proofs: ReadonlySet<ProofName>) =>
	(['header', 'path', 'query'] as const).some((proof) => proofs.has(proof));
