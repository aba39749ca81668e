import { createHash, randomUUID } from 'crypto';
import type { EventKeys } from '../../shared/deliveries/takenEvents';
import { isTheOnlyProcess } from '../../shared/memory/thisProcess';
import { processMemory } from '../../shared/run/processMemory';
import { setNewest } from '../../shared/run/setNewest';

const REMEMBERED_AT_MOST = 10_000;
/** Into so many slots the window is cut: the last of them is the time in which a restart may let a redelivery through. */
const SLOTS = 10;

interface Seen {
	at: number;
	/** Nothing with this content came to this process within a window before it, and no process ran before this one then. */
	isFirst: boolean;
}

/** What this process received, by trigger and content, oldest first. */
const seenHere = processMemory<string, Seen>();
/** Since when this process receives deliveries: n8n loads the trigger when it puts its first workflow live. */
const began = processMemory<'at', number>().set('at', Date.now());

/**
 * Which deliveries are the same event. ConnectReport gives a delivery no id, and a task that runs again may send the very
 * same bytes: both of its IDs are those of the task. So the content alone does not tell a redelivery from the next run.
 * What does is time: a delivery that is sent again, by a proxy or by ConnectReport itself, comes within seconds; the next
 * run of a task comes later. The same bytes within a window of the first are a redelivery; everything else is a new event.
 *
 * The event id is therefore `<event>/<hash of trigger and bytes>/<slot of time in which the first of them came>`. A slot is a tenth of
 * the window, and is called by its beginning: so two processes give deliveries of one slot the same ID. A process that
 * received everything within the last window knows the first itself. Any other may have missed it: there the slot is that of the
 * delivery, and `takeEvent` knows the slots around the first. Whoever took a redelivery for the first would take the next run for
 * a redelivery.
 *
 * In doubt an event runs twice: a byte that differs makes a new event, and so does a delivery at the end of the window, also
 * when it comes 20 seconds after a redelivery of the first. A redelivery that is taken for the first comes less than a window after
 * it. So no next run is lost if the window is shorter than half the time between two runs.
 *
 * `owner` tells triggers apart, `now` is milliseconds since 1970; without a window every delivery is a separate event.
 */
export function eventIdOf(
	event: string,
	body: Buffer,
	{ owner, now, windowMs }: { owner: string; now: number; windowMs: number },
): string {
	const content = `${event}/${createHash('sha256').update(owner).update('\n').update(body).digest('hex')}`;
	if (windowMs <= 0) return `${content}/${randomUUID()}`;
	const slotMs = windowMs / SLOTS;
	if (!began.has('at')) began.set('at', now);
	const seen = seenHere.get(content);
	const isNear = seen !== undefined && Math.abs(now - seen.at) < windowMs;
	if (isNear && seen.isFirst && isTheOnlyProcess()) return idAt(content, slotAt(seen.at, slotMs), slotMs);
	setNewest(
		seenHere,
		content,
		{ at: now, isFirst: !isNear && began.get('at')! <= now - windowMs },
		REMEMBERED_AT_MOST,
	);
	return idAt(content, slotAt(now, slotMs), slotMs);
}

/**
 * What n8n's database stores for an event, where only equal texts can be found: the slot of time in which it came, and
 * in `more` every slot that lies within the window around it. Slots that are fewer than ten apart are less than a window
 * apart, wherever in their slots the two deliveries came: so no later event is ever taken for a redelivery.
 */
export function recordKeys(eventId: string, windowMs: number): EventKeys {
	const content = topicOf(eventId);
	const firstAt = Date.parse(eventId.slice(content.length + 1));
	if (windowMs <= 0 || Number.isNaN(firstAt)) return { id: eventId, key: eventId, more: [], topic: content };
	const slotMs = windowMs / SLOTS;
	const slot = slotAt(firstAt, slotMs);
	const named = (number: number) => ({
		id: idAt(content, number, slotMs),
		key: `${content}/${slotMs}/${number}`,
	});
	const distances = Array.from({ length: SLOTS - 1 }, (_, index) => index + 1);
	// What came before it, first: what came later may be the next run.
	const more = [...distances.map((by) => slot - by), ...distances.map((by) => slot + by)].map(named);
	return { ...named(slot), more, topic: content };
}

const slotAt = (ms: number, slotMs: number) => Math.floor(ms / slotMs);
const idAt = (content: string, slot: number, slotMs: number) =>
	`${content}/${new Date(slot * slotMs).toISOString()}`;

/** What all deliveries of the same content have in common. */
export const topicOf = (eventId: string) => eventId.slice(0, eventId.lastIndexOf('/'));
