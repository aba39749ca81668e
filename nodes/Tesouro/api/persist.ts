import { spread, type Patience } from '../../shared/http/patience';
import { persist as persistWith, type Again } from '../../shared/http/persist';
import { clock } from '../../shared/run/clock';
import { RemedyError } from '../../shared/run/remedyError';
import { askedPause, holdBack, pauseLeft } from './rateLimit';
import type { Response } from './send';

/** After what a request may be sent again. */
export interface Repeatable {
	/** 429: Tesouro did nothing with it. */
	whenRefused: boolean;
	/** 5xx, or no answer: what Tesouro did with it is unknown. */
	whenFailed: boolean;
}

/**
 * Sends a request, and again as often as the patience allows: after 429 not before Tesouro's own time, after a failure
 * with growing waits. Holds back before the first try, too, when an earlier answer said that nothing more is left.
 * Resolves with the last answer whatever its status; throws the last failure when none came.
 */
export async function persist(
	identity: string,
	send: () => Promise<Response>,
	repeatable: Repeatable,
	patience: Patience,
): Promise<Response> {
	return await persistWith<Response>(
		{
			turn: async (deadline) => await waitForTurn(identity, patience, deadline),
			async send() {
				const response = await send();
				holdBack(identity, askedPause(response));
				return response;
			},
			again: (outcome, growingMs) => again(outcome, repeatable, growingMs),
		},
		patience,
	);
}

/** Undefined when sending it again is pointless, or not allowed. */
function again(
	outcome: Response | RemedyError,
	{ whenRefused, whenFailed }: Repeatable,
	growingMs: number,
): Again | undefined {
	if (outcome instanceof RemedyError) {
		return outcome.temporary && whenFailed ? { isRefusal: false, waitMs: growingMs } : undefined;
	}
	const isRefusal = outcome.status === 429;
	const isAllowed = isRefusal ? whenRefused : outcome.status >= 500 && whenFailed;
	if (!isAllowed) return undefined;
	return { isRefusal, waitMs: Math.max(spread(askedPause(outcome)), growingMs) };
}

async function waitForTurn(identity: string, { signal }: Patience, deadline: number): Promise<void> {
	const left = pauseLeft(identity);
	if (left > 0 && Date.now() + left > deadline) {
		throw new RemedyError(
			'Tesouro asked for a pause, because it received too many requests',
			`Try again in ${Math.ceil(left / 1000)} seconds, and less often. Nothing was sent.`,
			{ temporary: true },
		);
	}
	if (left > 0) await clock.pause(spread(left), signal);
	if (signal?.aborted) {
		throw new RemedyError('The request to Tesouro was canceled', 'The execution was canceled.');
	}
}
