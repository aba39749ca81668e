import type { PassedProof } from '../../shared/deliveries/proof';
import type { ProofName } from '../../shared/deliveries/requestProofs';
import { eventIdOf } from './eventId';
import type { Payload } from './payload';
import type { Policy } from './policy';
import type { Received } from './toReportEvent';

/** A delivery, as far as it goes into the report event, with its event id. What nobody vouches for goes without payload. */
export function toReceived(
	{ callback, raw }: Payload,
	{ delivery, isTrusted }: PassedProof,
	{ windowMs, leavesOutPayload, isNone }: Policy,
): Received {
	const { receivedAt, trigger = '' } = delivery;
	const eventId = eventIdOf(callback.event, delivery.body, {
		owner: trigger,
		now: receivedAt.getTime(),
		windowMs,
	});
	return {
		callback,
		...((isTrusted || isNone) && !leavesOutPayload && { payload: raw }),
		eventId,
		receivedAt: receivedAt.toISOString(),
	};
}

/** What the request of a delivery that passed has proved. */
export const provedBy = ({ proofs }: Policy): ProofName[] => [...proofs].filter((proof) => proof !== 'api');
