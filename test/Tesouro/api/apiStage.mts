import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { httpRequest } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';
import type { TesouroCredential } from '../../../nodes/Tesouro/api/credential';
import type { HttpContext } from '../../../nodes/Tesouro/api/send';
import { listenLocally } from '../../../tools/sandbox/listenLocally.mts';
import type { Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';

/** n8n's own HTTP helper, without the rest of a context. */
export const httpContext = { helpers: { httpRequest } } as HttpContext;

export const credentialOf = (sandbox: Sandbox): TesouroCredential => ({
	environment: 'custom',
	baseUrl: sandbox.url,
	clientId: sandbox.clientId,
	clientSecret: sandbox.clientSecret,
});

/** How often each path was asked for. */
export const countRequests = (sandbox: Sandbox, path: string) =>
	sandbox.requests.filter((request) => request.path === path).length;

/** A host that answers as Tesouro's sandbox does not. */
export async function startHost(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close(): Promise<void> }> {
	const server = createServer(answer);
	const url = await listenLocally(server, 0);
	return {
		url,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Signs everybody in, and answers everything else as told. */
export const afterSignIn =
	(answer: (response: ServerResponse) => void) => (request: IncomingMessage, response: ServerResponse) => {
		response.setHeader('content-type', 'application/json');
		if (request.url !== '/openid/connect/token') return answer(response);
		response.end(JSON.stringify({ access_token: 'a-token', expires_in: 3600 }));
	};
