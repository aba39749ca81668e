import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { answerControl } from './answerControl.mts';
import { answerGraphql } from './answerGraphql.mts';
import { issueToken } from './issueToken.mts';
import { sendJson } from '../sendJson.mts';
import { serveFile } from './serveFile.mts';
import type { RecordedRequest, State } from './state.mts';
import { subscriptionTable } from './subscriptionRecord.mts';
import { answerSubscriptions, subscriptionsPath } from './subscriptions.mts';

const clockOffsets = { right: 0, ahead: 3_600_000, behind: -3_600_000 };

/** Hand a request to the part of the sandbox that answers it, and write down that it was made. */
export async function routeRequest(
	state: State,
	schema: GraphQLSchema,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const path = (request.url ?? '/').split('?', 1)[0] as string;
	const record = recordRequest(state, request, response, path);
	response.setHeader('x-request-id', randomUUID());
	const offset = clockOffsets[state.knobs.clock];
	if (offset !== 0) response.setHeader('date', new Date(Date.now() + offset).toUTCString());
	try {
		if (path === '/openid/connect/token') await issueToken(state, request, response);
		else if (path === '/graphql') await answerGraphql(state, schema, request, response, record);
		else if (path === subscriptionsPath || path.startsWith(`${subscriptionsPath}/`)) {
			await answerSubscriptions(state, request, response, record);
		} else if (/^\/(files|download)\//.test(path)) await serveFile(state, request, response, path);
		else if (path === '/sandbox/public-key.asc') {
			response.writeHead(200, { 'content-type': 'application/pgp-keys' });
			response.end(state.signingKey.toPublic().armor());
		} else if (path === '/sandbox/subscriptions.txt') {
			response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
			response.end(`${subscriptionTable(state)}\n`);
		} else if (path.startsWith('/sandbox/')) await answerControl(state, request, response, path);
		else sendJson(response, 404, { message: 'Not Found' });
	} catch (error) {
		// Too late for an answer once one has begun: break the connection, so that nobody takes it as whole.
		if (response.headersSent) response.destroy();
		else sendJson(response, 500, { message: (error as Error).message });
	}
}

function recordRequest(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	path: string,
): RecordedRequest {
	const record: RecordedRequest = {
		at: new Date(),
		method: request.method ?? '',
		path,
		status: 0,
		authorization: request.headers.authorization?.split(' ', 1)[0]?.toLowerCase() ?? 'none',
	};
	state.requests.push(record);
	response.once('finish', () => (record.status = response.statusCode));
	response.once('close', () => {
		record.status = response.statusCode;
		state.log(`${record.method} ${hideToken(path)} ${record.status}`);
	});
	return record;
}

function hideToken(path: string): string {
	return path.replace(/^\/(files|download)\/[^/]*/, '/$1/…');
}
