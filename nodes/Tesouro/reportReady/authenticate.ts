import { accepted, rejected, undecided, type Verdict } from '../../shared/deliveries/verdict';
import type { AsyncReportRequest } from '../reports/asyncReports';
import { confirmWithApi } from './confirmWithApi';
import type { Payload } from './payload';
import type { ReportReadyPolicy } from './policy';
import type { ReadProof } from './proof';

export interface Authentication {
	verdict: Verdict;
	/** Tesouro's own record of the report, where it was asked: its link and expiry win over those of the body. */
	record?: AsyncReportRequest;
}

/** The verdict over a delivery: what it proves, weighed by what the user asks for. */
export async function authenticate(
	proof: ReadProof,
	payload: Payload,
	policy: ReportReadyPolicy,
	receivedAt: Date,
): Promise<Authentication> {
	if (policy.authenticity === 'none') return { verdict: accepted({ verdict: 'unsigned', method: 'none' }) };
	if (proof.kind === 'invalid') return { verdict: rejected(proof.reason) };

	const signer = proof.kind === 'valid' ? { signer: proof.signer } : {};
	if (policy.authenticity === 'signature') {
		// What is rejected may be lost for good; this comes again, and by then the clock may have been put right.
		if (proof.kind === 'ahead' || proof.kind === 'late') return { verdict: undecided(proof.reason) };
		if (proof.kind === 'valid') {
			return { verdict: accepted({ verdict: 'verified', method: proof.method, ...signer }) };
		}
		if (proof.kind === 'absent') {
			return {
				verdict: rejected(['it carries no signature that can be checked', ...proof.notes].join('; ')),
			};
		}
		// Anybody who has our public key, or an old delivery, can make a weak proof, so the API has to confirm it.
		if (policy.api === undefined) {
			return {
				verdict: rejected(
					'its only proof does not cover the whole delivery, or is one that anybody with your public key can make; choose a Tesouro credential in the trigger to have such deliveries confirmed with the API',
				),
			};
		}
	}
	if (policy.api === undefined)
		return { verdict: undecided('there is no Tesouro credential to confirm it with') };
	const evidence = 'method' in proof ? `${proof.method}+api` : 'api';
	return await confirmWithApi(payload, policy.api, { method: evidence, ...signer }, receivedAt);
}
