import type { Delivery } from '../../shared/deliveries/delivery';
import { accepted, type Verdict } from '../../shared/deliveries/verdict';
import type { Reading } from '../deliveries/reading';
import { tesouro } from '../facts';
import { judgeHmac } from './hmacProof';
import { parseNotification, type Payload } from './payload';
import type { NotificationsPolicy } from './policy';
import { toReportEvent } from './toReportEvent';

/** A delivery of the Notifications API: authenticate, parse, select, normalise. */
export function readNotification(delivery: Delivery, policy: NotificationsPolicy): Reading {
	const verdict = authenticate(delivery, policy);
	if (verdict.kind !== 'accepted') return verdict;
	const payload = parseNotification(delivery.body);
	if (payload.kind === 'malformed') return payload;
	if (!isSelected(payload, policy)) return { kind: 'not selected' };
	const event = toReportEvent(payload, delivery.body, {
		delivery,
		verification: verdict.verification,
		baseUrl: policy.baseUrl ?? tesouro.hosts.production,
	});
	return { kind: 'event', event };
}

const authenticate = (delivery: Delivery, policy: NotificationsPolicy): Verdict =>
	policy.authenticity === 'none'
		? accepted({ verdict: 'unsigned', method: 'none' })
		: judgeHmac(delivery, policy);

/**
 * What the user chose. A subscription that somebody else made for this address may deliver more than that. An unknown
 * shape names no event type and is selected.
 */
function isSelected(payload: Payload, { eventTypes }: NotificationsPolicy): boolean {
	if (payload.kind !== 'notification' || eventTypes instanceof Error) return true;
	return eventTypes.includes(payload.notification.eventType);
}
