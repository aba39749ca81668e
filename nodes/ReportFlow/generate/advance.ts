import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { lookAgain, lookingSince } from '../../shared/run/patientLook';
import type { Asked, Wish } from './content';
import { reportFlow } from '../facts';
import { fetchJob, keepSyncAnswer } from './fetchJob';
import type { How } from './how';
import { toItem } from './generatedFile';
import { jobsOf, sendJob, sentBefore, type Job } from './jobs';
import { AsyncAnswer, readAsyncAnswer, readSyncHeaders } from './receipt';
import { mayHaveRun } from '../api/statusErrors';

const ONE_MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 10 * ONE_MINUTE_MS;
/** How an answer says that a file is not there yet: no document does. 404 also says that it never will be. */
const notYet = new Set([202, 400, 404, 409, 425]);

/** The values may be large, and are no longer needed. */
const withoutContent = ({ designId, version, fileName, correlationId, warnings }: Wish): Asked => ({
	designId,
	version,
	fileName,
	...(correlationId !== undefined && { correlationId }),
	warnings,
});

/** Sends a generation that was not sent before in this execution. */
export async function begin(
	context: IExecuteFunctions,
	how: How,
	items: number[],
	wishes: Wish[],
): Promise<INodeExecutionData[]> {
	const job: Job = { items, asked: wishes.map(withoutContent) };
	if (how.when === 'file') return await generateNow(context, how, job, wishes);
	const answer = await sendJob(
		context,
		job,
		async () => await how.api.json(toRequest(how, wishes), AsyncAnswer),
	);
	job.receipt = readAsyncAnswer(answer, job.asked);
	return await goOn(context, how, job, true);
}

/** Goes on with a generation that was sent before. Empty while it is waited for. */
export async function goOn(
	context: IExecuteFunctions,
	how: How,
	job: Job,
	wasJustSent = false,
): Promise<INodeExecutionData[]> {
	if (job.output !== undefined) return job.output;
	if (job.failure !== undefined) throw new RemedyError(job.failure.message, job.failure.remedy);
	const { receipt } = job;
	if (receipt === undefined) throw sentBefore(job);
	if (how.when === 'atOnce') {
		return job.asked.map((asked, index) => ({
			...toItem(how.api, asked, receipt.requestId, receipt.files[index]),
			pairedItem: { item: job.items[index]! },
		}));
	}
	if (how.when === 'sleep' && wasJustSent) return waitFor(context, how);
	try {
		job.output = await fetchJob(context, how, job);
		return job.output;
	} catch (error) {
		if (how.when !== 'sleep' || !mayComeYet(error)) throw withRequestId(error, job);
		if (Date.now() >= deadlineOf(context, how)) throw late(how, job, error as RemedyError);
		return waitFor(context, how);
	}
}

async function generateNow(
	context: IExecuteFunctions,
	how: How,
	job: Job,
	wishes: Wish[],
): Promise<INodeExecutionData[]> {
	const answer = await sendJob(context, job, async () => await how.api.stream(toRequest(how, wishes)));
	const receipt = readSyncHeaders(answer.headers, job.asked);
	// With these, the files can be had again at no cost; without, the answer is all there is.
	const canBeFetched = receipt.requestId !== undefined && receipt.files.every((file) => file !== undefined);
	if (canBeFetched) job.receipt = receipt;
	return await keepSyncAnswer(context, how, { ...job, receipt }, answer).catch(async (error: unknown) => {
		if (context.getExecutionCancelSignal()?.aborted) throw error;
		if (canBeFetched) return await goOn(context, how, job);
		throw new RemedyError(messageOf(error), mayHaveRun, { outcomeUnknown: true });
	});
}

function toRequest({ isMany, when }: How, wishes: Wish[]) {
	const { paths } = reportFlow;
	const isSync = when === 'file';
	const [first] = wishes as [Wish];
	const contents = wishes.map(({ content }) => content);
	return {
		method: 'POST',
		path: isSync
			? isMany
				? paths.syncMultiple
				: paths.syncSingle
			: isMany
				? paths.asyncMultiple
				: paths.asyncSingle,
		body: {
			designId: first.designId,
			version: first.version,
			...(isMany ? { contents } : { content: contents[0] }),
		},
		purpose: 'generate',
		rateClass: isSync ? 'sync' : 'async',
	} as const;
}

function waitFor(context: IExecuteFunctions, how: How): INodeExecutionData[] {
	lookAgain(context, deadlineOf(context, how), LONGEST_PAUSE_MS);
	return [];
}

const deadlineOf = (context: IExecuteFunctions, { minutesAtMost }: How) =>
	lookingSince(context) + minutesAtMost * ONE_MINUTE_MS;

const mayComeYet = (error: unknown): boolean =>
	error instanceof RemedyError && (error.temporary || notYet.has(error.status ?? 0));

function late({ minutesAtMost }: How, job: Job, { message }: RemedyError): RemedyError {
	return new RemedyError(
		`${job.asked.length === 1 ? 'The PDF is' : `${job.asked.length} PDFs are`} late: not there after ${minutesAtMost} minutes. The last answer was: ${message}`,
		`Do not generate it again before you have looked: fetch it later with Download, request ID ${job.receipt?.requestId}, or allow more minutes. ReportFlow tells nobody when a generation has failed.`,
	);
}

/** What was made can be fetched: whoever reads the error should not generate it again. 422 says that it was not made. */
function withRequestId(error: unknown, { receipt }: Job): unknown {
	if (error instanceof RemedyError && error.status === 422) return error;
	const remedy = remedyOf(error);
	return new RemedyError(
		messageOf(error),
		`${remedy === '' ? '' : `${remedy} `}It was generated: Download gets it with the request ID ${receipt?.requestId}.`,
		error instanceof RemedyError ? error : {},
	);
}

const remedyOf = (error: unknown) => (error instanceof RemedyError ? error.remedy : '');
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** With "continue on fail" the run goes on without what failed; a later look must not try it again. */
export function noteFailure(context: IExecuteFunctions, items: number[], error: unknown): void {
	if (!context.continueOnFail()) return;
	const jobs = jobsOf(context);
	const failure = { message: messageOf(error), remedy: remedyOf(error) };
	const job = jobs.find((one) => one.items[0] === items[0]);
	if (job === undefined) jobs.push({ items, asked: [], failure });
	else job.failure = failure;
}
