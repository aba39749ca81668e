import { inTurn } from '../../../shared/run/inTurn';
import { clock } from '../../../shared/run/clock';
import { RemedyError } from '../../../shared/run/remedyError';
import { z } from '../../../shared/vendor/zod';
import { attempt } from '../../../shared/http/attempt';
import { oneLine } from '../../../shared/run/oneLine';
import type { TesouroApi } from '../../api/transport';
import type { AsyncReportRequest } from '../asyncReports';
import { createAsyncReport } from '../documents';
import { madeRecently, rememberMade } from './madeRecently';
import { findRequested, type RequestKey } from './requestKey';

/** Pauses before the looks at Tesouro's list after a lost answer: 2, 5 and 10 seconds after it. The list may lag behind. */
const PAUSES_MS = [2_000, 3_000, 5_000];
/** Sent again only after all looks were in vain. */
const SENT_AT_MOST = 2;

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
	wasRequestedBefore: boolean;
	/** Tesouro's record, when the report had been asked for before and is in its list. */
	record?: AsyncReportRequest;
}

/**
 * Asks for a report once, also when the answer is lost: then the tag of the request is looked for in Tesouro's list, several
 * times, before the request is sent again, and what is found there is the answer.
 *
 * With a key of the user's, executions of this process that ask at the same moment wait for one another. Two workers of
 * one n8n cannot: Tesouro has nothing that would lock.
 */
export async function createReport(
	api: TesouroApi,
	input: object,
	key: RequestKey,
	signal?: AbortSignal,
): Promise<CreatedReport> {
	if (!key.isOwn) return await createOnce(api, input, key, signal);
	return await inTurn(JSON.stringify(['request', api.identity, key.tag]), async () => {
		const created = await createOnce(api, input, key, signal);
		if (!created.wasRequestedBefore) rememberMade(api.identity, key.tag, created.requestId);
		return created;
	});
}

async function createOnce(
	api: TesouroApi,
	input: object,
	key: RequestKey,
	signal: AbortSignal | undefined,
): Promise<CreatedReport> {
	const before = key.mayExist ? await lookUntilAnswered(api, key, signal) : undefined;
	if (before !== undefined) return before;
	for (let sent = 1; ; sent++) {
		const answer = await attempt(async () => await send(api, input));
		if (!(answer instanceof RemedyError)) return { requestId: answer, wasRequestedBefore: false };
		if (!answer.outcomeUnknown) throw answer;
		const found = await lookAfterLoss(api, key, signal);
		// Not knowing, nothing is sent.
		if (found === 'not known' || (found === undefined && sent === SENT_AT_MOST)) throw unsure(answer);
		if (found !== undefined) return found;
	}
}

async function look(api: TesouroApi, key: RequestKey): Promise<CreatedReport | undefined> {
	const found = await findRequested(api, key);
	if (found === 'spent') return undefined;
	if (found !== undefined) return { requestId: found.requestId, wasRequestedBefore: true, record: found };
	const requestId = key.isOwn ? madeRecently(api.identity, key.tag) : undefined;
	return requestId === undefined ? undefined : { requestId, wasRequestedBefore: true };
}

/** Looks again while Tesouro cannot answer: not knowing, nothing is sent. Throws the last failure. */
async function lookUntilAnswered(
	api: TesouroApi,
	key: RequestKey,
	signal: AbortSignal | undefined,
): Promise<CreatedReport | undefined> {
	for (const ms of PAUSES_MS) {
		const found = await attempt(async () => await look(api, key));
		if (!(found instanceof RemedyError)) return found;
		if (!found.temporary || signal?.aborted) throw found;
		await clock.pause(ms, signal);
	}
	return await look(api, key);
}

/** `not known` when the last look failed, or the execution was stopped. */
async function lookAfterLoss(
	api: TesouroApi,
	key: RequestKey,
	signal: AbortSignal | undefined,
): Promise<CreatedReport | 'not known' | undefined> {
	let found: CreatedReport | RemedyError | undefined;
	for (const ms of PAUSES_MS) {
		await clock.pause(ms, signal);
		if (signal?.aborted) return 'not known';
		found = await attempt(async () => await look(api, key));
		if (found !== undefined && !(found instanceof RemedyError)) return found;
	}
	return found instanceof RemedyError ? 'not known' : undefined;
}

async function send(api: TesouroApi, input: object): Promise<string> {
	const { createAsyncReport: answer } = await api.query(createAsyncReport, { input }, Answer, refuse);
	return answer.asyncReportResponse!.requestId;
}

function refuse({ createAsyncReport: answer }: z.output<typeof Answer>, support: string): void {
	if (answer.asyncReportResponse) return;
	const errors = answer.errors ?? [];
	const problems = errors.map(({ message, advice }) => oneLine([message, advice].filter(Boolean).join('. ')));
	const isRefused = errors.some(({ __typename }) => __typename === 'FailedToCreateAsyncReportError');
	throw new (isRefused ? ReportRefused : RemedyError)(
		`Tesouro did not accept the report: ${problems.join('; ') || 'it gave no reason'}`,
		`Correct what the message names; a shorter range of days may help: see "Split Into".${support}`,
	);
}

const unsure = (error: RemedyError) =>
	new RemedyError(
		`${error.message}. Tesouro may still have accepted the request`,
		`${error.remedy} "Retry" of this execution, or your own "Request Key" in the options, finds the report if it was made, instead of requesting a second one.`,
		{ temporary: true, outcomeUnknown: true },
	);
