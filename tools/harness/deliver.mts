import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** How a test delivers something else than a POST of JSON. */
export interface DeliveryOptions {
	method?: string;
	headers?: Record<string, string>;
	/** The address of this machine that it comes from, such as 127.0.0.2. */
	from?: string;
	/** Ends the connection early, as a sender that gives up does. */
	signal?: AbortSignal;
}

/** What the sender of a delivery got back. */
export interface DeliveryAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
	text: string;
}

/**
 * Sends bytes to a webhook over a connection of its own and reads the answer. Bytes and text go out as they
 * are; anything else as JSON. The content type is JSON unless the headers say otherwise.
 */
export async function deliver(
	url: string,
	body: unknown,
	{ method = 'POST', headers = {}, from, signal }: DeliveryOptions = {},
): Promise<DeliveryAnswer> {
	const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body ?? {});
	return await new Promise((resolve, reject) => {
		const outgoing = request(
			url,
			{
				method,
				agent: false,
				signal,
				...(from !== undefined && { localAddress: from }),
				headers: {
					'content-type': 'application/json',
					'content-length': Buffer.byteLength(bytes),
					...headers,
				},
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('end', () => {
					const answer = Buffer.concat(chunks);
					const { statusCode = 0, headers: answerHeaders } = incoming;
					resolve({ status: statusCode, headers: answerHeaders, body: answer, text: answer.toString() });
				});
			},
		);
		outgoing.on('error', reject);
		outgoing.end(method === 'GET' || method === 'HEAD' ? undefined : bytes);
	});
}
