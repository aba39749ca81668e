import { parseJson } from '../../shared/deliveries/payload';
import type { PassedProof } from '../../shared/deliveries/proof';
import { z } from '../../shared/vendor/zod';

/** A field that we can do without: one odd value must not make the whole delivery unrecognisable. */
const text = z.string().min(1).optional().catch(undefined);

/**
 * The envelope of a notification. That of underwriting has no deliveryId, webhookUrl and deliveryDateTimeUtc; the older
 * event types have payloads that were never published, so nothing inside `attributes` is asked for.
 */
export const NotificationPayload = z
	.object({
		version: text.describe('Payload schema version'),
		deliveryId: text.describe('Stable across retry attempts of the same event'),
		deliveryDateTimeUtc: text.describe('Time of this attempt'),
		attemptCount: z.coerce
			.number()
			.int()
			.positive()
			.optional()
			.catch(undefined)
			.describe('Delivery attempt number, a text; "1" on the first attempt'),
		eventType: z.string().min(1).describe('The event type; the list is open'),
		attributes: z
			.record(z.unknown())
			.nullish()
			.transform((attributes) => attributes ?? {})
			.describe('Event-specific fields'),
	})
	.passthrough();
export type NotificationPayload = z.infer<typeof NotificationPayload>;

export type Payload =
	| { kind: 'notification'; notification: NotificationPayload; raw: unknown }
	| { kind: 'unrecognised'; raw: unknown }
	| { kind: 'malformed' };

/** The step `parse`. */
export const parse = ({ content }: PassedProof): Payload => parseNotification(content);

/** JSON of the documented shape, JSON of another shape (emitted anyway once it is authentic), or no JSON. */
export function parseNotification(content: Uint8Array): Payload {
	const json = parseJson(content);
	if (json === undefined) return { kind: 'malformed' };
	const notification = NotificationPayload.safeParse(json.value);
	return notification.success
		? { kind: 'notification', notification: notification.data, raw: json.value }
		: { kind: 'unrecognised', raw: json.value };
}
