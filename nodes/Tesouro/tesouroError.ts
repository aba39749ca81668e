/** What happened at Tesouro, and in `remedy` what to do. `temporary` when asking again later may help. */
export class TesouroError extends Error {
	constructor(
		message: string,
		readonly remedy: string,
		readonly temporary = false,
	) {
		super(message);
	}
}
