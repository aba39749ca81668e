import type { Response } from '../api/send';
import type { TesouroApi } from '../api/transport';
import { tesouro } from '../facts';
import { findSubscription } from './findSubscription';
import { problemError, unknownForm, type Attempt } from './problem';
import type { Subscription, Wanted } from './subscription';

const { channel, paths, scopes } = tesouro;

/** "At least one field must be provided." */
export type Change = { isActive: boolean; url?: string } | { isActive?: boolean; url: string };

const pathOf = (id: string) => `${paths.subscriptions}/${encodeURIComponent(id)}`;

/** "GET /api/v1/notifications/subscriptions/{id}". Throws a RemedyError. */
export async function getSubscription(api: TesouroApi, id: string): Promise<Subscription> {
	const attempt: Attempt = { attempt: 'show the subscription', scope: scopes.read };
	const response = await api.rest({ method: 'GET', path: pathOf(id) });
	if (response.status !== 200) throw problemError(response, attempt);
	const found = findSubscription(response.body, (subscription) => subscription.id === id);
	if (found === undefined) throw unknownForm(response, attempt.attempt);
	return found;
}

/** "PATCH /api/v1/notifications/subscriptions/{id}", with what comes of it. Throws a RemedyError. */
export async function patchSubscription(api: TesouroApi, id: string, change: Change): Promise<Subscription> {
	const response = await api.rest({
		method: 'PATCH',
		path: pathOf(id),
		body: {
			...(change.url !== undefined && { channelConfig: { type: channel.configType, url: change.url } }),
			...(change.isActive !== undefined && { isActive: change.isActive }),
		},
	});
	if (response.status < 200 || response.status > 299) {
		throw problemError(response, { attempt: `change the subscription ${id}`, scope: scopes.write });
	}
	// What comes back after a change is not documented; where it is not the subscription, it is asked for.
	const found = findSubscription(response.body, (subscription) => subscription.id === id);
	return found ?? (await getSubscription(api, id));
}

/** "POST /api/v1/notifications/subscriptions": the answer, whatever it says. */
export async function postSubscription(api: TesouroApi, { eventType, url }: Wanted): Promise<Response> {
	return await api.rest({
		method: 'POST',
		path: paths.subscriptions,
		body: {
			eventType,
			channelType: channel.type,
			channelConfig: { type: channel.configType, url },
		},
	});
}
