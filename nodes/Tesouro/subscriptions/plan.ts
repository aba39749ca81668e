import { byPreference, isSame, isSameUrl, type Subscription } from './subscription';

/** A subscription as the trigger remembers it. */
export interface Owned {
	id: string;
	eventType: string;
	/** Where it delivered when the trigger last saw it. */
	url: string;
}

/** One step on the way from the subscriptions that there are to the ones that there should be. */
export type Step =
	| { kind: 'activate'; subscription: Subscription }
	| { kind: 'move'; subscription: Subscription }
	| { kind: 'create'; eventType: string }
	| { kind: 'deactivate'; subscription: Subscription };

export interface Plan {
	/** The subscriptions that are as they should be already. */
	kept: Subscription[];
	/** What is wanted comes before what is not, so no event type is ever without a subscription. */
	steps: Step[];
}

interface Situation {
	/** Everything that Tesouro has of this organization. */
	existing: Subscription[];
	owned: Owned[];
	eventTypes: string[];
	url: string;
}

/**
 * What there is to do until exactly one active subscription of each event type delivers to the URL, and none of ours
 * delivers anything else. One that moved to a new address is changed instead of created again: signing and client
 * certificates are set up "per subscription", by Tesouro's staff.
 */
export function makePlan({ existing, owned, eventTypes, url }: Situation): Plan {
	const ours = existing.filter((subscription) => isOurs(subscription, { owned, url }));
	const ownedIds = new Set(owned.map(({ id }) => id));
	const plan: Plan = { kept: [], steps: [] };
	const used = new Set<string>();
	for (const eventType of eventTypes) {
		const candidates = ours
			.filter((subscription) => subscription.eventType === eventType)
			.sort(
				(one, other) =>
					Number(isSameUrl(other.url, url)) - Number(isSameUrl(one.url, url)) ||
					Number(other.isActive) - Number(one.isActive) ||
					Number(ownedIds.has(other.id)) - Number(ownedIds.has(one.id)) ||
					byPreference(one, other),
			);
		const [best] = candidates;
		if (best !== undefined) used.add(best.id);
		if (best === undefined) plan.steps.push({ kind: 'create', eventType });
		else if (!isSame(best, { eventType, url })) plan.steps.push({ kind: 'move', subscription: best });
		else if (best.isActive) plan.kept.push(best);
		else plan.steps.push({ kind: 'activate', subscription: best });
	}
	const surplus = ours.filter(({ id, isActive }) => isActive && !used.has(id));
	plan.steps.push(...surplus.map((subscription): Step => ({ kind: 'deactivate', subscription })));
	return plan;
}

/**
 * Whatever delivers to our URL, which nobody else has: its path holds an id of this trigger alone. And what the trigger
 * remembers, as long as it still delivers where the trigger left it: else somebody gave it another purpose.
 */
export function isOurs(
	subscription: Subscription,
	{ owned, url }: Pick<Situation, 'owned' | 'url'>,
): boolean {
	if (isSame(subscription, { eventType: subscription.eventType, url })) return true;
	return owned.some((entry) => entry.id === subscription.id && isSame(subscription, entry));
}
