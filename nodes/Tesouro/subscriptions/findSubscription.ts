import { SubscriptionRecord, type Subscription } from './subscription';

/** Where a subscription may lie in an answer, beside the top level. */
const members = ['subscription', 'existingSubscription', 'existing', 'data'];

/**
 * "Response body contains the existing subscription" does not say where. Our reading: at the top level, under one of the
 * usual names, or under any name within `extensions`; and only where it is the one that was meant.
 */
export function findSubscription(
	body: unknown,
	isMeant: (subscription: Subscription) => boolean,
): Subscription | undefined {
	const top = asObject(body);
	const extensions = asObject(top['extensions']);
	const places = [
		body,
		...members.map((name) => top[name]),
		extensions,
		...Object.values(extensions),
		...members.flatMap((name) => Object.values(asObject(top[name]))),
	];
	for (const place of places) {
		const parsed = SubscriptionRecord.safeParse(place);
		if (parsed.success && isMeant(parsed.data)) return parsed.data;
	}
	return undefined;
}

const asObject = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
