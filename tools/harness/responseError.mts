/** A refusal that n8n itself answers a request with, before or instead of the node. */
export class ResponseError extends Error {
	constructor(
		readonly httpStatusCode: number,
		message: string,
		readonly hint?: string,
	) {
		super(message);
	}

	/** The body that n8n sends for it. */
	get body(): { code: number; message: string; hint?: string } {
		const code = this.httpStatusCode >= 500 ? 0 : this.httpStatusCode;
		return { code, message: this.message, ...(this.hint ? { hint: this.hint } : {}) };
	}
}
