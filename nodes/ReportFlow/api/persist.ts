import { persist as persistWith, type Again } from '../../shared/http/persist';
import { RemedyError } from '../../shared/run/remedyError';
import type { Patience } from './patience';
import { askedPause, holdBack, pauseLeft } from './rateLimit';
import { discard, readAnswer, type HttpContext, type OpenAnswer } from './send';
import { mayHaveRun, statusError, type Purpose } from './statusErrors';
import { type Access, type ApiRequest, waitForTurn, sendAuthenticated } from './sendInTurn';

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

/** A generation whose answer was lost may have run: people must know that. */
export function withPurpose(error: unknown, purpose: Purpose): RemedyError {
	if (!(error instanceof RemedyError)) throw error;
	if (purpose !== 'generate' || !error.outcomeUnknown || error.remedy === mayHaveRun) return error;
	return new RemedyError(error.message, mayHaveRun, error);
}
