import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { mayHaveRun } from '../api/statusErrors';
import { fetchFiles, keepAnswer, outputIds } from './files';
import { acknowledged, made, nextStep, type Acknowledged, type Job, type Sent } from './job';
import { jobOf, remember, sendOnce } from './jobs';
import { canBeFetched, readAsyncAnswer, readSyncHeaders, AsyncAnswer } from './receipt';
import { withoutContent, type PdfRequest } from './request';
import type { Settings } from './settings';
import { failureOf, lateError, mayComeYet, messageOf, sentBefore, withRequestId } from './stepErrors';
import { toApiRequest } from './toApiRequest';
import { isTimeUp, waitFor } from './waiting';

/** Sends a generation that was not sent before in this execution. */
export async function start(
	context: IExecuteFunctions,
	settings: Settings,
	items: number[],
	requests: PdfRequest[],
): Promise<INodeExecutionData[]> {
	const job: Sent = { state: 'sent', items, requests: requests.map(withoutContent) };
	const request = toApiRequest(settings, requests);
	if (settings.when === 'file') {
		const answer = await sendOnce(context, job, async () => await settings.api.stream(request));
		return await takeFiles(context, settings, job, answer);
	}
	const answer = await sendOnce(context, job, async () => await settings.api.json(request, AsyncAnswer));
	const known = remember(context, acknowledged(job, readAsyncAnswer(answer, job.requests)));
	// It takes seconds at least: the first look at once would be in vain.
	return settings.when === 'sleep' ? waitFor(context, settings) : await resume(context, settings, known);
}

/** Goes on with a generation that was sent before. Empty while it is waited for. */
export async function resume(
	context: IExecuteFunctions,
	settings: Settings,
	job: Job,
): Promise<INodeExecutionData[]> {
	const next = nextStep(job, settings.when);
	switch (next.step) {
		case 'report unknown':
			throw sentBefore(next.job);
		case 'report failure':
			throw new RemedyError(next.job.failure.message, next.job.failure.remedy);
		case 'return files':
			return next.job.output;
		case 'return IDs':
			return outputIds(settings, next.job);
		case 'fetch files':
			return await fetchOrWait(context, settings, next.job);
	}
}

async function fetchOrWait(
	context: IExecuteFunctions,
	settings: Settings,
	job: Acknowledged,
): Promise<INodeExecutionData[]> {
	const outcome = await fetchFiles(context, settings, job).catch((error: unknown) => ({ error }));
	if (!('error' in outcome)) return remember(context, made(job, outcome)).output;
	const { error } = outcome;
	if (settings.when !== 'sleep' || !mayComeYet(error)) throw withRequestId(error, job);
	if (isTimeUp(context, settings)) throw lateError(settings, job, messageOf(error));
	return waitFor(context, settings);
}

/** The files are in the answer itself. With the IDs in its headers they can be had again at no cost. */
async function takeFiles(
	context: IExecuteFunctions,
	settings: Settings,
	job: Sent,
	answer: Awaited<ReturnType<Settings['api']['stream']>>,
): Promise<INodeExecutionData[]> {
	const known = acknowledged(job, readSyncHeaders(answer.headers, job.requests));
	const isFetchable = canBeFetched(known.receipt);
	if (isFetchable) remember(context, known);
	const outcome = await keepAnswer(context, settings, known, answer).catch((error: unknown) => ({ error }));
	if (!('error' in outcome)) {
		// Where the answer was all there is, another try takes these files.
		return isFetchable ? outcome : remember(context, made(known, outcome)).output;
	}
	if (context.getExecutionCancelSignal()?.aborted) throw outcome.error;
	if (isFetchable) return await resume(context, settings, known);
	throw new RemedyError(messageOf(outcome.error), mayHaveRun, { outcomeUnknown: true });
}

/** With "continue on fail" the run goes on without what failed; a later look must not try it again. */
export function noteFailure(context: IExecuteFunctions, items: number[], error: unknown): void {
	if (!context.continueOnFail()) return;
	const job = jobOf(context, items[0]!);
	const receipt = job !== undefined && 'receipt' in job ? job.receipt : undefined;
	remember(context, {
		state: 'failed',
		items: job?.items ?? items,
		requests: job?.requests ?? [],
		failure: failureOf(error),
		...(receipt !== undefined && { receipt }),
	});
}
