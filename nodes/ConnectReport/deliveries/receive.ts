import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import {
	acknowledge,
	emit,
	refuseForNow,
	refuseMalformed,
	refuseTooLarge,
	refuseUnauthentic,
} from '../../shared/deliveries/answer';
import { claim, wasAccepted } from '../../shared/deliveries/claim';
import { readDelivery } from '../../shared/deliveries/delivery';
import { judgeRequest, readRequestFacts, type Proof } from '../../shared/deliveries/requestProofs';
import { forWebhook } from '../api/patience';
import { connectReport } from '../facts';
import { askApi, type Outcome } from './askApi';
import { eventIdOf } from './eventId';
import { isSelected } from './filters';
import { keepsTemplateHtml, leavesOutPayload, windowOf } from './options';
import { parsePayload } from './payload';
import { readPolicy, requestProblem } from './policy';
import { acceptedEvent, verificationFor, type Undecided } from './settle';

/** How long a webhook waits before it looks once more for a report that is not there yet. */
const PAUSES_MS = [800];

/** The way of a delivery, step by step. Every `return` is one of the answers a delivery can get. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const patience = forWebhook();
	const delivery = await readDelivery(context, receivedAt);
	if (delivery === undefined)
		return refuseMalformed(context, 'The body of the delivery cannot be read as bytes');
	if (delivery.body.length > connectReport.callbacks.bytesAtMost)
		return refuseTooLarge(context, delivery.body.length);

	const policy = await readPolicy(context, patience).catch((error: Error) => error);
	if (policy instanceof Error) return refuseForNow(context, `a credential cannot be read: ${policy.message}`);
	const problem = requestProblem(policy);
	if (problem !== undefined) return refuseForNow(context, `${problem.message}. ${problem.remedy}`);

	const refusal = judgeRequest(readRequestFacts(context, delivery), policy, 'ConnectReport');
	if (refusal?.kind === 'rejected')
		return refuseUnauthentic(context, refusal.reason, delivery.headerShapes());
	const proved = [...policy.proofs].filter((proof): proof is Proof => proof !== 'api');

	const payload = parsePayload(delivery.body, delivery.header('content-type'), keepsTemplateHtml(context));
	if (payload === undefined) return refuseMalformed(context, 'The body of the delivery is not JSON');
	const { callback, raw } = payload;
	// Before the API is asked: what nobody wants to have is not worth a request.
	if (!isSelected(callback, policy.filters)) return acknowledge('not selected');

	const looks = { at: receivedAt.getTime(), pausesMs: PAUSES_MS, signal: patience.signal };
	const outcome = await Promise.race([askApi(policy, callback, looks), late(patience.signal)]);
	if (outcome.kind === 'rejected') return refuseUnauthentic(context, outcome.reason, delivery.headerShapes());
	if (outcome.kind === 'not selected') return acknowledge('not selected');

	const eventId = eventIdOf(callback.event, delivery.body, {
		owner: JSON.stringify([context.getWorkflow().id, context.getNode().id]),
		now: receivedAt.getTime(),
		windowMs: windowOf(context),
	});
	// An undecided delivery may yet be refused in its execution: it must not stand in the way of one that is accepted.
	const isUndecided = outcome.kind === 'undecided';
	if (isUndecided && wasAccepted(context, eventId)) return acknowledge('redelivery');
	const claimed = isUndecided ? `${eventId}/undecided` : eventId;
	if (!(await claim(context, claimed, receivedAt.getTime()))) return acknowledge('redelivery');
	const received = {
		callback,
		...(!leavesOutPayload(context) && { payload: raw }),
		eventId,
		receivedAt: receivedAt.toISOString(),
	};
	if (outcome.kind === 'undecided')
		return emitUndecided(context, { undecided: received, proved }, outcome.reason);
	const verification = verificationFor(policy, proved);
	if (verification === undefined) return refuseForNow(context, 'nothing was proved');
	return emit(acceptedEvent(received, outcome, policy, verification, proved));
}

/** 200: ConnectReport delivers once, so that asking it to come again would lose the delivery. `settle` decides later. */
function emitUndecided(
	context: IWebhookFunctions,
	undecided: Undecided,
	reason: string,
): IWebhookResponseData {
	context.logger.warn(`${context.getNode().name}: a delivery is decided in its execution: ${reason}`);
	return {
		webhookResponse: { accepted: true },
		workflowData: [[{ json: undecided as unknown as IDataObject }]],
	};
}

async function late(signal: AbortSignal | undefined): Promise<Outcome> {
	await new Promise<void>((resolve) => {
		if (signal?.aborted) resolve();
		else signal?.addEventListener('abort', () => resolve(), { once: true });
	});
	return { kind: 'undecided', reason: 'ConnectReport did not answer in the time that a webhook has' };
}
