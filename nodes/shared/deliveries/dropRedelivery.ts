import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { inTurn } from '../run/inTurn';

/** Mostly two entries an event. n8n keeps them as one JSON list a node, small enough to rewrite each time. */
const ENTRIES_AT_MOST = 10_000;
const TRIES = 5;
const PAUSE_MS = 50;

/**
 * The durable layer of deduplication: passes the items on, or returns none when a different execution has already
 * taken the same event. It survives restarts and is shared by all workers, since n8n keeps it in its database.
 *
 * Each event is recorded together with the execution that took it. An execution that n8n starts again (a stalled job in
 * queue mode) finds its own entry and goes on. Test runs and retries from the list of executions drop nothing.
 *
 * `more` are other texts that redeliveries of this event may come under. They are recorded only once the event is found
 * to be new: a redelivery must not hand on what it comes under itself, or a chain of them would never end.
 */
export async function dropRedelivery(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	eventId: string,
	more: readonly string[] = [],
): Promise<INodeExecutionData[]> {
	const mode = context.getMode();
	if (mode === 'manual' || mode === 'retry') return items;

	// n8n's helper is a read-modify-write without a lock.
	const line = JSON.stringify(['redelivery', context.getWorkflow().id, context.getNode().id]);
	const redelivery = await inTurn(line, async () => await isRedelivery(context, eventId, more));
	return redelivery ? [] : items;
}

async function isRedelivery(
	context: IExecuteFunctions,
	eventId: string,
	more: readonly string[],
): Promise<boolean> {
	const own = `${eventId} taken by execution ${context.getExecutionId()}`;
	const all = [eventId, own, ...more];
	const record = async (entries: string[]) => {
		const { new: unseen } = await context.helpers.checkProcessedAndRecord(entries, 'node', {
			mode: 'entries',
			maxEntries: ENTRIES_AT_MOST,
		});
		const [eventIsNew, ownIsNew] = [unseen.includes(eventId), unseen.includes(own)];
		return { eventIsNew, ownIsNew, isKept: unseen.length === 0 };
	};

	let redelivery: boolean | undefined;
	let entries = [eventId, own];
	for (let attempt = 1; attempt <= TRIES; attempt++) {
		try {
			const seen = await record(entries);
			redelivery ??= !seen.eventIsNew && seen.ownIsNew;
			if (redelivery) {
				await takeBack(context, own);
				return true;
			}
			// Another process may have overwritten the list: only entries that are found again have been kept.
			if (seen.isKept && entries.length === all.length) return false;
			entries = all;
		} catch (error) {
			context.logger.warn(
				`${context.getNode().name}: recording the event failed (try ${attempt} of ${TRIES})`,
				{
					error: error instanceof Error ? error.message : String(error),
				},
			);
			await sleep(PAUSE_MS * attempt);
		}
	}
	// An event emitted twice can be put right; an event that was lost cannot.
	context.logger.warn(
		`${context.getNode().name}: the event ${JSON.stringify(eventId.slice(0, 200))} goes on, but could not be recorded, so a redelivery of it may run again`,
	);
	return redelivery ?? false;
}

/** What was dropped has taken nothing: with its entry, it would go on when n8n starts its execution again. */
async function takeBack(context: IExecuteFunctions, own: string): Promise<void> {
	try {
		await context.helpers.removeProcessed([own], 'node', { mode: 'entries' });
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: a redelivery was dropped, but would run if n8n starts its execution again`,
			{ error: error instanceof Error ? error.message : String(error) },
		);
	}
}
