/** Says whether one more request is within the limit; if not, how long until one is. */
export interface MinuteBucket {
	take(now?: number): { isAllowed: boolean; waitMs: number; remaining: number; limit: number };
}

/** As many requests as the limit at once, and then one whenever a token has grown again. */
export function createMinuteBucket(limit: number, minuteMs: number): MinuteBucket {
	let tokens = limit;
	let filledAt = Date.now();
	return {
		take(now = Date.now()) {
			tokens = Math.min(limit, tokens + ((now - filledAt) / minuteMs) * limit);
			filledAt = now;
			const isAllowed = tokens >= 1;
			if (isAllowed) tokens -= 1;
			const waitMs = isAllowed ? 0 : Math.ceil(((1 - tokens) / limit) * minuteMs);
			return { isAllowed, waitMs, remaining: Math.floor(tokens), limit };
		},
	};
}
