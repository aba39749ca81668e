import type { TesouroApi } from '../api/transport';
import { getSubscription, patchSubscription } from './requests';
import { isSameUrl, type Subscription } from './subscription';

/** What is to be different; what is left out stays as it is. */
export interface WantedChange {
	url?: string;
	isActive?: boolean;
}

/**
 * Changes a subscription, in as few steps as its state allows. "Inactive subscriptions can't be updated. To reactivate,
 * set isActive true first, then apply further changes": so an inactive one is activated alone, then changed, and put
 * back to sleep unless somebody asked for it to be active. Throws a RemedyError.
 */
export async function changeSubscription(
	api: TesouroApi,
	id: string,
	{ url, isActive }: WantedChange,
): Promise<Subscription> {
	let now = await getSubscription(api, id);
	const willBeActive = isActive ?? now.isActive;
	const newUrl = url === undefined || isSameUrl(now.url, url) ? undefined : url;
	if (newUrl !== undefined) {
		if (!now.isActive) await patchSubscription(api, id, { isActive: true });
		now = await patchSubscription(api, id, { url: newUrl });
	}
	if (now.isActive === willBeActive) return now;
	return await patchSubscription(api, id, { isActive: willBeActive });
}
