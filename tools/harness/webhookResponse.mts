import type { ServerResponse } from 'node:http';

/** What Express adds to a response, as far as triggers use it. */
interface ResponseExtras {
	status(code: number): WebhookResponse;
	sendStatus(code: number): WebhookResponse;
	set(name: string, value: string): WebhookResponse;
	header(name: string, value: string): WebhookResponse;
	type(mediaType: string): WebhookResponse;
	send(body?: unknown): WebhookResponse;
	json(body: unknown): WebhookResponse;
}

/** A response as `getResponseObject()` gives it to a node. */
export type WebhookResponse = ServerResponse & ResponseExtras;

/** Gives a plain response of node's HTTP server what Express would have added. */
export function toWebhookResponse(plain: ServerResponse): WebhookResponse {
	const finish = (body: string | Buffer, mediaType: string): WebhookResponse => {
		if (!plain.hasHeader('content-type')) plain.setHeader('content-type', mediaType);
		plain.end(body);
		return response;
	};
	const set = (name: string, value: string): WebhookResponse => {
		plain.setHeader(name, value);
		return response;
	};
	const json = (body: unknown): WebhookResponse =>
		finish(JSON.stringify(body) ?? '', 'application/json; charset=utf-8');
	const response: WebhookResponse = Object.assign(plain, {
		status(code: number): WebhookResponse {
			plain.statusCode = code;
			return response;
		},
		sendStatus(code: number): WebhookResponse {
			plain.statusCode = code;
			return finish(String(code), 'text/plain; charset=utf-8');
		},
		set,
		header: set,
		type: (mediaType: string) => set('content-type', mediaType),
		json,
		send(body?: unknown): WebhookResponse {
			if (body === undefined || body === null) return finish('', 'text/html; charset=utf-8');
			if (Buffer.isBuffer(body)) return finish(body, 'application/octet-stream');
			if (typeof body === 'string') return finish(body, 'text/html; charset=utf-8');
			return json(body);
		},
	});
	return response;
}
