import type { IExecuteFunctions } from 'n8n-workflow';
import { inSlot, type Slot } from '../memory/slots';
import { knownOf } from '../memory/knownOf';
import { untilWritten } from '../memory/untilWritten';
import { allTakerTexts, knownTakerTexts, readTaker, takerTexts, type Taker } from './taker';

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
 * may run twice, and is never lost. Where texts make room for newer ones, the event itself goes first, for the same reason.
 */
const openText = (id: string) => `open ${id}`;

/** Records the event as new in one step. Of one that is known, the same step tells who took it. */
async function look(slot: Slot, { id, key, more }: EventKeys, self: Taker): Promise<Finding> {
	const own = [openText(id), ...takerTexts(key, self)];
	const unseen = await slot.row.record([key, ...own], slot.textsAtMost);
	if (unseen.has(key)) {
		// A redelivery must not pass on what it comes under itself, or a chain of them would never end.
		if (more.length > 0) await slot.row.record(more, slot.textsAtMost);
		return { kind: 'new' };
	}
	const addedByAsking = own.filter((text) => unseen.has(text));
	const open = openText(id);
	const known = await knownOf(slot.row, [open, ...allTakerTexts(key)], addedByAsking).catch(
		async (error: unknown) => {
			// Two takers in one row would be none: the event would run again although its first execution is still at work.
			await untilWritten(async () => await slot.row.remove(addedByAsking)).catch(() => undefined);
			throw error;
		},
	);
	for (const text of addedByAsking) known.delete(text);
	const by = readTaker(key, known, self);
	if (by?.executionId === self.executionId) return { kind: 'own' };
	// Without a taker it was found under a text of `more`, or n8n ended while it was written: nothing says that it is done.
	return { kind: 'taken', by, isDone: by !== undefined && !known.has(open) };
}

async function takeOver(slot: Slot, { id, key }: EventKeys, self: Taker): Promise<void> {
	const known = await knownOf(slot.row, allTakerTexts(key));
	const own = takerTexts(key, self);
	await slot.row.remove(knownTakerTexts(key, known).filter((text) => !own.includes(text)));
	await slot.row.record([openText(id), ...own]);
}
