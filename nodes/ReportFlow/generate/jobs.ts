import type { IExecuteFunctions } from 'n8n-workflow';
import { runMemory } from '../../shared/run/runMemory';
import { RemedyError } from '../../shared/run/remedyError';
import { isKnown, type Job, type Sent } from './job';

const NAME = 'jobs';

const memoryOf = (context: IExecuteFunctions) => runMemory(context, NAME, () => ({ list: [] as Job[] }));

/**
 * The generations of this run of the node, by item. n8n runs a node again when it waits, and on "Retry On Fail"; what was
 * generated then must not be generated twice, since pages are billed.
 */
export const jobsOf = (context: IExecuteFunctions): readonly Job[] => memoryOf(context).list;

export const jobOf = (context: IExecuteFunctions, item: number): Job | undefined =>
	jobsOf(context).find(({ items }) => items[0] === item);

/** Writes down the state of a generation, in place of the one before. */
export function remember<Kind extends Job>(context: IExecuteFunctions, job: Kind): Kind {
	const { list } = memoryOf(context);
	const index = list.findIndex(({ items }) => items[0] === job.items[0]);
	if (index < 0) list.push(job);
	else list[index] = job;
	return job;
}

/** To be called before a run that somebody started again from the list. */
export function forgetUnknown(context: IExecuteFunctions): void {
	if (context.getMode() !== 'retry') return;
	const memory = memoryOf(context);
	memory.list = memory.list.filter(isKnown);
}

/**
 * Sends a generation, and writes down that it was sent before it is: whatever ends the try in between, the next one knows.
 * What was certainly refused is forgotten.
 */
export async function sendOnce<Answer>(
	context: IExecuteFunctions,
	job: Sent,
	send: () => Promise<Answer>,
): Promise<Answer> {
	remember(context, job);
	return await send().catch((error: unknown) => {
		const isCertain = error instanceof RemedyError && !error.outcomeUnknown;
		const memory = memoryOf(context);
		if (isCertain) memory.list = memory.list.filter((other) => other !== job);
		throw error;
	});
}
