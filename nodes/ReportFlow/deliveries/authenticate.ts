import { isBodyTrusted, verificationOf } from '../../shared/deliveries/requestProofs';
import { accepted, rejected, type Verdict } from '../../shared/deliveries/verdict';
import type { ConfirmedFile } from './askForFile';
import { confirmFiles } from './confirmFiles';
import { completedEventId } from './eventId';
import type { Payload } from './payload';
import type { Policy } from './policy';

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

const isOther = (named: string | undefined, own: string) =>
	named !== undefined && named.toLowerCase() !== own.toLowerCase();
