import type { IWebhookFunctions } from 'n8n-workflow';
import type { Delivery } from '../../shared/delivery';
import type { Verification } from '../../shared/reportEvent';
import { accepted, rejected, type Verdict } from '../../shared/verdict';
import { isInRanges } from './addressRanges';
import { confirmFiles, type ConfirmedFile } from './confirmFiles';
import { completedEventId } from './eventId';
import type { Payload } from './payload';
import type { Policy, Proof } from './policy';
import { bareToken, isToken } from './triggerTokens';

/** What the request itself says, before its body is looked at. */
export type RequestFacts = Pick<Delivery, 'header'> & {
	/** The last part of the path. */
	pathToken: string | undefined;
	/** Who is connected, as n8n sees it: behind proxies, as far as N8N_PROXY_HOPS tells it how many there are. */
	address: string | undefined;
};

export function readRequestFacts(context: IWebhookFunctions, delivery: Delivery): RequestFacts {
	const params = context.getParamsData() as Record<string, string | undefined>;
	const { ip } = context.getRequestObject() as { ip?: string };
	return { header: delivery.header, pathToken: params.token, address: ip };
}

/** Names of the proofs in the report event. */
const methods: Record<Proof, string> = {
	header: 'header-token',
	path: 'path-token',
	address: 'source-address',
	api: 'api',
};

const vouchesForBody: Proof[] = ['header', 'path', 'address'];

/** Whether something vouches for the body as a whole. The API alone vouches for the files, not for what else is said of them. */
export const isBodyTrusted = ({ proofs, isNone }: Pick<Policy, 'proofs' | 'isNone'>): boolean =>
	isNone || vouchesForBody.some((proof) => proofs.has(proof));

/** What the request alone proves: undefined when nothing speaks against it, so far. */
export function judgeRequest(facts: RequestFacts, policy: Policy): Verdict | undefined {
	const { proofs, tokens, ranges } = policy;
	if (proofs.has('header') && !isToken(bareToken(facts.header(tokens.headerName)), tokens)) {
		return rejected(`the header ${tokens.headerName} does not hold the token`);
	}
	if (proofs.has('path') && !isToken(facts.pathToken, tokens)) {
		return rejected(
			facts.pathToken === ':token'
				? 'its path ends with :token. Put the token itself there, where the URL is filled in at ReportFlow'
				: 'its path does not end with the token',
		);
	}
	if (proofs.has('address') && !isInRanges(facts.address, ranges)) {
		return rejected(
			`it comes from ${facts.address ?? 'an unknown address'}, which is not among the allowed addresses. If that is a proxy of your own, tell n8n with N8N_PROXY_HOPS how many there are`,
		);
	}
	return undefined;
}

export interface Authentication {
	verdict: Verdict;
	/** The files as ReportFlow itself has them, where it was asked. */
	confirmed?: ConfirmedFile[];
}

/** The verdict over a delivery whose request proved what it had to: the API is asked last, because each question counts. */
export async function judgePayload(
	payload: Payload,
	policy: Policy,
	signal: AbortSignal,
): Promise<Authentication> {
	const { api, proofs, isNone } = policy;
	if (isNone) return { verdict: accepted({ verdict: 'unsigned', method: 'none' }) };
	if (!proofs.has('api') || api === undefined) return { verdict: accepted(verificationOf(proofs)) };
	if (payload.kind !== 'completed') {
		return { verdict: rejected('it names no file that ReportFlow could confirm') };
	}
	const { completed } = payload;
	if (policy.workspaceId !== undefined && isOther(completed.workspaceId, policy.workspaceId)) {
		return { verdict: rejected('it names another workspace than the one of the credential') };
	}
	const eventId = completedEventId(completed, isBodyTrusted(policy));
	const confirmation = await confirmFiles(api, completed, eventId, signal);
	if (confirmation.kind !== 'confirmed') return { verdict: confirmation };
	return { verdict: accepted(verificationOf(proofs)), confirmed: confirmation.files };
}

const verificationOf = (proofs: ReadonlySet<Proof>): Verification => ({
	verdict: 'verified',
	method: [...proofs].map((proof) => methods[proof]).join('+'),
});

const isOther = (named: string | undefined, own: string) =>
	named !== undefined && named.toLowerCase() !== own.toLowerCase();
