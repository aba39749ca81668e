import { isUnderwriting } from './notificationAttributes.mts';

/** One event that is told to one address. */
export interface Notification {
	/** "Stable across retry attempts of the same event." */
	deliveryId: string;
	eventType: string;
	attributes: Record<string, unknown>;
}

/**
 * The body of one attempt: "every webhook delivery shares the same envelope". attemptCount is a text, the time is that of
 * this attempt; underwriting has neither a delivery ID nor an address in it.
 */
export function buildNotification(
	{ deliveryId, eventType, attributes }: Notification,
	attempt: { url: string; number: number; at: Date },
): string {
	const isShort = isUnderwriting(eventType);
	const body = {
		version: '1',
		...(!isShort && {
			deliveryId,
			webhookUrl: attempt.url,
			deliveryDateTimeUtc: attempt.at.toISOString().replace('Z', '000Z'),
		}),
		...(!isShort && { attemptCount: String(attempt.number) }),
		eventType,
		...(isShort && { attemptCount: String(attempt.number) }),
		attributes,
	};
	return JSON.stringify(body, null, 2);
}
