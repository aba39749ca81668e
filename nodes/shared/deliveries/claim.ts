import { createHash } from 'crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { noteThatItReceives } from '../memory/thisProcess';
import { isOverdue, readProcessing } from './processing';
import { processMemory } from '../run/processMemory';

type Outcome = 'accepted' | 'given back';

interface Claim {
	/** Settles when n8n has answered the delivery that holds the claim. */
	outcome: Promise<Outcome>;
	accepted: boolean;
	since: number;
}

/** Longer than any retry schedule that a provider documents (12 hours) and the life of a report file (72 hours). */
const REMEMBERED_FOR_MS = 96 * 60 * 60 * 1000;
const REMEMBERED_AT_MOST = 20_000;

/** Claims of this process, oldest first (a Map keeps the order of insertion). */
const claims = processMemory<string, Claim>();

/**
 * Takes an event id for this delivery. False when another delivery of the same event was accepted; while another is
 * still being accepted, waits for its outcome and takes its place if n8n failed to take it.
 *
 * An event counts as accepted once n8n answered 2xx, which it does after the execution is stored or queued. A claim
 * that ends otherwise, by an error or a closed connection, is given back: a delivery that n8n failed to take must
 * never be mistaken for a redelivery. This is the layer within one process; `takeEvent` is the durable one, and knows
 * whether an event is done. So with Processing: At Least Once it decides about what was accepted long enough ago.
 */
export async function claim(context: IWebhookFunctions, eventId: string, receivedAt: Date): Promise<boolean> {
	const now = receivedAt.getTime();
	// "Listen for test event" must show whatever is sent, as often as it is sent.
	if (context.getMode() === 'manual') return true;

	noteThatItReceives();
	const key = keyOf(context, eventId);
	forgetOld(now);
	for (;;) {
		const held = claims.get(key);
		if (held === undefined) break;
		if (held.accepted && mayRunAgain(context, held, now)) break;
		if (held.accepted || (await held.outcome) === 'accepted') return false;
	}
	hold(key, context, now);
	return true;
}

/** Whether another delivery of the same event was accepted in this process: then the API need not be asked again. */
export function wasAccepted(context: IWebhookFunctions, eventId: string, now = Date.now()): boolean {
	if (context.getMode() === 'manual') return false;
	const held = claims.get(keyOf(context, eventId));
	return held?.accepted === true && !mayRunAgain(context, held, now);
}

function mayRunAgain(context: IWebhookFunctions, { since }: Claim, now: number): boolean {
	const processing = readProcessing(context);
	return processing.atLeastOnce && isOverdue(since, now, processing);
}

/** Hashed, because it is kept for days, and an id is as long as its sender wished. */
function keyOf(context: IWebhookFunctions, eventId: string): string {
	const owner = JSON.stringify([context.getWorkflow().id, context.getNode().id, eventId]);
	return createHash('sha256').update(owner).digest('base64');
}

function hold(key: string, context: IWebhookFunctions, since: number) {
	const response = context.getResponseObject();
	// The provider hung up already, so no event of the response will come. It will deliver again, and the durable layer
	// tells the two apart.
	if (response.destroyed) return;
	const outcome = new Promise<Outcome>((resolve) => {
		let isSettled = false;
		const settle = () => {
			// Both events come for most answers; by the second, another delivery may hold the claim.
			if (isSettled) return;
			isSettled = true;
			const ok = response.writableFinished && response.statusCode >= 200 && response.statusCode < 300;
			if (ok) held.accepted = true;
			else if (claims.get(key) === held) claims.delete(key);
			resolve(ok ? 'accepted' : 'given back');
		};
		// 'close' follows every 'finish', and comes alone when the provider hung up before the answer.
		response.once('close', settle);
		response.once('finish', settle);
	});
	const held: Claim = { outcome, accepted: false, since };
	claims.delete(key);
	claims.set(key, held);
}

function forgetOld(now: number) {
	for (const [key, held] of claims) {
		const expired = now - held.since > REMEMBERED_FOR_MS;
		const tooMany = claims.size > REMEMBERED_AT_MOST;
		if (!expired && !tooMany) return;
		if (!held.accepted) continue;
		claims.delete(key);
	}
}
