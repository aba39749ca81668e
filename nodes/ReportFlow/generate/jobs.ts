import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import type { Asked } from './content';
import type { Receipt } from './receipt';
import { mayHaveRun } from '../api/statusErrors';

/**
 * What became of one generation in this execution. n8n runs a node again when it waits, and on "Retry On Fail"; what was
 * generated then must not be generated twice, since pages are billed.
 */
export interface Job {
	/** The items whose PDFs it makes. */
	items: number[];
	asked: Asked[];
	/** Undefined while, or because, nobody knows what became of the request. */
	receipt?: Receipt;
	/** What goes on; there once all of it is. */
	output?: INodeExecutionData[];
	/** Why it will not go on, where the run goes on without it. */
	failure?: { message: string; remedy: string };
}

interface Memory {
	jobs?: { runIndex: number; list: Job[] };
}

/** n8n keeps it with the execution, also while that waits, and from one try to the next. */
const memoryOf = (context: IExecuteFunctions) => context.getContext('node') as Memory;

/** The jobs of this run of the node; a loop runs it several times in one execution. */
export function jobsOf(context: IExecuteFunctions): Job[] {
	const memory = memoryOf(context);
	const { $runIndex: runIndex } = context.getWorkflowDataProxy(0) as unknown as { $runIndex: number };
	if (memory.jobs?.runIndex !== runIndex) memory.jobs = { runIndex, list: [] };
	return memory.jobs.list;
}

/** To be called when the run has ended well: nothing of it stays with the execution. */
export function forgetJobs(context: IExecuteFunctions): void {
	delete memoryOf(context).jobs;
}

/** Who starts an execution again from the list has looked, and wants what is missing. */
export function forgetUnknown(context: IExecuteFunctions): void {
	if (context.getMode() !== 'retry') return;
	const { jobs } = memoryOf(context);
	if (jobs !== undefined) jobs.list = jobs.list.filter(({ receipt }) => receipt !== undefined);
}

/**
 * Sends a generation and writes down that it was sent before it is: whatever ends the try in between, the next one
 * knows. What was certainly refused is forgotten.
 */
export async function sendJob<Answer>(
	context: IExecuteFunctions,
	job: Job,
	send: () => Promise<Answer>,
): Promise<Answer> {
	const jobs = jobsOf(context);
	jobs.push(job);
	return await send().catch((error: unknown) => {
		const isCertain = error instanceof RemedyError && !error.outcomeUnknown;
		if (isCertain) jobs.splice(jobs.indexOf(job), 1);
		throw error;
	});
}

/** For a job that was sent in an earlier try, of which nobody knows what became. */
export const sentBefore = ({ asked }: Job) =>
	new RemedyError(
		`${asked.length === 1 ? 'The PDF was' : `${asked.length} PDFs were`} asked for in an earlier try, whose answer was lost`,
		mayHaveRun,
		{ outcomeUnknown: true },
	);
