import type { HttpContext } from '../http/send';

/** What a question to an API costs, told while it is asked. */
export interface Tally {
	/** One request was sent. */
	count(): void;
	/** The delivery is confirmed: what it costs is genuine work. */
	confirm(): void;
}

/** For deliveries that something vouches for: nothing is counted. */
export const genuine: Tally = { count: () => {}, confirm: () => {} };

/** A context whose requests are counted. */
export const counting = (context: HttpContext, count: () => void): HttpContext => ({
	helpers: {
		httpRequest: async (options) => {
			count();
			return (await context.helpers.httpRequest(options)) as unknown;
		},
	},
});
