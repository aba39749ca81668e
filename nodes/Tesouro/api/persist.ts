import { backOff, spread, type Patience } from '../../shared/http/patience';
import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import { askedPause, holdBack, pauseLeft } from './rateLimit';
import type { Response } from './send';

/** After what a request may be sent again. */
export interface Repeatable {
	/** 429: Tesouro did nothing with it. */
	whenRefused: boolean;
	/** 5xx, or no answer: nobody knows what Tesouro did with it. */
	whenFailed: boolean;
}

/**
 * Sends a request, and again as often as the patience allows: after 429 not before Tesouro's own time, after a failure
 * with growing waits. Holds back before the first try, too, when an earlier answer said that nothing more is left.
 * Resolves with the last answer whatever its status; throws the last failure when none came.
 */
export async function persist(
	identity: string,
	sendOnce: () => Promise<Response>,
	repeatable: Repeatable,
	patience: Patience,
): Promise<Response> {
	const deadline = Date.now() + patience.waitMs;
	for (let retry = 0; ; retry++) {
		await waitForTurn(identity, patience, deadline);
		const outcome = await sendOnce().catch((error: unknown) => ({ error }));
		if (!('error' in outcome)) holdBack(identity, askedPause(outcome));
		const wait = waitBeforeRetry(outcome, repeatable, patience, retry);
		const isLast = wait === undefined || retry >= patience.retries || Date.now() + wait > deadline;
		if (isLast || patience.signal?.aborted) {
			if ('error' in outcome) throw outcome.error;
			return outcome;
		}
		await clock.pause(wait, patience.signal);
	}
}

/** Undefined when sending it again is no use, or not allowed. */
function waitBeforeRetry(
	outcome: Response | { error: unknown },
	{ whenRefused, whenFailed }: Repeatable,
	patience: Patience,
	retry: number,
): number | undefined {
	const growing = backOff(patience, retry);
	if ('error' in outcome) {
		const isTemporary = outcome.error instanceof RemedyError && outcome.error.temporary;
		return isTemporary && whenFailed ? growing : undefined;
	}
	const asked = askedPause(outcome);
	if (outcome.status === 429) return whenRefused ? Math.max(spread(asked), growing) : undefined;
	return outcome.status >= 500 && whenFailed ? Math.max(spread(asked), growing) : undefined;
}

async function waitForTurn(identity: string, { signal }: Patience, deadline: number): Promise<void> {
	const left = pauseLeft(identity);
	if (left > 0 && Date.now() + left > deadline) {
		throw new RemedyError(
			'Tesouro asked for a pause, because it got too many requests',
			`Try again in ${Math.ceil(left / 1000)} seconds, and less often. Nothing was sent.`,
			{ temporary: true },
		);
	}
	if (left > 0) await clock.pause(spread(left), signal);
	if (signal?.aborted) {
		throw new RemedyError('The request to Tesouro was given up', 'The execution was cancelled.');
	}
}
