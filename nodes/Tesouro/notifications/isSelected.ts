import type { Payload } from './payload';
import type { NotificationsPolicy } from './policy';

/**
 * What the user chose. A subscription that somebody else made for this address may deliver more than that. An unknown
 * shape names no event type and is selected.
 */
export function isSelected(payload: Payload, { eventTypes }: NotificationsPolicy): boolean {
	if (payload.kind !== 'notification' || eventTypes instanceof Error) return true;
	return eventTypes.includes(payload.notification.eventType);
}
