/** How long a request may be tried for. Whoever asks decides: an execution has time, a webhook has to answer. */
export interface Patience {
	/** How often it is sent again at most after a failure. */
	retries: number;
	/** How often it is sent again at most after it was refused with 429. */
	retriesRefused: number;
	/** How long the waits before one request may take together; waiting for one's turn does not count. */
	waitMs: number;
	/** How long to wait for the head of one answer, other than that of a synchronous generation. */
	timeoutMs: number;
	/** The first wait where ReportFlow names none; it doubles each time. */
	backOffMs: number;
	/** Whether to wait for one's turn within the published rate. A webhook cannot. */
	keepsRate: boolean;
	/** Ends every wait. */
	signal?: AbortSignal;
}

/** For executions. A refusal asks for a window of a minute, so five of them are five minutes. */
export const patient: Patience = {
	retries: 3,
	retriesRefused: 5,
	waitMs: 10 * 60_000,
	timeoutMs: 30_000,
	backOffMs: 1_000,
	keepsRate: true,
};

/** For webhooks and lists: whoever waits is told rather than kept waiting. */
export const quick: Patience = {
	retries: 0,
	retriesRefused: 0,
	waitMs: 0,
	timeoutMs: 3_500,
	backOffMs: 1_000,
	keepsRate: false,
};

/** Between three and five quarters of it, so that many who failed together do not come back together. */
export const backOff = ({ backOffMs }: Patience, retry: number): number =>
	backOffMs * 2 ** retry * (0.75 + Math.random() / 2);
