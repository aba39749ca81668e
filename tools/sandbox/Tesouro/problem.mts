import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';

const titles: Record<number, string> = {
	400: 'Invalid request',
	401: 'Unauthorized',
	403: 'Insufficient scope',
	404: 'Subscription not found',
	405: 'Method not allowed',
	409: 'Duplicate subscription',
	429: 'Too many requests',
	500: 'Internal server error',
	503: 'Service unavailable',
};

/** "Errors follow the RFC 7807 Problem Details format." */
export function sendProblem(
	response: ServerResponse,
	status: number,
	detail: string,
	more: Record<string, unknown> = {},
	headers: Record<string, string> = {},
): void {
	const problem = {
		type: `https://docs.tesouro.example/problems/${status}`,
		title: titles[status] ?? 'Problem',
		status,
		detail,
		...more,
	};
	sendJson(response, status, problem, { 'content-type': 'application/problem+json', ...headers });
}
