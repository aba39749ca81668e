import type { PassedProof } from '../../shared/deliveries/proof';
import type { ReportEvent, Verification } from '../../shared/deliveries/reportEvent';
import { toRfc3339 } from '../../shared/run/providerTime';
import { sourceUri } from '../../shared/deliveries/sourceUri';
import { contentId, unrecognisedEvent, type Circumstances } from '../deliveries/unrecognised';
import { tesouro } from '../facts';
import type { NotificationPayload, Payload } from './payload';
import type { NotificationsPolicy } from './policy';

type Readable = Exclude<Payload, { kind: 'malformed' }>;

/** What changes from one attempt to the next. `deliveryId` does not: it is "stable across retry attempts". */
const perAttempt = new Set(['deliveryDateTimeUtc', 'attemptCount', 'numberOfAttempts']);

/** Left out of `details`, and kept in the payload: the mirror of the envelope, and what is to be treated "as opaque". */
const notDetails = new Set(['eventType', 'rawData']);

/** The step `toReportEvent`: Tesouro's notification as the uniform report event. */
export const toReportEvent = (
	payload: Readable,
	{ content, delivery }: PassedProof,
	{ baseUrl = tesouro.hosts.production }: NotificationsPolicy,
	{ verification }: { verification: Verification },
): ReportEvent => eventFrom(payload, content, { delivery, verification, baseUrl });

/** The same from its parts. */
export function eventFrom(payload: Readable, content: Buffer, circumstances: Circumstances): ReportEvent {
	const id = contentId(payload.raw, content, perAttempt);
	return payload.kind === 'notification'
		? fromNotification(payload.notification, payload.raw, id, circumstances)
		: unrecognisedEvent(payload.raw, id, circumstances);
}

function fromNotification(
	notification: NotificationPayload,
	raw: unknown,
	ownId: string,
	{ delivery, verification, baseUrl }: Circumstances,
): ReportEvent {
	const { eventType, attributes, deliveryId, version, attemptCount = 1 } = notification;
	const text = (name: string) => textOf(attributes[name]);
	const updatedAt = toRfc3339(text('updatedTimestamp'));
	const deliveredAt = toRfc3339(notification.deliveryDateTimeUtc);
	const isReplayable = verification.method.endsWith('-body');
	const lonelyId = isReplayable ? ownId : `${ownId}/${hourOf(delivery.receivedAt)}`;
	// An account number would be the better-known name of the subject, but what is sensitive has no place outside `data`.
	const subject = text('acceptorApplicationId') ?? text('applicationId') ?? text('businessCustomerId');
	return {
		specversion: '1.0',
		// With the type in front, so the ids of different families never collide.
		id: `${eventType}/${deliveryId ?? text('applicationEventId') ?? lonelyId}`,
		// businessCustomerId: "Tesouro organization id of the business customer this event applies to".
		source: sourceUri(baseUrl, 'organizations', text('organizationId') ?? text('businessCustomerId')),
		type: eventTypeName(eventType),
		...(subject !== undefined && { subject }),
		// The order of events is that of `updatedTimestamp`; where there is none, the time of the attempt comes closest.
		time: updatedAt ?? deliveredAt ?? delivery.receivedAt.toISOString(),
		datacontenttype: 'application/json',
		data: {
			provider: 'tesouro',
			status: 'changed',
			files: [],
			details: {
				eventType,
				...toDetails(attributes),
				...(updatedAt !== undefined && { updatedTimestamp: updatedAt }),
				...(deliveredAt !== undefined && { deliveredAt }),
				...(version !== undefined && { version }),
			},
			delivery: {
				...(deliveryId !== undefined && { id: deliveryId }),
				attempt: attemptCount,
				receivedAt: delivery.receivedAt.toISOString(),
			},
			verification,
			payload: raw,
		},
	};
}

/**
 * Without any ID, the same content may be said of two events. Those of different hours count as two: in doubt an event runs
 * twice rather than never. Not where the signature has no time: there, the content alone tells a replay.
 */
const hourOf = (time: Date): string => time.toISOString().slice(0, 13);

/** The list of event types is open, and CloudEvents types are made of few characters. */
const eventTypeName = (eventType: string) =>
	`${tesouro.notifications.typePrefix}.${eventType.slice(0, 100).replace(/[^\w.-]/g, '_')}`;

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** The attributes with names in camelCase; also those of objects in lists, since `changes` has them in PascalCase. */
function toDetails(attributes: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(attributes)
			.filter(([name]) => !notDetails.has(name))
			.map(([name, value]) => [
				toCamelCase(name),
				Array.isArray(value)
					? value.map((item: unknown) => (isObject(item) ? camelCased(item) : item))
					: value,
			]),
	);
}

const camelCased = (item: object) =>
	Object.fromEntries(
		Object.entries(item).map(([name, value]: [string, unknown]) => [toCamelCase(name), value]),
	);

const toCamelCase = (name: string) =>
	name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());

const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
