import type { PassedProof } from '../../shared/deliveries/proof';
import type { ProofName } from '../../shared/deliveries/requestProofs';
import { eventIdOf } from './eventId';
import type { Callback, Payload } from './payload';
import type { Policy } from './policy';

/** A delivery, as far as it goes into the report event. Plain JSON: what is undecided travels into the execution. */
export interface Received {
	callback: Callback;
	/** The payload, where the user wants to have it. */
	payload?: unknown;
	eventId: string;
	/** RFC 3339, UTC. */
	receivedAt: string;
}

/** A delivery, as far as it goes into the report event, with its event id. Without proof, it has no payload. */
export function toReceived(
	{ callback, raw }: Payload,
	{ delivery, isTrusted }: PassedProof,
	{ windowMs, leavesOutPayload }: Policy,
): Received {
	const { receivedAt, trigger = '' } = delivery;
	const eventId = eventIdOf(callback.event, delivery.body, {
		owner: trigger,
		now: receivedAt.getTime(),
		windowMs,
	});
	return {
		callback: isTrusted ? callback : onlyIds(callback),
		...(isTrusted && !leavesOutPayload && { payload: raw }),
		eventId,
		receivedAt: receivedAt.toISOString(),
	};
}

/** What it takes to ask about a delivery without proof. The rest of it is not kept. */
const onlyIds = ({ event, trigger, status, task }: Callback): Callback => ({
	event,
	...(event !== 'unrecognised' && { trigger, status }),
	task: {
		id: task.id,
		reportTaskId: task.reportTaskId,
		// Cut, it is no longer the title that ConnectReport has, and is refused.
		title: task.title?.slice(0, 1_000),
		templateId: task.templateId,
	},
});

/** What the request of a delivery that passed has proved. */
export const provedBy = ({ proofs }: Policy): ProofName[] => [...proofs].filter((proof) => proof !== 'api');
