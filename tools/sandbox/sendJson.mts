import type { ServerResponse } from 'node:http';

/** Answer with JSON. */
export function sendJson(
	response: ServerResponse,
	status: number,
	content: unknown,
	headers: Record<string, string> = {},
): void {
	const body = Buffer.from(JSON.stringify(content));
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
		'cache-control': 'no-store',
		...headers,
	});
	response.end(body);
}
