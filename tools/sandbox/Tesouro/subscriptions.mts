import type { IncomingMessage, ServerResponse } from 'node:http';
import { changeSubscription } from './changeSubscription.mts';
import { checkScope } from './checkScope.mts';
import { checkToken } from './checkToken.mts';
import { createSubscription } from './createSubscription.mts';
import { listSubscriptions } from './listSubscriptions.mts';
import { pause } from '../pause.mts';
import { sendProblem } from './problem.mts';
import { readBody } from '../readBody.mts';
import { countRequest } from './restRateLimit.mts';
import { sendJson } from '../sendJson.mts';
import type { RecordedRequest, State } from './state.mts';

export const subscriptionsPath = '/api/v1/notifications/subscriptions';

/** The Notifications API: list, create, show and change subscriptions. "There is no DELETE." */
export async function answerSubscriptions(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	record: RecordedRequest,
): Promise<void> {
	const text = await readBody(request);
	const { api } = state.knobs;
	if (!countRequest(state, response)) return;
	if (api === 'down') return sendProblem(response, 503, 'The service is down.');
	if (api === 'error-500') return sendProblem(response, 500, 'Something went wrong on our side.');
	if (api === 'slow' && !(await pause(state.slowMs, state.closing))) return;
	if (!checkToken(state, request, response, sendProblem)) return;
	if (!checkScope(state, request.method === 'GET' ? 'read' : 'write', response)) return;

	const url = new URL(request.url ?? '/', state.url);
	const body = parseObject(text);
	record.rest = { query: Object.fromEntries(url.searchParams), ...(text !== '' && { body }) };
	const id = url.pathname.slice(subscriptionsPath.length + 1);
	if (id === '') {
		if (request.method === 'GET') return listSubscriptions(state, url.searchParams, response);
		if (request.method === 'POST') return createSubscription(state, body, response);
		return sendProblem(response, 405, 'Use GET or POST.', {}, { allow: 'GET, POST' });
	}
	// "Subscription not found or not owned by your organization"
	const subscription = state.subscriptions.get(decodeURIComponent(id));
	if (subscription?.organizationId !== state.organizationId) {
		return sendProblem(response, 404, `There is no subscription ${decodeURIComponent(id)}.`);
	}
	if (request.method === 'GET') return sendJson(response, 200, subscription);
	if (request.method === 'PATCH') return changeSubscription(state, subscription, body, response);
	return sendProblem(response, 405, 'Use GET or PATCH.', {}, { allow: 'GET, PATCH' });
}

/** Undefined for what is no JSON object. */
function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
