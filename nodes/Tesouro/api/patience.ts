import type { Patience } from '../../shared/http/patience';

/** For executions. Tesouro's own SDK waits 1, 2 and 4 seconds ±25 %, and 30 seconds for an answer. */
export const patient: Patience = { retries: 3, waitMs: 60_000, timeoutMs: 30_000, backOffMs: 1_000 };

/** For webhooks: the sender is told to come back instead of being kept waiting. */
export const quick: Patience = { retries: 0, waitMs: 1_000, timeoutMs: 10_000, backOffMs: 1_000 };
