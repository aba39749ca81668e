import type { ServerResponse } from 'node:http';
import { sendProblem } from './problem.mts';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';
import type { SandboxSubscription } from './subscriptionRecord.mts';

/**
 * The documents disagree on pages: "`GET ...?page=1&pageSize=10`; response has top-level array `subscriptions`", or
 * "`limit` (default 25, max 100) + opaque `pagination_token`, response `{ data, nextPaginationToken,
 * prevPaginationToken }`". What else the first has is not documented; a knob chooses.
 */
export function listSubscriptions(state: State, query: URLSearchParams, response: ServerResponse): void {
	const all = [...state.subscriptions.values()].filter(
		({ organizationId }) => organizationId === state.organizationId,
	);
	const { subscriptionList } = state.knobs;
	if (subscriptionList === 'tokens') return byToken(all, query, response);

	const page = readCount(query.get('page'), 1);
	const asked = readCount(query.get('pageSize'), 10);
	const most = Number(state.knobs.largestPage.replace('clamped-', ''));
	if (page === undefined || asked === undefined) {
		return sendProblem(response, 400, 'page and pageSize take whole numbers from 1.');
	}
	if (asked > most && !state.knobs.largestPage.startsWith('clamped')) {
		return sendProblem(response, 400, `pageSize takes ${most} at most.`);
	}
	const pageSize = Math.min(asked, most);
	const part = all.slice((page - 1) * pageSize, page * pageSize);
	if (subscriptionList === 'array') return sendJson(response, 200, part);
	if (subscriptionList === 'items') {
		return sendJson(response, 200, { items: part, hasNextPage: page * pageSize < all.length });
	}
	if (subscriptionList === 'totals') {
		const totalPages = Math.ceil(all.length / pageSize);
		return sendJson(response, 200, {
			subscriptions: part,
			page,
			pageSize,
			totalCount: all.length,
			totalPages,
		});
	}
	sendJson(response, 200, { subscriptions: part });
}

function byToken(all: SandboxSubscription[], query: URLSearchParams, response: ServerResponse): void {
	if (query.has('page') || query.has('pageSize')) {
		return sendProblem(response, 400, 'Unknown parameters. Use limit and pagination_token.');
	}
	const limit = readCount(query.get('limit'), 25);
	if (limit === undefined || limit > 100) return sendProblem(response, 400, 'limit takes 1 to 100.');
	const token = query.get('pagination_token');
	const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString());
	if (!Number.isSafeInteger(from)) return sendProblem(response, 400, 'The pagination_token is none of ours.');
	const tokenOf = (start: number) => Buffer.from(String(start)).toString('base64url');
	sendJson(response, 200, {
		data: all.slice(from, from + limit),
		nextPaginationToken: from + limit < all.length ? tokenOf(from + limit) : null,
		prevPaginationToken: from > 0 ? tokenOf(Math.max(0, from - limit)) : null,
	});
}

function readCount(text: string | null, fallback: number): number | undefined {
	if (text === null) return fallback;
	const number = Number(text);
	return /^\d+$/.test(text) && number >= 1 && number <= 10_000 ? number : undefined;
}
