/** What happened at Tesouro, and in `remedy` what to do. */
export class TesouroError extends Error {
	constructor(
		message: string,
		readonly remedy: string,
		/** Asking again later may help. */
		readonly temporary = false,
		/** The request may have been carried out all the same: no answer came, or one that does not say. */
		readonly outcomeUnknown = false,
	) {
		super(message);
	}
}
