import { RemedyError } from '../../shared/run/remedyError';
import type { Response } from '../api/send';
import type { TesouroApi } from '../api/transport';
import { tesouro } from '../facts';
import { findSubscription } from './findSubscription';
import { listSubscriptions } from './list';
import { problemError, unknownForm } from './problem';
import { patchSubscription, postSubscription } from './requests';
import { byPreference, isSame, type Subscription, type Wanted } from './subscription';

export interface Subscribed {
	subscription: Subscription;
	/** There was one for this event type and URL already. */
	adopted: boolean;
	/** It was there, and inactive. */
	reactivated: boolean;
}

/**
 * An active subscription for this event type and URL: a new one, or the one that there is already. Asking twice never
 * makes two. Throws a RemedyError.
 */
export async function subscribe(api: TesouroApi, wanted: Wanted): Promise<Subscribed> {
	const attempt = { attempt: `subscribe to ${wanted.eventType}`, scope: tesouro.scopes.write };
	const response = await postSubscription(api, wanted).catch((error: unknown) => error);
	if (!isResponse(response)) return await lookUpAfter(api, wanted, response);

	const { status, body } = response;
	const described = findSubscription(body, (subscription) => isSame(subscription, wanted));
	if (status >= 200 && status <= 299) {
		const made = described ?? (await lookUp(api, wanted));
		if (made === undefined) throw unknownForm(response, attempt.attempt);
		return { subscription: made, adopted: false, reactivated: false };
	}
	const problem = problemError(response, attempt);
	if (status >= 500) return await lookUpAfter(api, wanted, problem);
	if (status !== 409) throw problem;
	const existing = described ?? (await lookUp(api, wanted));
	if (existing === undefined) throw problem;
	return await adopt(api, existing);
}

/** "Set isActive true first, then apply further changes": without that, an inactive one delivers nothing. */
async function adopt(api: TesouroApi, existing: Subscription): Promise<Subscribed> {
	if (existing.isActive) return { subscription: existing, adopted: true, reactivated: false };
	const subscription = await patchSubscription(api, existing.id, { isActive: true });
	return { subscription, adopted: true, reactivated: true };
}

/** The answer was lost: whether there is a subscription now is seen in the list, where it can be had. */
async function lookUpAfter(api: TesouroApi, wanted: Wanted, error: unknown): Promise<Subscribed> {
	if (!(error instanceof RemedyError) || !error.outcomeUnknown) throw error;
	const made = await lookUp(api, wanted).catch(() => undefined);
	if (made === undefined) throw error;
	return made.isActive ? { subscription: made, adopted: false, reactivated: false } : await adopt(api, made);
}

async function lookUp(api: TesouroApi, wanted: Wanted): Promise<Subscription | undefined> {
	const all = await listSubscriptions(api);
	return all.filter((subscription) => isSame(subscription, wanted)).sort(byPreference)[0];
}

const isResponse = (value: unknown): value is Response =>
	typeof value === 'object' && value !== null && 'status' in value && 'headers' in value;
