import type { Delivery } from '../../shared/deliveries/delivery';
import type { Proof } from '../../shared/deliveries/proof';
import type { Verification } from '../../shared/deliveries/reportEvent';
import { unverified } from '../../shared/deliveries/requestProofs';
import { accepted } from '../../shared/deliveries/verdict';
import { judgeHmac } from './hmacProof';
import type { NotificationsPolicy } from './policy';

/** What a delivery proves on its own, which for a notification is all there is. */
export interface Evidence {
	verification: Verification;
}

/** The step `prove`. */
export async function prove(delivery: Delivery, policy: NotificationsPolicy): Promise<Proof<Evidence>> {
	const isNone = policy.authenticity === 'none';
	const verdict = isNone ? accepted(unverified) : judgeHmac(delivery, policy);
	if (verdict.kind !== 'accepted') return verdict;
	const { verification } = verdict;
	return { kind: 'passed', delivery, content: delivery.body, isTrusted: !isNone, verification };
}
