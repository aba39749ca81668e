import { clock } from '../run/clock';
import { RemedyError } from '../run/remedyError';
import { attempt } from './attempt';
import { backOff, type Patience } from './patience';

/** That a request may be sent again, and when. */
export interface Again {
	/** The provider did nothing and said when to come back (429). */
	isRefusal: boolean;
	/** How long to wait at least. */
	waitMs: number;
	/** `turn` does that waiting, together with everybody else of the same client. */
	isWaitedForInTurn?: boolean;
}

export interface Tries<Result> {
	/** Before each try: waits for its turn, or throws a RemedyError. `deadline` is in milliseconds since 1970. */
	turn?(deadline: number): Promise<void>;
	send(): Promise<Result>;
	/**
	 * Whether to send again after this outcome; undefined for a success, and for a failure that sending again will not
	 * change or may do twice. `growingMs` is the usual wait.
	 */
	again(outcome: Result | RemedyError, growingMs: number): Again | undefined;
}

/**
 * Sends a request, and again as often as it may be and the patience allows. Refusals have a count of their own where the
 * patience has a number for them. Resolves with the last outcome; throws it when it is a RemedyError.
 */
export async function persist<Result>(
	{ turn, send, again }: Tries<Result>,
	patience: Patience & { retriesRefused?: number },
): Promise<Result> {
	const { signal, retries, retriesRefused } = patience;
	const deadline = clock.now() + patience.waitMs;
	const sent = { refused: 0, failed: 0 };
	for (;;) {
		await turn?.(deadline);
		const outcome = await attempt(send);
		const next = again(outcome, backOff(patience, sent.failed));
		const isApart = next?.isRefusal === true && retriesRefused !== undefined;
		const isTooOften = isApart ? sent.refused++ >= retriesRefused : sent.failed++ >= retries;
		const isLate = next !== undefined && clock.now() + next.waitMs > deadline;
		if (next === undefined || isTooOften || isLate || signal?.aborted) {
			if (outcome instanceof RemedyError) throw outcome;
			return outcome;
		}
		if (next.isWaitedForInTurn !== true) await clock.pause(next.waitMs, signal);
	}
}
