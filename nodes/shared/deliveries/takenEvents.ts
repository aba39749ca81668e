import type { IExecuteFunctions } from 'n8n-workflow';
import { inSlot, type Slot } from '../memory/slots';
import { knownOf } from '../memory/knownOf';
import { untilWritten } from '../memory/untilWritten';
import { readTaker, takerTexts, takerTextsByPlace, type Taker } from './taker';

/** An event as the memory of a workflow knows it. */
export interface EventKeys {
	/** The report event's `id`: what "done" is said of. */
	id: string;
	/** What tells redeliveries: the trigger and, mostly, the ID. */
	key: string;
	/** Other texts that redeliveries may come under. They share the topic. */
	more: readonly string[];
	/** Chooses the slot: equal for all keys of the event. */
	topic: string;
}

export type Finding =
	| { kind: 'new' }
	/** This very execution took it before: n8n started it a second time. */
	| { kind: 'own' }
	| { kind: 'taken'; by: Taker | undefined; isDone: boolean };

/** What is to happen when another execution took the event. */
export type Decide = (finding: Extract<Finding, { kind: 'taken' }>) => 'drop' | 'take over';

/** A trigger takes an event for an execution, unless another one has it already and `decide` leaves it there. */
export async function takeFor(
	context: IExecuteFunctions,
	keys: EventKeys,
	self: Taker,
	decide: Decide,
): Promise<{ finding: Finding; taken: boolean }> {
	return await inSlot(context, keys.topic, async (slot) => {
		const finding = await look(slot, keys, self);
		if (finding.kind !== 'taken') return { finding, taken: true };
		if (decide(finding) === 'drop') return { finding, taken: false };
		await takeOver(slot, keys, self);
		return { finding, taken: true };
	});
}

/** The event was dealt with to the end. */
export async function markEventDone(context: IExecuteFunctions, id: string, topic: string): Promise<void> {
	await inSlot(context, topic, async ({ row }) => await row.remove([openText(id)]));
}

/**
 * What is kept is not that an event is done but that it is open: whatever goes wrong on the way leaves it open, so it
 * may run twice, and is not lost. Where texts make room for newer ones, the event itself goes first, for the same reason.
 *
 * Known fault: the open text of an event that went so stays old. If the event comes again, its key is new and the open text is
 * the next to go; if that execution crashes, the delivery after it finds the event known and not open, and drops it.
 */
const openText = (id: string) => `open ${id}`;

/** Records the event as new in one step. Of one that is known, the same step tells whether it is open. */
async function look(slot: Slot, { id, key, more }: EventKeys, self: Taker): Promise<Finding> {
	const open = openText(id);
	const own = [open, ...takerTexts(key, self)];
	const unseen = await slot.row.record([key, ...own], slot.textsAtMost);
	if (unseen.has(key)) {
		// A redelivery must not pass on what it comes under itself, or a chain of them would never end.
		if (more.length > 0) await slot.row.record(more, slot.textsAtMost);
		return { kind: 'new' };
	}
	// At once, before anything else is read: if n8n ends in between, the event stays open, and may run a second time.
	await untilWritten(async () => await slot.row.remove(own.filter((text) => unseen.has(text))));
	const by = await takerOf(slot, key, self);
	if (by?.executionId === self.executionId) return { kind: 'own' };
	// Found under a text of `more`, it has no taker and was never open under this ID: nothing says that it is done. Where an event
	// has one text only, its taker is also unreadable if n8n ended while it was read; whether the event is open is certain all the same.
	// Known fault: ConnectReport's key is a slot of time, so a redelivery in the same slot under another ID has a taker, too.
	const isKnownUnderItsId = more.length === 0 || by !== undefined;
	return { kind: 'taken', by, isDone: isKnownUnderItsId && unseen.has(open) };
}

/**
 * Place by place: if n8n ends in between, the texts of one place stay. Those of all places would fill the list, and everything
 * older in it would make room.
 */
async function takerOf({ row }: Slot, key: string, self: Taker): Promise<Taker | undefined> {
	const known = new Set<string>();
	for (const texts of takerTextsByPlace(key)) {
		const here = await knownOf(row, texts);
		if (here.size !== 1) return undefined;
		for (const text of here) known.add(text);
	}
	return readTaker(key, known, self);
}

async function takeOver(slot: Slot, { id, key }: EventKeys, self: Taker): Promise<void> {
	const own = takerTexts(key, self);
	await slot.row.remove(
		takerTextsByPlace(key)
			.flat()
			.filter((text) => !own.includes(text)),
	);
	await slot.row.record([openText(id), ...own]);
}
