import type { Patience } from '../../shared/http/patience';

/** For executions. */
export const patient: Patience = { retries: 4, waitMs: 60_000, timeoutMs: 30_000, backOffMs: 1_000 };

/** For lists and tests in the panel, where somebody waits. */
export const quick: Patience = { retries: 0, waitMs: 0, timeoutMs: 10_000, backOffMs: 1_000 };

/** All requests before a callback is answered: how long ConnectReport waits for that is not documented. */
const WEBHOOK_MS = 2_500;

/** For webhooks: over after 2.5 s, whatever was asked by then. One is made for each delivery. */
export const forWebhook = (ms = WEBHOOK_MS): Patience => ({
	retries: 1,
	waitMs: ms,
	timeoutMs: ms,
	backOffMs: 200,
	signal: AbortSignal.timeout(ms),
});
