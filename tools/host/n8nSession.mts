import { setTimeout as sleep } from 'node:timers/promises';

/** The login of the owner that the host makes. */
export interface N8nLogin {
	email: string;
	password: string;
}

/** An answer of n8n that is not a success. */
export class N8nRequestFailed extends Error {
	constructor(
		readonly request: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n answered ${status} to ${request}: ${body.slice(0, 500)}`);
		this.name = 'N8nRequestFailed';
	}
}

/** Requests as the owner: with the session cookie to the editor's API, with the API key to the public one. */
export interface N8nSession {
	/** Of the public API, for n8n's own node. */
	apiKey: string;
	/** Any path below n8n's URL, with the session cookie. Fails unless the answer is a success. */
	fetch(method: string, path: string, body?: unknown): Promise<Response>;
	/** The editor's own API, below /rest. */
	rest<T>(method: string, path: string, body?: unknown): Promise<T>;
	/** The public API, below /api/v1. */
	publicApi<T>(method: string, path: string, body?: unknown): Promise<T>;
}

async function request(
	url: string,
	method: string,
	path: string,
	headers: Record<string, string>,
	body?: unknown,
): Promise<Response> {
	const send = async () =>
		await fetch(new URL(path, url), {
			method,
			headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
	// n8n closes a connection that was idle for some seconds, at times just when the next request is on its way.
	const response = await (method === 'GET' ? send().catch(send) : send());
	if (!response.ok) throw new N8nRequestFailed(`${method} /${path}`, response.status, await response.text());
	return response;
}

const ROUTED_WITHIN_MS = 60_000;

/** n8n 1 says that it is ready before its API is there: until then it answers 404. */
async function whenRouted(work: () => Promise<Response>): Promise<Response> {
	const deadline = Date.now() + ROUTED_WITHIN_MS;
	for (;;) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof N8nRequestFailed) || error.status !== 404 || Date.now() > deadline) throw error;
			await sleep(200);
		}
	}
}

/** Makes the owner of a new n8n, and an API key that may do all that the owner may. */
export async function setUpOwner(url: string, login: N8nLogin): Promise<N8nSession> {
	const owner = { ...login, firstName: 'Report', lastName: 'Delivery' };
	const setUp = await whenRouted(() => request(url, 'POST', 'rest/owner/setup', {}, owner));
	const cookie = setUp.headers
		.getSetCookie()
		.map((entry) => entry.split(';', 1)[0])
		.join('; ');
	const fetchAsOwner = (method: string, path: string, body?: unknown) =>
		request(url, method, path, { cookie }, body);
	const rest = async <T,>(method: string, path: string, body?: unknown) => {
		const response = await fetchAsOwner(method, `rest/${path}`, body);
		return ((await response.json()) as { data: T }).data;
	};
	const scopes = await rest<string[]>('GET', 'api-keys/scopes');
	const apiKey = await rest<{ rawApiKey: string }>('POST', 'api-keys', {
		label: 'host',
		scopes,
		expiresAt: null,
	});
	return {
		apiKey: apiKey.rawApiKey,
		fetch: fetchAsOwner,
		rest,
		async publicApi<T>(method: string, path: string, body?: unknown) {
			const response = await request(
				url,
				method,
				`api/v1/${path}`,
				{ 'X-N8N-API-KEY': apiKey.rawApiKey },
				body,
			);
			return (await response.json()) as T;
		},
	};
}
