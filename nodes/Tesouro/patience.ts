/** How long a request may be tried for. Whoever asks decides: an execution has time, a webhook has to answer. */
export interface Patience {
	/** How often it is sent again at most. */
	retries: number;
	/** How long the waits before that may take together. */
	waitMs: number;
	/** How long to wait for one answer. */
	timeoutMs: number;
	/** The first wait where Tesouro names none; it doubles each time. */
	backOffMs: number;
	/** Ends every wait. */
	signal?: AbortSignal;
}

/** For executions. Tesouro's own SDK waits 1, 2 and 4 seconds ±25 %, and 30 seconds for an answer. */
export const patient: Patience = { retries: 3, waitMs: 60_000, timeoutMs: 30_000, backOffMs: 1_000 };

/** For webhooks: whoever delivers is told to come back rather than kept waiting. */
export const quick: Patience = { retries: 0, waitMs: 1_000, timeoutMs: 10_000, backOffMs: 1_000 };

/** Between three and five quarters of it, so that many who failed together do not come back together. */
export const backOff = ({ backOffMs }: Patience, retry: number): number =>
	backOffMs * 2 ** retry * (0.75 + Math.random() / 2);

/** At least as long as Tesouro asked for, and up to a quarter longer. */
export const spread = (ms: number): number => ms * (1 + Math.random() / 4);
