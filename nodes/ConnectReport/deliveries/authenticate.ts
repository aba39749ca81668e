import type { IWebhookFunctions } from 'n8n-workflow';
import type { PassedProof } from '../../shared/deliveries/proof';
import { askForStranger } from '../../shared/deliveries/strangers';
import type { Allowance } from '../../shared/deliveries/strangersBudget';
import { counting, genuine, type Tally } from '../../shared/deliveries/tally';
import { accepted, undecided, type Authentication, type Refusal } from '../../shared/deliveries/verdict';
import { BoundedSet } from '../../shared/run/boundedSet';
import { forWebhook } from '../api/patience';
import { taskIdsOf } from '../reports/eventFacts';
import { askApi, type Outcome } from './askApi';
import type { Payload } from './payload';
import { needsApi, type Policy } from './policy';
import { provedBy } from './received';
import { verificationFor } from './settle';
import type { Evidence } from './toReportEvent';

/** What the API said of an accepted delivery. */
export type Confirmed = Pick<Evidence, 'confirmed' | 'report' | 'tags'>;

/**
 * A server of one's own has no published rate. A delivery that is not confirmed costs about six requests, so a flood costs some
 * 60 requests a minute, and as many again from an address that a genuine delivery came from.
 */
const allowance: Allowance = { strangers: 40, perSource: 20, known: 40, atOnce: 4 };

/** Tasks that ConnectReport confirmed, in this process. */
const confirmedTasks = new BoundedSet(5_000);

/** How long a webhook waits before it looks once more for a report that is not there yet. */
const PAUSES_MS = [800];

/**
 * The verdict over a delivery whose request proved what it had to: the API is asked last, because each question costs.
 * Undecided means here that the execution decides: ConnectReport delivers once, so asking it to come again would lose
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
	{ delivery, isTrusted }: PassedProof,
	policy: Policy,
): Promise<Outcome | Refusal> {
	const patience = forWebhook();
	const signal = patience.signal!;
	const { serverUrl: account = '' } = policy;
	const ids = taskIdsOf(callback.task).map((id) => `${account} ${id}`);
	const askNow = async ({ count, confirm }: Tally) => {
		const whenConfirmed = () => {
			for (const id of ids) confirmedTasks.add(id);
			confirm();
		};
		const looks = {
			at: delivery.receivedAt.getTime(),
			pausesMs: PAUSES_MS,
			signal,
			whenConfirmed,
			confirmsAgain: isTrusted,
		};
		const asked = askApi(counting(context, count), policy, callback, looks, patience);
		const outcome = await Promise.race([asked, late(signal)]);
		if (outcome.kind === 'accepted') confirm();
		return outcome;
	};
	if (isTrusted) return await askNow(genuine);
	const { title, templateId } = callback.task;
	const about = JSON.stringify([callback.event, ids, title, templateId]);
	// A task that runs again has the same ID, which cannot be guessed.
	const isKnown = ids.some((id) => confirmedTasks.has(id));
	const stranger = { account, source: delivery.address, about, isKnown };
	return await askForStranger(stranger, allowance, signal, askNow);
}

async function late(signal: AbortSignal): Promise<Refusal> {
	await new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
	return { kind: 'undecided', reason: 'ConnectReport did not answer within the time limit of a webhook' };
}
