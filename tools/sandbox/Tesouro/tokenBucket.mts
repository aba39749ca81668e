/** "`extensions.rateLimit { requestRate, remaining, retryAfterMs, resetAfterMs }`". */
export interface RateLimit {
	requestRate: number;
	remaining: number;
	retryAfterMs: number;
	resetAfterMs: number;
}

export interface TokenBucket {
	/** Takes one token, if there is one, and says how things stand afterwards. */
	take(now?: number): { isAllowed: boolean; rateLimit: RateLimit };
}

/** As many requests as its rate at once, and then one whenever a token has grown again. */
export function createTokenBucket(requestsPerSecond: number): TokenBucket {
	let tokens = requestsPerSecond;
	let filledAt = Date.now();
	const msFor = (count: number) => Math.ceil((count / requestsPerSecond) * 1000);
	return {
		take(now = Date.now()) {
			tokens = Math.min(requestsPerSecond, tokens + ((now - filledAt) / 1000) * requestsPerSecond);
			filledAt = now;
			const isAllowed = tokens >= 1;
			if (isAllowed) tokens -= 1;
			return {
				isAllowed,
				rateLimit: {
					requestRate: Math.ceil(requestsPerSecond - tokens) + (isAllowed ? 0 : 1),
					remaining: Math.floor(tokens),
					retryAfterMs: isAllowed ? 0 : msFor(1 - tokens),
					resetAfterMs: msFor(requestsPerSecond - tokens),
				},
			};
		},
	};
}
