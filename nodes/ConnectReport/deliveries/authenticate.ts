import type { IWebhookFunctions } from 'n8n-workflow';
import type { PassedProof } from '../../shared/deliveries/proof';
import { accepted, undecided, type Authentication } from '../../shared/deliveries/verdict';
import { forWebhook } from '../api/patience';
import { askApi, type Outcome } from './askApi';
import type { Payload } from './payload';
import { needsApi, type Policy } from './policy';
import { provedBy } from './received';
import { verificationFor } from './settle';
import type { Evidence } from './toReportEvent';

/** What the API said of an accepted delivery. */
export type Confirmed = Pick<Evidence, 'confirmed' | 'report' | 'tags'>;

/** How long a webhook waits before it looks once more for a report that is not there yet. */
const PAUSES_MS = [800];

/**
 * The verdict over a delivery whose request proved what it had to: the API is asked last, because each question costs.
 * Undecided means here that the execution decides: ConnectReport delivers once, so that asking it to come again would lose
 * the delivery.
 */
export async function authenticate(
	context: IWebhookFunctions,
	payload: Payload,
	proof: PassedProof,
	policy: Policy,
): Promise<Authentication<Confirmed>> {
	const outcome = needsApi(policy) ? await ask(context, payload, proof, policy) : acceptedAlone;
	if (outcome.kind !== 'accepted') return outcome;
	const { confirmed, report, tags } = outcome;
	const verification = verificationFor(policy, provedBy(policy));
	return verification === undefined
		? undecided('nothing was proved')
		: { ...accepted(verification), confirmed: { confirmed, report, tags } };
}

const acceptedAlone: Outcome = { kind: 'accepted' };

async function ask(
	context: IWebhookFunctions,
	{ callback }: Payload,
	{ delivery }: PassedProof,
	policy: Policy,
): Promise<Outcome> {
	const patience = forWebhook();
	const looks = { at: delivery.receivedAt.getTime(), pausesMs: PAUSES_MS, signal: patience.signal };
	return await Promise.race([askApi(context, policy, callback, looks, patience), late(patience.signal)]);
}

async function late(signal: AbortSignal | undefined): Promise<Outcome> {
	await new Promise<void>((resolve) => {
		if (signal?.aborted) resolve();
		else signal?.addEventListener('abort', () => resolve(), { once: true });
	});
	return { kind: 'undecided', reason: 'ConnectReport did not answer in the time that a webhook has' };
}
