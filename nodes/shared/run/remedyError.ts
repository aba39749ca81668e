/** What is known of a failure beyond its text. */
export interface FailureFacts {
	/** Asking again later may help. */
	temporary?: boolean;
	/** The request may have been carried out: there was no answer, or one that does not say. */
	outcomeUnknown?: boolean;
	/** The HTTP status of the provider's answer, when there was one. */
	status?: number;
}

/** What happened, and in `remedy` what to do. `runOperations` shows both to the user. */
export class RemedyError extends Error {
	readonly temporary: boolean;
	readonly outcomeUnknown: boolean;
	readonly status?: number;

	constructor(
		message: string,
		readonly remedy: string,
		{ temporary = false, outcomeUnknown = false, status }: FailureFacts = {},
	) {
		super(message);
		this.temporary = temporary;
		this.outcomeUnknown = outcomeUnknown;
		if (status !== undefined) this.status = status;
	}
}

/** What happened and what to do, in sentences: for where there is room for one text only. */
export const inSentences = (message: string, remedy: string | null | undefined): string =>
	remedy ? `${message.replace(/\.$/, '')}. ${remedy}` : message;
