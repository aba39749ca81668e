import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { inTurn } from '../run/inTurn';
import { locked } from './locked';
import { hasOwnRows, OwnRow } from './ownRow';
import { isTheOnlyProcess, noteThatItExecutes } from './thisProcess';

/**
 * n8n rewrites a list whole for each text that it adds. So the memory of a workflow is cut into many short lists. With 10,000
 * events of 7 texts each, a list has 10 events and 1.8 KB. At 73 events (74,000 in all) the oldest texts make room.
 * Reading who took an event adds 256 texts for a moment, and leaves them there if n8n is killed: up to 36 events there is room
 * for them. Each of ConnectReport has 26 texts, so there it is 9.
 */
const SLOTS = 1024;
const TEXTS_A_SLOT = 512;
/** In an n8n that has no rows for us, one list holds everything. */
const TEXTS_AT_MOST = 20_000;

/** The part of the memory that a topic belongs to, always the same one. */
export interface Slot {
	row: OwnRow;
	textsAtMost: number;
}

/** Reads, decides and writes in the slot of this topic, while nothing else does, in this process or in any other. */
export async function inSlot<Result>(
	context: IExecuteFunctions,
	topic: string,
	work: (slot: Slot) => Promise<Result>,
): Promise<Result> {
	// In queue mode, too, test runs are executed by the process that receives deliveries.
	if (context.getMode() !== 'manual') noteThatItExecutes();
	const isCut = await hasOwnRows(context);
	const name = isCut ? `slot ${slotOf(topic)}` : 'everything';
	const slot = {
		row: new OwnRow(context, name),
		textsAtMost: isCut ? TEXTS_A_SLOT : TEXTS_AT_MOST,
	};
	const line = JSON.stringify([context.getWorkflow().id, name]);
	return await inTurn(line, async () => {
		const isAlone = !isCut || isTheOnlyProcess();
		return isAlone ? await work(slot) : await locked(context, name, async () => await work(slot));
	});
}

const slotOf = (topic: string) => createHash('sha256').update(topic).digest().readUInt32BE(0) % SLOTS;
