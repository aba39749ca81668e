/** What happened, and in `remedy` what to do. The nodes turn it into n8n's own error; neither text holds a secret. */
export class OpenPgpError extends Error {
	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}
