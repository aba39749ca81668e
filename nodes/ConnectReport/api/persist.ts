import { spread, type Patience } from '../../shared/http/patience';
import { persist as persistWith } from '../../shared/http/persist';
import type { Answer, OpenAnswer } from '../../shared/http/send';
import { RemedyError } from '../../shared/run/remedyError';

/** How often a request may be sent again after a failure that may pass. */
export type Repeat = 'always' | 'once' | 'never';

/** Statuses that may be others a moment later: "retry GETs on 429/502/503/504". 500 is an error of the request. */
const passing = [429, 502, 503, 504];

/** A failure, with the pause that the server asked for. */
class Paused extends RemedyError {
	constructor(
		error: RemedyError,
		readonly pauseMs: number,
	) {
		super(error.message, error.remedy, error);
	}
}

/** The same failure with what `Retry-After` says: seconds, or a date. */
export function withPause(
	error: RemedyError,
	{ headers }: Answer | OpenAnswer,
	now = Date.now(),
): RemedyError {
	const wish = headers['retry-after']?.trim() ?? '';
	const ms = /^\d+(\.\d+)?$/.test(wish) ? Number(wish) * 1000 : Date.parse(wish) - now;
	return ms > 0 ? new Paused(error, ms) : error;
}

/** Sends a request, and again as often as it may be and the patience allows. Throws the last failure. */
export async function persist<Result>(
	send: () => Promise<Result>,
	repeat: Repeat,
	patience: Patience,
): Promise<Result> {
	const retries = { always: patience.retries, once: Math.min(1, patience.retries), never: 0 }[repeat];
	return await persistWith<Result>(
		{
			send,
			async turn() {
				if (patience.signal?.aborted) throw givenUp();
			},
			again(outcome, growingMs) {
				if (!(outcome instanceof RemedyError) || !outcome.temporary) return undefined;
				if (outcome.status !== undefined && !passing.includes(outcome.status)) return undefined;
				const asked = outcome instanceof Paused ? spread(outcome.pauseMs) : 0;
				return { isRefusal: outcome.status === 429, waitMs: Math.max(asked, growingMs) };
			},
		},
		{ ...patience, retries },
	);
}

const givenUp = () =>
	new RemedyError('ConnectReport did not answer in time', 'Run the step again in a few minutes.', {
		temporary: true,
	});
