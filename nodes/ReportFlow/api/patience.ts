import type { Patience as AnyPatience } from '../../shared/http/patience';

/**
 * ReportFlow bounds how often it is asked. The waits before one request do not count waiting for one's turn, and a
 * synchronous generation has its own timeout.
 */
export interface Patience extends AnyPatience {
	/** How often a request is sent again at most after it was refused with 429; `retries` counts failures alone. */
	retriesRefused: number;
	/** How long to wait for one's turn within the published rate, before giving up and leaving it to others. */
	turnMs: number;
}

/** For executions. A refusal asks for a window of a minute, so five of them are five minutes. */
export const patient: Patience = {
	retries: 3,
	retriesRefused: 5,
	waitMs: 10 * 60_000,
	timeoutMs: 30_000,
	backOffMs: 1_000,
	turnMs: Infinity,
};

/** For webhooks and lists: the caller gets an error instead of being kept waiting. */
export const quick: Patience = {
	retries: 0,
	retriesRefused: 0,
	waitMs: 0,
	timeoutMs: 3_500,
	backOffMs: 1_000,
	turnMs: 1_000,
};
