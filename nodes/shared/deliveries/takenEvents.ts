import type { IExecuteFunctions } from 'n8n-workflow';
import { knownOf } from '../memory/knownOf';
import type { OwnRow } from '../memory/ownRow';
import { inSlot, type Slot } from '../memory/slots';
import { untilWritten } from '../memory/untilWritten';
import { readTaker, takerTexts, takerTextsByPlace, type Taker } from './taker';

/** What an event is called. */
export interface EventName {
	/** The report event's `id`: what "done" is said of. */
	id: string;
	/** What tells redeliveries: the trigger and, mostly, the ID. */
	key: string;
}

/** An event as the memory of a workflow knows it. */
export interface EventKeys extends EventName {
	/** Other names that the event may have been taken under, the likeliest first. They share the topic. */
	more: readonly EventName[];
	/** Chooses the slot: equal for all names of the event. */
	topic: string;
}

export interface Finding {
	/** `own`: this very execution took it before, and n8n started it a second time. */
	kind: 'new' | 'own' | 'taken';
	/** The name that the event was taken under, or is from now on. It keeps it. */
	under: EventName;
	/** Undefined if it cannot be read. */
	by?: Taker | undefined;
	isDone: boolean;
}

/** What is to happen with an event that was taken before. */
export type Decide = (finding: Finding) => 'drop' | 'take over';

/** A trigger takes an event for an execution, unless it was taken before and `decide` leaves it there. */
export async function takeFor(
	context: IExecuteFunctions,
	keys: EventKeys,
	self: Taker,
	decide: Decide,
): Promise<{ finding: Finding; taken: boolean }> {
	return await inSlot(context, keys.topic, async (slot) => {
		const finding = await look(slot, keys, self);
		const taken = finding.kind === 'new' || decide(finding) === 'take over';
		if (taken && finding.kind === 'taken') await takeOver(slot, finding.under, keys, self);
		return { finding, taken };
	});
}

/** The event was dealt with to the end. */
export async function markEventDone(context: IExecuteFunctions, id: string, topic: string): Promise<void> {
	await inSlot(
		context,
		topic,
		async ({ row }) => await row.remove([openText({ id }), rewritingText({ id })]),
	);
}

/**
 * What is kept is not that an event is done but that it is open: whatever goes wrong on the way leaves it open, so it
 * may run twice, and is not lost. For the same reason the event itself is written first: where texts make room for newer ones, it
 * goes before its open text does.
 */
const openText = ({ id }: Pick<EventName, 'id'>) => `open ${id}`;

/** Stands in for the open text while that is written anew. */
const rewritingText = ({ id }: Pick<EventName, 'id'>) => `rewriting ${id}`;

/** Written for the name that an event is taken under, not for its other names. An event with one name needs only its key. */
const nameText = ({ key }: EventName, { more }: EventKeys) => (more.length > 0 ? `name ${key}` : key);

/** All that is written of an event under one name. */
const textsOf = (name: EventName, keys: EventKeys, self: Taker) => [
	nameText(name, keys),
	openText(name),
	...takerTexts(name.key, self),
];

/** Records the event as new in one step. Of one that is known, the same step tells whether it is open. */
async function look({ row, textsAtMost }: Slot, keys: EventKeys, self: Taker): Promise<Finding> {
	const own = textsOf(keys, keys, self).filter((text) => text !== keys.key);
	const unseen = await row.record([keys.key, ...own], textsAtMost);
	if (unseen.has(keys.key)) {
		if (own.some((text) => !unseen.has(text))) await writeAnew({ row, textsAtMost }, keys, own);
		await writeOthers({ row, textsAtMost }, keys);
		return { kind: 'new', under: keys, isDone: false };
	}
	// At once, before anything else is read: if n8n ends in between, the event stays open, and may run a second time.
	await untilWritten(async () => await row.remove(own.filter((text) => unseen.has(text))));
	const isOwnName = !unseen.has(nameText(keys, keys));
	const found = isOwnName
		? { under: keys, isDone: unseen.has(openText(keys)) && !(await isRewritten(row, keys)) }
		: await underAnotherName(row, keys);
	const by = await takerOf(row, found.under.key, self);
	if (by?.executionId !== self.executionId) return { kind: 'taken', by, ...found };
	// The database, or n8n, went away before the last step.
	if (isOwnName) await writeOthers({ row, textsAtMost }, keys);
	return { kind: 'own', by, ...found };
}

/** For whoever takes an event under its own name: a redelivery must not pass on what it comes under, or a chain of them would never end. */
async function writeOthers({ row, textsAtMost }: Slot, { more }: EventKeys): Promise<void> {
	const others = more.map(({ key }) => key);
	if (others.length > 0) await untilWritten(async () => await row.record(others, textsAtMost));
}

/**
 * Newer events pushed out the event, not yet all of its texts. They would go before it: an event that is not open counts as done.
 * Another trigger of the workflow may have written the open text, so n8n must not end without it.
 */
async function writeAnew({ row, textsAtMost }: Slot, { id, key }: EventName, own: string[]): Promise<void> {
	await row.record([rewritingText({ id })], textsAtMost);
	await row.remove([key, ...own, ...takerTextsByPlace(key).flat()]);
	await row.record([key, ...own], textsAtMost);
	await untilWritten(async () => await row.remove([rewritingText({ id })]));
}

const isRewritten = async (row: OwnRow, name: EventName) =>
	(await knownOf(row, [rewritingText(name)])).size > 0;

/** The first name in the order given. If the event itself made room for newer ones, there is none, and nothing says that it is done. */
async function underAnotherName(
	row: OwnRow,
	keys: EventKeys,
): Promise<{ under: EventName; isDone: boolean }> {
	const texts = keys.more.flatMap((name) => [nameText(name, keys), openText(name)]);
	const known = await knownOf(row, texts);
	const under = keys.more.find((name) => known.has(nameText(name, keys)));
	if (under === undefined) return { under: keys, isDone: false };
	return { under, isDone: !known.has(openText(under)) && !(await isRewritten(row, under)) };
}

/**
 * Place by place: if n8n ends in between, the texts of one place stay. Those of all places would fill the list, and everything
 * older in it would make room.
 */
async function takerOf(row: OwnRow, key: string, self: Taker): Promise<Taker | undefined> {
	const known = new Set<string>();
	for (const texts of takerTextsByPlace(key)) {
		const here = await knownOf(row, texts);
		if (here.size !== 1) return undefined;
		for (const text of here) known.add(text);
	}
	return readTaker(key, known, self);
}

/** From now on the event is this execution's. */
async function takeOver({ row }: Slot, under: EventName, keys: EventKeys, self: Taker): Promise<void> {
	const own = textsOf(under, keys, self);
	const before = takerTextsByPlace(under.key).flat();
	await row.remove(before.filter((text) => !own.includes(text)));
	await row.record(own);
}
