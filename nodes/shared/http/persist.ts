import { clock } from '../run/clock';
import { RemedyError } from '../run/remedyError';
import { attempt } from './attempt';
import { backOff, type Patience } from './patience';

/** When a request may be sent again. */
export interface Again {
	/** The provider did nothing and said when to come back (429). */
	isRefusal: boolean;
	/** How long to wait at least. */
	waitMs: number;
	/** `turn` waits for that, because all requests of the same client must. */
	isWaitedForInTurn?: boolean;
}

export interface Tries<Result> {
	/** Before each try: waits for its turn, or throws a RemedyError. `deadline` is in milliseconds since 1970. */
	turn?(deadline: number): Promise<void>;
	send(): Promise<Result>;
	/**
	 * Whether to send again after this outcome. Undefined for a success, and for a failure where sending again changes
	 * nothing or may do something twice. `growingMs` is the usual wait.
	 */
	again(outcome: Result | RemedyError, growingMs: number): Again | undefined;
}

/**
 * Sends a request until it succeeds, may not be sent again, or patience ends. Refusals are counted apart if the patience
 * has `retriesRefused`. Resolves with the last outcome; throws it if it is a RemedyError.
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
		const isCountedApart = next?.isRefusal === true && retriesRefused !== undefined;
		const isTooOften = isCountedApart ? sent.refused++ >= retriesRefused : sent.failed++ >= retries;
		const isLate = next !== undefined && clock.now() + next.waitMs > deadline;
		if (next === undefined || isTooOften || isLate || signal?.aborted) {
			if (outcome instanceof RemedyError) throw outcome;
			return outcome;
		}
		if (next.isWaitedForInTurn !== true) await clock.pause(next.waitMs, signal);
	}
}
