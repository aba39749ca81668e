import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import { reportFlow } from '../facts';
import type { Generation } from './credential';
import type { Patience } from './patience';
import { pauseLeft, takePlace, type RateClass } from './rateLimit';
import { send, type HttpContext, type OpenAnswer } from './send';
import type { Purpose } from './statusErrors';

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

export async function sendAuthenticated(
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

export async function waitForTurn(
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
