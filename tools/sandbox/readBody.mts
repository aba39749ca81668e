import type { IncomingMessage } from 'node:http';

const limit = 1024 * 1024;

/** The whole body of a request as text. Throws when it is larger than one MiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > limit) throw new Error('The request body is larger than one MiB.');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}
