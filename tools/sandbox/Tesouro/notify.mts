import { randomUUID } from 'node:crypto';
import { explain } from './deliver.mts';
import type { NotificationSignature } from './knobs.mts';
import { makeAttributes } from './notificationAttributes.mts';
import { buildNotification } from './notificationBody.mts';
import type { Notification } from './notificationBody.mts';
import { signNotification } from './notificationSignature.mts';
import { pause } from '../pause.mts';
import { postBytes } from '../postBytes.mts';
import type { NotificationAttempt, State } from './state.mts';

/** How one notification differs from the usual. */
export interface NotifyOptions {
	/** This address, instead of those of the active subscriptions to the event type. */
	url?: string;
	/** Replace or add attributes. */
	attributes?: Record<string, unknown>;
	signature?: NotificationSignature;
	/** The key ID of the secret to sign with; the newest one without it. */
	keyId?: string;
	/** The event again, under its own ID. */
	deliveryId?: string;
	/** False sends once, whatever the answer. */
	retry?: boolean;
}

interface Target {
	url: string;
	subscriptionId?: string;
}

const MINUTE_MS = 60_000;
/** "1 min, 5 min, 15 min, 30 min, 1 h, 2 h, then every 2 h"; "12 h, then permanently failed". */
const retryMinutes = [1, 5, 15, 30, 60, 120, 120, 120, 120, 120];

/**
 * Tell an event to every active subscription of its type. "Tesouro retries on 5xx or no response"; a 4xx is final. Each
 * attempt says its number and its time, and is stamped anew; the delivery ID stays.
 */
export async function notify(
	state: State,
	eventType: string,
	options: NotifyOptions = {},
): Promise<NotificationAttempt[]> {
	const attributes = { ...makeAttributes(eventType, new Date()), ...options.attributes };
	const series = findTargets(state, eventType, options.url).map(async (target) => {
		const deliveryId = options.deliveryId ?? randomUUID();
		return notifyOne(state, target, { deliveryId, eventType, attributes }, options);
	});
	return (await Promise.all(series)).flat();
}

function findTargets(state: State, eventType: string, url: string | undefined): Target[] {
	if (url !== undefined) return [{ url }];
	return [...state.subscriptions.values()]
		.filter((subscription) => subscription.isActive && subscription.eventType === eventType)
		.map(({ id, channelConfig }) => ({ url: channelConfig.url, subscriptionId: id }));
}

async function notifyOne(
	state: State,
	target: Target,
	notification: Notification,
	options: NotifyOptions,
): Promise<NotificationAttempt[]> {
	const attempts: NotificationAttempt[] = [];
	const delays = options.retry === false ? [] : retryMinutes;
	for (const minutes of [0, ...delays]) {
		if (!(await pause(minutes * MINUTE_MS * state.notificationTimeScale, state.closing))) break;
		const attempt = await attemptOne(state, target, notification, attempts.length + 1, options);
		attempts.push(attempt);
		if (attempt.status !== null && attempt.status < 500) break;
	}
	return attempts;
}

async function attemptOne(
	state: State,
	{ url, subscriptionId }: Target,
	notification: Notification,
	number: number,
	options: NotifyOptions,
): Promise<NotificationAttempt> {
	const at = new Date();
	const text = buildNotification(notification, { url, number, at });
	const how = options.signature ?? state.knobs.notificationSignature;
	const { headers, body } = signNotification(text, at, chooseSecrets(state, options.keyId), how);
	const { deliveryId, eventType } = notification;
	const attempt: NotificationAttempt = {
		eventType,
		deliveryId,
		...(subscriptionId !== undefined && { subscriptionId }),
		attempt: number,
		at,
		status: null,
	};
	try {
		const answer = await postBytes(url, headers, body, state.closing);
		attempt.status = answer.status;
		attempt.answer = answer.body;
	} catch (error) {
		attempt.error = explain(error as NodeJS.ErrnoException);
	}
	state.notifications.push(attempt);
	const outcome = attempt.status ?? attempt.error;
	state.log(
		`notification ${eventType} ${deliveryId}, attempt ${number}, to ${new URL(url).host}: ${outcome}`,
	);
	return attempt;
}

function chooseSecrets({ notificationSecrets }: State, keyId: string | undefined) {
	if (keyId === undefined) return notificationSecrets;
	const chosen = notificationSecrets.filter((secret) => secret.keyId === keyId);
	if (chosen.length === 0) throw new Error(`There is no secret with the key ID ${JSON.stringify(keyId)}.`);
	return chosen;
}
