import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkSignIn } from './checkSignIn.mts';
import { download } from './download.mts';
import { generate } from './generate.mts';
import { listDesigns, showParameters } from './listDesigns.mts';
import { sendNoRoute } from './makeTrouble.mts';
import { answerOauth } from './oauth.mts';
import { errors, sendError } from './sendError.mts';
import type { RecordedRequest, State } from './state.mts';

const generatePath = /^\/file\/(sync|async)\/(single|multiple)$/;
const downloadPath = /^\/file\/download\/([^/]+)(?:\/([^/]+))?$/;
const parameterPath = /^\/file\/design\/parameter\/([^/]+)$/;

/** Hand a request to the part of the sandbox that answers it, and write down that it was made. */
export async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', state.url);
	const record = recordRequest(state, request, response, url);
	try {
		if (url.pathname.startsWith('/api/v1/') && (await answerOauth(state, request, response, url))) return;
		await routeApi(state, request, response, url, record);
	} catch (error) {
		// Too late for an answer once one has begun: break the connection, so that nobody takes it as whole.
		if (response.headersSent) response.destroy();
		else sendError(response, { ...errors.internal, message: (error as Error).message });
	}
}

/** NEW lies below `/v1`; OLD, whose workspace is a subdomain, below `/workspaces/{workspaceId}/v1`. */
async function routeApi(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
	record: RecordedRequest,
): Promise<void> {
	const match = /^(?:\/workspaces\/([^/]+))?\/v1(\/.*)$/.exec(url.pathname);
	if (!match) return sendNoRoute(response, request.method, url.pathname);
	const generation = match[1] === undefined ? 'new' : 'old';
	const path = match[2] ?? '';
	record.generation = generation;
	const workspaceId = match[1] === undefined ? state.workspaceId : decodeURIComponent(match[1]);
	if (!checkSignIn(state, request, response, { generation, workspaceId })) return;

	const [, mode, count] = generatePath.exec(path) ?? [];
	if (request.method === 'POST' && mode) {
		const how = { generation, isSync: mode === 'sync', isMultiple: count === 'multiple' } as const;
		return generate(state, request, response, how, record);
	}
	const isGet = request.method === 'GET' || request.method === 'HEAD';
	const [, requestId, fileId] = (downloadPath.exec(path) ?? []).map(decode);
	// The ZIP of a whole request, like the list of designs, is documented for NEW only.
	if (isGet && requestId && (fileId || generation === 'new')) {
		return download(state, response, { generation, requestId, fileId });
	}
	if (isGet && path === '/file/designs' && generation === 'new') return listDesigns(state, response);
	const [, designId] = (parameterPath.exec(path) ?? []).map(decode);
	if (isGet && designId) {
		const version = url.searchParams.get('version');
		return showParameters(state, response, { generation, designId, version });
	}
	sendNoRoute(response, request.method, url.pathname);
}

const decode = (text: string | undefined) => (text === undefined ? undefined : decodeURIComponent(text));

function recordRequest(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	{ pathname }: URL,
): RecordedRequest {
	const { appkey, secretkey, authorization } = request.headers;
	const record: RecordedRequest = {
		at: new Date(),
		method: request.method ?? '',
		path: pathname,
		status: 0,
		signIn:
			appkey !== undefined
				? secretkey === undefined
					? 'appkey'
					: 'appkey+secretkey'
				: authorization?.toLowerCase().startsWith('bearer ')
					? 'bearer'
					: 'none',
	};
	state.requests.push(record);
	response.once('finish', () => (record.status = response.statusCode));
	response.once('close', () => state.log(`${record.method} ${pathname} ${record.status}`));
	return record;
}
