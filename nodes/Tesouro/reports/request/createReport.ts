import { pause } from '../../../shared/pause';
import { RemedyError } from '../../../shared/remedyError';
import { z } from '../../../shared/vendor/zod';
import { attempt } from '../../api/attempt';
import { plain } from '../../api/support';
import type { TesouroApi } from '../../api/transport';
import type { AsyncReportRequest } from '../asyncReports';
import { createAsyncReport } from '../documents';
import { findRequested, type RequestKey } from './requestKey';

/** Before each look at Tesouro's list, which may need time to show a request. After the last one, nothing is sent. */
const PAUSES_MS = [2_000, 5_000];

const Answer = z.object({
	createAsyncReport: z.object({
		asyncReportResponse: z.object({ requestId: z.string().min(1) }).nullish(),
		errors: z
			.array(
				z
					.object({ __typename: z.string().nullish(), message: z.string(), advice: z.string().nullish() })
					.passthrough(),
			)
			.nullish(),
	}),
});

/** Tesouro understood the request and made no report of it: `FailedToCreateAsyncReportError`. */
export class ReportRefused extends RemedyError {}

export interface CreatedReport {
	requestId: string;
	/** Tesouro's record, when the report had been asked for before. */
	record?: AsyncReportRequest;
}

/**
 * Asks for a report once, also when the answer is lost: then the tag of the request is looked for in Tesouro's list
 * before the request is sent again, and what is found there is the answer.
 */
export async function createReport(
	api: TesouroApi,
	input: object,
	key: RequestKey,
	signal?: AbortSignal,
): Promise<CreatedReport> {
	let lost: RemedyError | undefined;
	for (let pauses = 0; ; pauses++) {
		if (lost !== undefined || key.mayExist) {
			const found = await attempt(async () => await findRequested(api, key));
			if (found instanceof RemedyError) {
				// Not knowing, nothing is sent.
				if (!found.temporary || !(await pauseFor(pauses, signal))) throw lost ? unsure(lost) : found;
				continue;
			}
			if (found !== undefined) return { requestId: found.requestId, record: found };
		}
		if (lost !== undefined && pauses >= PAUSES_MS.length) throw unsure(lost);
		const sent = await attempt(async () => await send(api, input));
		if (!(sent instanceof RemedyError)) return { requestId: sent };
		if (!sent.outcomeUnknown) throw sent;
		lost = sent;
		if (!(await pauseFor(pauses, signal))) throw unsure(lost);
	}
}

/** False when there were enough pauses, or the execution was stopped. */
async function pauseFor(pauses: number, signal: AbortSignal | undefined): Promise<boolean> {
	const ms = PAUSES_MS[pauses];
	if (ms === undefined || signal?.aborted) return false;
	await pause(ms, signal);
	return true;
}

async function send(api: TesouroApi, input: object): Promise<string> {
	const { createAsyncReport: answer } = await api.query(createAsyncReport, { input }, Answer, refuse);
	return answer.asyncReportResponse!.requestId;
}

function refuse({ createAsyncReport: answer }: z.output<typeof Answer>, support: string): void {
	if (answer.asyncReportResponse) return;
	const errors = answer.errors ?? [];
	const problems = errors.map(({ message, advice }) => plain([message, advice].filter(Boolean).join('. ')));
	const isRefused = errors.some(({ __typename }) => __typename === 'FailedToCreateAsyncReportError');
	throw new (isRefused ? ReportRefused : RemedyError)(
		`Tesouro did not accept the report: ${problems.join('; ') || 'it gave no reason'}`,
		`Correct what the message names; a shorter range of days may help: see "Split Into".${support}`,
	);
}

const unsure = (error: RemedyError) =>
	new RemedyError(
		`${error.message}. Tesouro may have taken the request all the same`,
		`${error.remedy} "Retry" of this execution, or a "Request Key" of your own in the options, finds the report if it was made, instead of asking for a second one.`,
		{ temporary: true, outcomeUnknown: true },
	);
