import { createHash, randomUUID } from 'crypto';
import type { Redelivered } from '../../shared/deliveries/takeEvent';
import { processMemory } from '../../shared/run/processMemory';

const REMEMBERED_AT_MOST = 10_000;
/** Into so many slots the window is cut: the last of them is the time in which a restart may let a redelivery through. */
const SLOTS = 10;

/** When the first delivery of an event came, by trigger and content, oldest first (a Map keeps the order of insertion). */
const firstSeen = processMemory<string, number>();

/**
 * Which deliveries are the same event. ConnectReport gives a delivery no id, and a task that runs again may send the very
 * same bytes: both of its IDs are those of the task. So the content alone does not tell a redelivery from the next run.
 * What does is time: a delivery that is sent again, by a proxy or by ConnectReport itself, comes within seconds; the next
 * run of a task comes later. The same bytes within a window of the first are a redelivery; everything else is a new event.
 *
 * The event id is therefore `<event>/<hash of the bytes>/<slot of time in which the first of them came>`. A slot is a tenth of
 * the window, and is called by its beginning: so two processes give deliveries of one slot the same ID. Within a process,
 * `firstSeen` knows the time itself. After a restart, and in another process, `takeEvent` knows the slots around it.
 *
 * In doubt an event runs twice; none is lost: a byte that differs makes a new event, and so does a delivery at the end of
 * the window, also when it comes 20 seconds after a redelivery of the first.
 *
 * `owner` tells triggers apart, `now` is milliseconds since 1970; without a window every delivery is a separate event.
 */
export function eventIdOf(
	event: string,
	body: Buffer,
	{ owner, now, windowMs }: { owner: string; now: number; windowMs: number },
): string {
	const content = `${event}/${createHash('sha256').update(body).digest('hex')}`;
	if (windowMs <= 0) return `${content}/${randomUUID()}`;
	const key = createHash('sha256')
		.update(JSON.stringify([owner, content]))
		.digest('base64');
	const first = firstSeen.get(key);
	const isRedelivery = first !== undefined && Math.abs(now - first) < windowMs;
	const firstAt = isRedelivery ? first : now;
	if (!isRedelivery) {
		firstSeen.delete(key);
		firstSeen.set(key, now);
		if (firstSeen.size > REMEMBERED_AT_MOST) firstSeen.delete(firstSeen.keys().next().value!);
	}
	const slotMs = windowMs / SLOTS;
	return idAt(content, Math.floor(firstAt / slotMs) * slotMs);
}

/**
 * What n8n's database stores for an event, where only equal texts can be found: the slot of time in which it came, and
 * in `more` every slot that lies within the window around it. Slots that are fewer than ten apart are less than a window
 * apart, wherever in their slots the two deliveries came: so no later event is ever taken for a redelivery.
 */
export function recordKeys(eventId: string, windowMs: number): Redelivered {
	const [content, firstAt] = [topicOf(eventId), Date.parse(eventId.slice(eventId.lastIndexOf('/') + 1))];
	if (windowMs <= 0 || Number.isNaN(firstAt)) return { key: eventId, more: [], topic: content };
	const slotMs = windowMs / SLOTS;
	const slot = Math.floor(firstAt / slotMs);
	const keyOf = (number: number) => `${content}/${slotMs}/${number}`;
	const around = Array.from({ length: 2 * SLOTS - 1 }, (_, index) => slot - SLOTS + 1 + index);
	const more = around
		.filter((number) => number !== slot)
		.map((number) => ({ id: idAt(content, number * slotMs), key: keyOf(number) }));
	return { key: keyOf(slot), more, topic: content };
}

const idAt = (content: string, ms: number) => `${content}/${new Date(ms).toISOString()}`;

/** What all deliveries of the same content have in common. */
export const topicOf = (eventId: string) => eventId.slice(0, eventId.lastIndexOf('/'));
