import * as http from 'node:http';
import * as https from 'node:https';

const timeoutMs = 30_000;
const answerLimit = 4096;

/** What came back from a webhook. */
export interface PostAnswer {
	status: number;
	/** The beginning of the body. */
	body: string;
}

/** POST bytes exactly as they are, on a connection of its own, without following redirects. */
export function postBytes(
	url: string,
	headers: Record<string, string>,
	body: Buffer,
	closing: AbortSignal,
): Promise<PostAnswer> {
	const { request } = url.startsWith('https:') ? https : http;
	return new Promise((resolve, reject) => {
		const options = {
			method: 'POST',
			// A connection kept alive would keep the other side from stopping.
			agent: false as const,
			signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
			headers: { ...headers, 'content-length': body.length, 'user-agent': 'report-delivery-sandbox' },
		};
		const sent = request(url, options, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (chunk: string) => {
				if (text.length < answerLimit) text += chunk.slice(0, answerLimit - text.length);
			});
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
			answer.on('error', reject);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}
