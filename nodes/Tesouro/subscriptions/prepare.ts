import type { IHookFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { isLoopback } from '../../shared/http/loopback';
import type { TesouroCredential } from '../api/credential';
import { patient } from '../api/patience';
import { connect, type TesouroApi } from '../api/transport';
import { chosenEventTypes } from '../notifications/chosenEventTypes';
import { readOwned } from './owned';
import type { Goal } from './reconcile';

/** For one call: n8n tries a failed one again, and gives up after two minutes. */
const TIME_MS = 30_000;
const haste = { retries: 2, waitMs: 10_000, timeoutMs: 10_000 };

/** The API and the goal, once the URL is one that Tesouro could deliver to. */
export async function prepare(context: IHookFunctions): Promise<{ api: TesouroApi; goal: Goal }> {
	const eventTypes = chosenEventTypes(context);
	if (eventTypes.length === 0) {
		throw new RemedyError(
			'No event type is chosen, so there is nothing to subscribe to',
			'Choose what starts the workflow.',
		);
	}
	const { api, goal } = await connectAs(context);
	const problem = undeliverable(api, goal.url);
	if (problem !== undefined) {
		throw new RemedyError(
			`Tesouro delivers only to a public address that starts with https://, and this trigger's is ${goal.url}`,
			`${problem}.`,
		);
	}
	return { api, goal: { ...goal, eventTypes } };
}

/** What keeps Tesouro from delivering to the URL. A stand-in on this computer can deliver to this computer. */
export const undeliverable = (api: TesouroApi, url: string) =>
	isLoopback(new URL(api.baseUrl).hostname) ? undefined : webhookUrlProblem(url);

export async function connectAs(context: IHookFunctions) {
	if (context.getNode().credentials?.['tesouroApi'] === undefined) {
		throw new RemedyError(
			'There is no Tesouro credential, so nothing can be subscribed to',
			'Choose a Tesouro credential in the trigger: its client needs the scopes notification:subscription:read and notification:subscription:write.',
		);
	}
	const credential = await context.getCredentials<TesouroCredential & object>('tesouroApi');
	const api = connect(context, credential, { ...patient, ...haste });
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined) throw new Error('n8n gives this trigger no URL');
	// A test listen touches nothing but what delivers to the test URL.
	const owned = context.getMode() === 'manual' ? [] : readOwned(context);
	return { api, goal: { url, owned, deadline: Date.now() + TIME_MS } };
}
