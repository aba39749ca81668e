import { persist as persistWith, type Again } from '../../shared/http/persist';
import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import { reportFlow } from '../facts';
import type { Generation } from './credential';
import type { Patience } from './patience';
import { askedPause, holdBack, pauseLeft, takePlace, type RateClass } from './rateLimit';
import { discard, readAnswer, send, type HttpContext, type OpenAnswer } from './send';
import { mayHaveRun, statusError, type Purpose } from './statusErrors';

export interface ApiRequest {
	method: 'GET' | 'POST';
	/** From the base URL, with its slash; made by `paths.ts` where it holds an ID. */
	path: string;
	query?: Record<string, string>;
	body?: object;
	purpose: Purpose;
	/** Undefined for what the published rates do not count. */
	rateClass?: RateClass;
}

/** How requests prove whose they are. */
export interface Access {
	baseUrl: string;
	identity: string;
	requestBytesAtMost: number;
	generation: Generation;
	perMinute: Record<RateClass, number>;
	headers(): Promise<Record<string, string>>;
	/** After 401; false when there is nothing to renew. */
	renew(): Promise<boolean>;
}

/**
 * Sends a request, and again as often as the patience allows: after 429, and when no connection came about, because
 * nothing was done then; after any other failure only what is not billed. Resolves with a success.
 */
export async function persist(
	context: HttpContext,
	access: Access,
	request: ApiRequest,
	patience: Patience,
): Promise<OpenAnswer> {
	return await persistWith<OpenAnswer>(
		{
			turn: async () => await waitForTurn(access, request, patience),
			send: async () =>
				await sendOnce(context, access, request, patience).catch((error: unknown) => {
					throw withPurpose(error, request.purpose);
				}),
			again: (outcome, growingMs) =>
				outcome instanceof RemedyError ? again(outcome, access, request, growingMs) : undefined,
		},
		patience,
	);
}

/** Undefined when sending it again is pointless, or may generate twice. */
function again(
	failure: RemedyError,
	{ identity }: Access,
	{ method, rateClass }: ApiRequest,
	growingMs: number,
): Again | undefined {
	// After a refusal `waitForTurn` waits: nothing else of this workspace may be sent in the meantime.
	const isWaitedForInTurn = rateClass !== undefined && pauseLeft(identity, rateClass) > 0;
	if (failure instanceof Refused) return { isRefusal: true, waitMs: failure.pauseMs, isWaitedForInTurn };
	// An answer below 500 says something that asking again at once will not change.
	const mayPass = failure.temporary && (failure.status === undefined || failure.status >= 500);
	const isSafe = mayPass && (method === 'GET' || !failure.outcomeUnknown);
	return isSafe ? { isRefusal: false, waitMs: growingMs, isWaitedForInTurn } : undefined;
}

/** 429: nothing was done. */
class Refused extends RemedyError {
	pauseMs = 0;
}

async function sendOnce(
	context: HttpContext,
	access: Access,
	request: ApiRequest,
	patience: Patience,
): Promise<OpenAnswer> {
	const { host } = new URL(access.baseUrl);
	let answer = await sendAuthenticated(context, access, request, patience);
	if (answer.status === 401 && (await access.renew())) {
		discard(answer.body);
		answer = await sendAuthenticated(context, access, request, patience);
	}
	if (answer.status >= 200 && answer.status < 300 && isExpected(answer, request)) return answer;
	const whole = await readAnswer(answer, host);
	const error = statusError(whole, request.purpose);
	if (answer.status !== 429) throw error;
	const refused = new Refused(error.message, error.remedy, error);
	refused.pauseMs = askedPause(answer.headers);
	if (request.rateClass !== undefined) holdBack(access.identity, request.rateClass, refused.pauseMs);
	throw refused;
}

/** 202 to a download says "not yet": our reading. */
const isExpected = ({ status }: OpenAnswer, { purpose }: ApiRequest) =>
	!(purpose === 'download' && status !== 200);

async function sendAuthenticated(
	context: HttpContext,
	access: Access,
	{ method, path, query, body, rateClass }: ApiRequest,
	{ timeoutMs, signal }: Patience,
): Promise<OpenAnswer> {
	return await send(context, {
		method,
		url: access.baseUrl + path,
		headers: {
			// Compressed on the way, a file would arrive with another length than the one announced.
			'accept-encoding': 'identity',
			...(body && { 'content-type': 'application/json' }),
			...(await access.headers()),
		},
		...(query && { qs: query }),
		...(body && { body: JSON.stringify(body) }),
		timeout: rateClass === 'sync' ? reportFlow.syncTimeoutMs : timeoutMs,
		...(signal && { abortSignal: signal }),
	});
}

async function waitForTurn(
	{ identity, perMinute }: Access,
	{ rateClass }: ApiRequest,
	{ turnMs, signal }: Patience,
): Promise<void> {
	if (rateClass !== undefined) {
		const wait = takePlace(identity, rateClass, perMinute[rateClass], Date.now(), turnMs);
		if (wait === undefined) throw noTurn();
		await clock.pause(wait, signal);
		// Others that were refused in the meantime wait together with it.
		for (let left = pauseLeft(identity, rateClass); left > 0 && !signal?.aborted;) {
			await clock.pause(left, signal);
			left = pauseLeft(identity, rateClass);
		}
	}
	if (signal?.aborted) {
		throw new RemedyError('The request to ReportFlow was canceled', 'The execution was canceled.');
	}
}

const noTurn = () =>
	new RemedyError('The published request rate of ReportFlow is used up for now', 'Try again in a minute.', {
		temporary: true,
	});

/** A generation whose answer was lost may have run: people must know that. */
export function withPurpose(error: unknown, purpose: Purpose): RemedyError {
	if (!(error instanceof RemedyError)) throw error;
	if (purpose !== 'generate' || !error.outcomeUnknown || error.remedy === mayHaveRun) return error;
	return new RemedyError(error.message, mayHaveRun, error);
}
