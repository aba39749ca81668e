import type { IExecuteFunctions } from 'n8n-workflow';
import { inTurn } from '../../shared/run/inTurn';
import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';

const ENTRIES_AT_MOST = 10_000;
const TRIES = 3;
const PAUSE_MS = 100;

/** n8n keeps the entries with the workflow, in its database: they survive restarts and are shared by all nodes of it. */
const SCOPE = 'workflow';
const OPTIONS = { mode: 'entries' as const, maxEntries: ENTRIES_AT_MOST };

const knownEntry = (id: string) => `tesouro report ${id.toLowerCase()} known`;
const openEntry = (id: string) => `tesouro report ${id.toLowerCase()} open`;

/**
 * Which of these reports this workflow has not handled yet.
 *
 * n8n's helper can only ask *and* record in one step. So what is recorded is not that a report was handled but that it
 * is open: a report that is known and not open has been handled. Whatever goes wrong on the way (a crash between two
 * steps, an entry that another process overwrote, one that fell out of the list) leaves it open or makes it unknown:
 * a report may come twice then, but it is never lost.
 */
export async function unhandled(context: IExecuteFunctions, ids: string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	return await inLine(context, async () => {
		const entries = ids.flatMap((id) => [knownEntry(id), openEntry(id)]);
		const { new: unseen } = await context.helpers.checkProcessedAndRecord(entries, SCOPE, OPTIONS);
		const recorded = new Set(unseen);
		const isHandled = (id: string) => !recorded.has(knownEntry(id)) && recorded.has(openEntry(id));
		const handled = ids.filter(isHandled);
		if (handled.length > 0) {
			await context.helpers.removeProcessed(handled.map(openEntry), SCOPE, OPTIONS);
		}
		return new Set(ids.filter((id) => !isHandled(id)));
	});
}

/** Records that this workflow is done with the report. */
export async function markHandled(context: IExecuteFunctions, id: string): Promise<void> {
	await inLine(context, async () => {
		await context.helpers.checkProcessedAndRecord([knownEntry(id)], SCOPE, OPTIONS);
		await context.helpers.removeProcessed([openEntry(id)], SCOPE, OPTIONS);
	});
}

/** n8n's helper is a read-modify-write without a lock. */
const inLine = async <Result>(context: IExecuteFunctions, work: () => Promise<Result>): Promise<Result> =>
	await inTurn(JSON.stringify(['handled', context.getWorkflow().id]), async () => await persistently(work));

async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
	for (let attempt = 1; attempt < TRIES; attempt++) {
		const outcome = await work().then(
			(result) => ({ result }),
			() => undefined,
		);
		if (outcome !== undefined) return outcome.result;
		await clock.pause(PAUSE_MS * attempt);
	}
	return await work().catch((error: unknown) => {
		throw new RemedyError(
			`n8n could not say which reports were handled (${error instanceof Error ? error.message : 'no reason'})`,
			'Save the workflow, and check the database of this n8n; then run the step again.',
			{ temporary: true },
		);
	});
}
