import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { acknowledge, emit, refuseForNow } from '../../shared/deliveries/answer';
import { claim, wasAccepted } from '../../shared/deliveries/claim';
import type { PassedProof } from '../../shared/deliveries/proof';
import { mayDecideLater } from '../../shared/deliveries/undecidedExecutions';
import type { Payload } from './payload';
import type { Policy } from './policy';
import { provedBy, toReceived } from './received';
import type { Undecided } from './settle';

/**
 * 200, and an execution that decides later (`settle`): ConnectReport delivers once, so asking it to come again would
 * lose the delivery. It may yet be refused there, so it must not block the same delivery once that is accepted.
 */
export async function keepUndecided(
	context: IWebhookFunctions,
	payload: Payload,
	proof: PassedProof,
	policy: Policy,
	reason: string,
): Promise<IWebhookResponseData> {
	const { address, trigger = '' } = proof.delivery;
	if (!proof.isTrusted && !mayDecideLater(trigger, address)) {
		return refuseForNow(
			context,
			`${reason}. Too many unproven deliveries are already waiting for a decision`,
		);
	}
	const received = toReceived(payload, proof, policy);
	const { eventId } = received;
	if (wasAccepted(context, eventId)) return acknowledge(context, 'redelivery');
	if (!(await claim(context, `${eventId}/undecided`, proof.delivery.receivedAt))) {
		return acknowledge(context, 'redelivery');
	}
	context.logger.warn(`${context.getNode().name}: a delivery is decided in its execution: ${reason}`);
	const undecided: Undecided = { undecided: received, proved: provedBy(policy) };
	return emit(context, undecided as unknown as IDataObject);
}
