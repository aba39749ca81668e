/** How long a request may be tried. The caller decides: an execution has time, a webhook must answer. */
export interface Patience {
	/** How often it is sent again at most. */
	retries: number;
	/** How long the waits before that may take together. */
	waitMs: number;
	/** How long to wait for the head of one answer. */
	timeoutMs: number;
	/** The first wait where the provider names none; it doubles each time. */
	backOffMs: number;
	/** Ends every wait. */
	signal?: AbortSignal;
}

/** Between three and five quarters of it, so requests that failed together do not come back together. */
export const backOff = ({ backOffMs }: Pick<Patience, 'backOffMs'>, retry: number): number =>
	backOffMs * 2 ** retry * (0.75 + Math.random() / 2);

/** At least as long as the provider asked for, and up to a quarter longer. */
export const spread = (ms: number): number => ms * (1 + Math.random() / 4);
