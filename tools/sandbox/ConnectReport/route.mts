import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../readBody.mts';
import { createTask } from './createTask.mts';
import { makesTrouble } from './makeTrouble.mts';
import { listReports, renderReport, showJob, showReport, showTask, showTemplate } from './reports.mts';
import { sendError, sendLoginPage } from './sendError.mts';
import { sendFile } from './sendFile.mts';
import type { RecordedRequest, State } from './state.mts';

/** Hand a request to the part of the sandbox that answers it, and write down that it was made. */
export async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, searchParams: query, search } = new URL(request.url ?? '/', 'http://sandbox');
	const isInside = pathname.startsWith(`${state.pathPrefix}/`);
	const path = isInside ? pathname.slice(state.pathPrefix.length) : pathname;
	const record = recordRequest(state, request, response, path + search);
	try {
		const text = await readBody(request);
		const body = text === '' ? undefined : parse(text);
		if (body !== undefined) record.body = body;
		if (isInside && path.startsWith('/portal')) return sendLoginPage(response);
		// What a reverse proxy says of a path that leads to no server behind it.
		if (!isInside || !path.startsWith('/api/v1/')) {
			response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 Not Found</h1>');
			return;
		}
		if (await makesTrouble(state, response)) return;
		if (record.key !== 'right') return sendError(state, response, 401, 'Unauthorized');
		await routeApi(state, { request, response, path: path.slice('/api/v1'.length), query, body });
	} catch (error) {
		// Too late for an answer once one has begun: break the connection, so that nobody takes it as whole.
		if (response.headersSent) response.destroy();
		else sendError(state, response, 500, (error as Error).message);
	}
}

interface ApiRequest {
	request: IncomingMessage;
	response: ServerResponse;
	path: string;
	query: URLSearchParams;
	body: unknown;
}

async function routeApi(state: State, { request, response, path, query, body }: ApiRequest): Promise<void> {
	const isGet = request.method === 'GET';
	const isPost = request.method === 'POST';
	const [resource, id, verb, ...more] = path.slice(1).split('/').map(decodeURIComponent);
	const has = (name: string, wanted: boolean) =>
		resource === name && (id !== undefined) === wanted && verb === undefined;
	if (more.length > 0) return sendNoRoute(state, response, request.method, path);
	if (isGet && has('reports', false)) return listReports(state, response, query);
	if (isGet && has('reports', true)) return showReport(state, response, id!);
	if (isPost && resource === 'reports' && id && verb === 'render') {
		return renderReport(state, response, { id, body, query });
	}
	if (isGet && has('jobs', true)) return showJob(state, response, id!);
	if (isGet && has('files', true)) {
		return await sendFile(state, response, { fileId: id!, attachmentName: query.get('attachmentName') });
	}
	if (isPost && has(state.knobs.spelling, false)) return createTask(state, response, body);
	if (isGet && has(state.knobs.spelling, true)) return showTask(state, response, id!);
	if (isGet && has('templates', true)) return showTemplate(state, response, id!);
	sendNoRoute(state, response, request.method, path);
}

const sendNoRoute = (state: State, response: ServerResponse, method = 'GET', path = '/') =>
	sendError(state, response, 404, `Cannot ${method} /api/v1${path}`);

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function recordRequest(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	path: string,
): RecordedRequest {
	const key = request.headers['x-api-key'];
	const record: RecordedRequest = {
		at: new Date(),
		method: request.method ?? '',
		path,
		status: 0,
		key: key === undefined ? 'none' : isSame(String(key), state.apiKey) ? 'right' : 'wrong',
	};
	state.requests.push(record);
	response.once('finish', () => (record.status = response.statusCode));
	response.once('close', () => state.log(`${record.method} ${path} ${record.status}`));
	return record;
}

/** In constant time. */
function isSame(given: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}
