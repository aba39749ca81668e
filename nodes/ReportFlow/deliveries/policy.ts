import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { ReportFlowCredential, ReportFlowOAuth2Credential } from '../credential';
import { oauthAccess } from '../oauthAccess';
import { quick } from '../patience';
import { connect, connectWith, type ReportFlowApi } from '../transport';
import { isEverything, readRanges, type AddressRange } from './addressRanges';
import { readTriggerTokens, type TriggerTokenCredential, type TriggerTokens } from './triggerTokens';

/** How a delivery can prove where it comes from. ReportFlow signs nothing, so that the user has to choose. */
const proofs = ['header', 'path', 'address', 'api'] as const;
export type Proof = (typeof proofs)[number];

/** How the user chose that deliveries are authenticated, with everything that needs. */
export interface Policy {
	/** All of them have to hold. */
	proofs: ReadonlySet<Proof>;
	/** The user's own word for accepting everything. */
	isNone: boolean;
	/** What was chosen and means nothing: an expression gone wrong. */
	unknown: string[];
	tokens: TriggerTokens;
	ranges: AddressRange[];
	unreadableRanges: string[];
	api?: ReportFlowApi;
	/** The workspace that an older credential is for. */
	workspaceId?: string;
}

/** What keeps a policy from deciding anything, and what the user can do about it. */
export interface PolicyProblem {
	message: string;
	remedy: string;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Requests to the API end with the signal. Throws when a credential cannot be read. */
export async function readPolicy(context: Context, signal?: AbortSignal): Promise<Policy> {
	const chosen = [context.getNodeParameter('authenticity', [])].flat().map(String);
	const isChosen = (proof: Proof) => chosen.includes(proof);
	// A credential that the choice does not show may still hang on the node; n8n would refuse to read it.
	const tokenCredential =
		(isChosen('header') || isChosen('path')) && has(context, 'reportFlowTriggerApi')
			? await context.getCredentials<TriggerTokenCredential & object>('reportFlowTriggerApi')
			: {};
	const addresses = isChosen('address') ? String(context.getNodeParameter('addresses', '')) : '';
	const { ranges, unreadable } = readRanges(addresses);
	return {
		proofs: new Set(proofs.filter(isChosen)),
		isNone: chosen.includes('none'),
		unknown: chosen.filter((choice) => choice !== 'none' && !(proofs as readonly string[]).includes(choice)),
		tokens: readTriggerTokens(tokenCredential),
		ranges,
		unreadableRanges: unreadable,
		...(isChosen('api') && (await readApi(context, signal))),
	};
}

/**
 * What keeps this policy from deciding anything; undefined when it can decide. A trigger with nothing to verify with
 * must not be activated: it would have to believe everybody, or nobody.
 */
export function policyProblem(policy: Policy): PolicyProblem | undefined {
	const remedy = remedyOf(policy);
	if (remedy === undefined) return undefined;
	return { message: 'The trigger cannot tell genuine deliveries from forged ones', remedy };
}

function remedyOf({ proofs: chosen, isNone, unknown, tokens, ...policy }: Policy): string | undefined {
	if (unknown.length > 0) return 'Choose under Authenticity anew: one of the choices is not known.';
	if (isNone) {
		if (chosen.size === 0) return undefined;
		return 'Under Authenticity, None (Accept Everything) stands beside other choices. Remove it, or the others.';
	}
	if (chosen.size === 0) {
		return 'ReportFlow does not sign what it delivers. Choose under Authenticity what a delivery has to prove; several choices have to hold together.';
	}
	if (chosen.has('header') || chosen.has('path')) {
		if (tokens.problems.length > 0) return tokens.problems.join(' ');
		if (tokens.tokens.length === 0) {
			return 'Deliveries are to carry a token, but there is none to compare with. Choose a ReportFlow Trigger Token credential.';
		}
	}
	return (chosen.has('address') ? addressesRemedy(policy) : undefined) ?? apiRemedy(chosen, policy);
}

function addressesRemedy({ ranges, unreadableRanges }: Pick<Policy, 'ranges' | 'unreadableRanges'>) {
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

const apiRemedy = (chosen: ReadonlySet<Proof>, { api }: Pick<Policy, 'api'>) =>
	chosen.has('api') && api === undefined
		? 'Deliveries are to be confirmed with the ReportFlow API, but there is no ReportFlow credential. Choose one.'
		: undefined;

async function readApi(
	context: Context,
	signal: AbortSignal | undefined,
): Promise<Pick<Policy, 'api' | 'workspaceId'>> {
	const patience = { ...quick, ...(signal && { signal }) };
	if (context.getNodeParameter('authentication', 'apiKey') === 'oAuth2') {
		if (!has(context, 'reportFlowOAuth2Api')) return {};
		const read = async () =>
			await context.getCredentials<ReportFlowOAuth2Credential & object>('reportFlowOAuth2Api');
		return { api: connectWith(context, await oauthAccess(context, read), patience) };
	}
	if (!has(context, 'reportFlowApi')) return {};
	const credential = await context.getCredentials<ReportFlowCredential & object>('reportFlowApi');
	const isOneWorkspace = credential.generation === 'workspace' && credential.environment === 'production';
	const workspaceId = isOneWorkspace ? credential.workspaceId?.trim() : undefined;
	return { api: connect(context, credential, patience), ...(workspaceId && { workspaceId }) };
}

const has = (context: Context, type: string) => context.getNode().credentials?.[type] !== undefined;
