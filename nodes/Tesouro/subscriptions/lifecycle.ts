import type { IHookFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { isRestart } from '../../shared/deliveries/goingLive';
import { triggerError, wordsOf } from '../../shared/deliveries/triggerError';
import { checkClock } from './checkClock';
import { readOwned, remember } from './owned';
import { deactivateAll, inspect, reconcile } from './reconcile';
import type { Subscription } from './subscription';
import { connectAs, prepare, undeliverable } from './prepare';

/**
 * Whether Tesouro has exactly one active subscription for each chosen event type at this trigger's URL, and nothing of
 * ours beside that. n8n 2 asks when the trigger is published for the first time or was changed, not when it starts;
 * older versions ask then, too, and so does each main process. At a test listen it is about the test URL.
 */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	return await orAsBefore(context, async () => {
		const { api, goal } = await prepare(context);
		const { steps, kept, all } = await inspect(api, goal);
		await checkClock(context, api);
		if (steps.length > 0) return false;
		finish(context, kept, all);
		return true;
	});
}

/** Finds, adopts, reactivates, moves or creates until that is so. n8n calls it after `checkExists` said no. */
export async function create(context: IHookFunctions): Promise<boolean> {
	return await orAsBefore(context, async () => {
		const { api, goal } = await prepare(context);
		const { active, all } = await reconcile(api, goal);
		finish(context, active, all);
		return true;
	});
}

/**
 * Deactivates what is this trigger's own. n8n calls it when a workflow is unpublished, before a changed trigger is
 * published, after each failed `create`, and at the end of a test listen; never when n8n itself stops. What is thrown
 * makes n8n 2 try again and then warn the user; the workflow is unpublished anyway.
 *
 * n8n says nothing of why it calls, and has taken the URL off before, so until a changed trigger is live again Tesouro
 * would get 404, which it does not repeat. Leaving the subscriptions active for that second would save nothing, and doing
 * it afterwards, in the background, could put those of the new trigger to sleep.
 */
export async function remove(context: IHookFunctions): Promise<boolean> {
	try {
		const { api, goal } = await connectAs(context);
		// Nothing can have been subscribed for such a URL.
		if (goal.owned.length === 0 && undeliverable(api, goal.url) !== undefined) return true;
		const { all, failures, vanished } = await deactivateAll(api, goal);
		remember(context, all);
		if (vanished.length > 0) {
			context.logger.warn(
				`${context.getNode().name}: With this credential, Tesouro no longer shows these subscriptions: ${namesOf(vanished)}. If the credential was changed to another client or environment, they may still be active there; deactivate them with the Tesouro node.`,
			);
		}
		const [first] = failures;
		if (first === undefined) return true;
		const active = failures.map(({ subscription }) => subscription);
		throw new RemedyError(`Still active: ${namesOf(active)}. ${wordsOf(first.error)}`, WAY_OUT);
	} catch (error) {
		// n8n takes a workflow that it only tests as inactive, and would fail with an error that nobody catches.
		if (context.getWorkflow().active) throw triggerError(context, error);
		context.logger.error(`${context.getNode().name}: ${wordsOf(error)}`);
		return false;
	}
}

const namesOf = (subscriptions: Array<Pick<Subscription, 'id' | 'eventType'>>) =>
	subscriptions.map(({ id, eventType }) => `${eventType} (subscription ${id})`).join(', ');

const WAY_OUT =
	'Tesouro keeps delivering to a URL where nothing listens. Deactivate these subscriptions with the Tesouro node, or publish and unpublish the workflow once more.';

/**
 * When n8n starts, an error would take the trigger's URL off and have the subscriptions deactivated. So a trigger that
 * was live at this URL stays so, and the log says why.
 */
async function orAsBefore(context: IHookFunctions, work: () => Promise<boolean>): Promise<boolean> {
	try {
		return await work();
	} catch (error) {
		if (!isRestart(context) || !wasLive(context)) throw triggerError(context, error);
		context.logger.error(
			`${context.getNode().name}: the subscriptions could not be checked, and are assumed to be unchanged: ${wordsOf(error)} After that, unpublish and publish the workflow.`,
		);
		return true;
	}
}

/** It remembers subscriptions for the URL that it has now; or for a public one, while this one cannot be meant. */
function wasLive(context: IHookFunctions): boolean {
	const now = context.getNodeWebhookUrl('default') ?? '';
	const isPublic = (url: string) => webhookUrlProblem(url) === undefined;
	return readOwned(context).some(({ url }) => url === now || (isPublic(url) && !isPublic(now)));
}

function finish(context: IHookFunctions, active: Subscription[], all: Subscription[]): void {
	remember(context, all);
	const list = active.map(
		({ id, eventType, mtlsEnabled }) =>
			`${eventType} (subscription ${id}, mTLS ${mtlsEnabled === undefined ? 'not told' : mtlsEnabled ? 'on' : 'off'})`,
	);
	context.logger.info(`${context.getNode().name}: Tesouro delivers ${list.join(', ')}`);
}
