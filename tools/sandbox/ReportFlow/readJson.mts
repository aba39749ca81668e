import type { IncomingMessage } from 'node:http';

/** The JSON of a request, or why there is none. All of it is read, also when it is too large. */
export async function readJson(
	request: IncomingMessage,
	bytesAtMost: number,
): Promise<{ content: unknown } | { problem: 'tooLarge' | 'notJson' }> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= bytesAtMost) chunks.push(chunk);
	}
	if (size > bytesAtMost) return { problem: 'tooLarge' };
	try {
		return { content: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
	} catch {
		return { problem: 'notJson' };
	}
}
