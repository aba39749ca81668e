import type { Delivery } from '../../shared/deliveries/delivery';
import type { Proof } from '../../shared/deliveries/proof';
import type { Verification } from '../../shared/deliveries/reportEvent';
import { unverified } from '../../shared/deliveries/requestProofs';
import { rejected, undecided } from '../../shared/deliveries/verdict';
import type { ReportReadyPolicy } from './policy';
import type { ReadProof } from './proof';
import { readContent } from './readContent';
import { readProof } from './readProof';

/** What is known of a delivery before Tesouro is asked. */
export interface Evidence {
	verification: Verification;
	/** Only Tesouro's answer decides: the delivery proves nothing, or only what anybody can make. */
	needsApi: boolean;
}

/** What a delivery proves on its own, weighed by what the user asks for. */
export async function prove(delivery: Delivery, policy: ReportReadyPolicy): Promise<Proof<Evidence>> {
	// Proofs are read only where they decide.
	const proof: ReadProof =
		policy.authenticity === 'signature'
			? await readProof(delivery, policy)
			: { kind: 'absent', notes: [], content: await readContent(delivery) };
	return weigh(proof, delivery, policy);
}

/** The same of a proof that was read. */
export function weigh(
	proof: ReadProof,
	delivery: Delivery,
	{ authenticity, api, ring }: Pick<ReportReadyPolicy, 'authenticity' | 'api' | 'ring'>,
): Proof<Evidence> {
	const passed = (verification: Verification, needsApi: boolean): Proof<Evidence> => ({
		kind: 'passed',
		delivery,
		content: proof.content,
		isTrusted: !needsApi && authenticity !== 'none',
		verification,
		needsApi,
	});
	if (authenticity === 'none') return passed(unverified, false);
	if (proof.kind === 'invalid') return rejected(proof.reason);

	const signer = proof.kind === 'valid' ? { signer: proof.signer } : {};
	const confirmed = (method: string): Verification => ({ verdict: 'verified', method, ...signer });
	const byApi = confirmed('method' in proof ? `${proof.method}+api` : 'api');
	if (authenticity === 'signature') {
		// What is rejected may be lost for good; this comes again, and by then the clock may have been put right.
		if (proof.kind === 'ahead' || proof.kind === 'late') return undecided(proof.reason);
		if (proof.kind === 'valid') return passed(confirmed(proof.method), false);
		if (proof.kind === 'absent') {
			const reason = ['it carries no signature that can be checked', ...proof.notes].join('; ');
			// A key that cannot be used may be the one that it takes: until it is corrected, the verdict stays open.
			return ring.problems.length === 0
				? rejected(reason)
				: undecided(`${reason}. ${ring.problems.join(' ')}`);
		}
		// Anybody with our public key, or an old delivery, can make a weak proof, so the API must confirm it.
		if (api === undefined) {
			return rejected(
				'its only proof does not cover the whole delivery, or is one that anybody with your public key can make; choose a Tesouro credential in the trigger to have such deliveries confirmed with the API',
			);
		}
	}
	return passed(byApi, true);
}
