import type { Patience } from '../../shared/http/patience';
import type { z } from '../../shared/vendor/zod';
import { tesouro } from '../facts';
import { accessToken, forgetToken } from './accessToken';
import { apiBaseUrl, type TesouroCredential } from './credential';
import { isUnauthenticated, readAnswer, type Refuse } from './graphqlErrors';
import { quick } from './patience';
import { persist, type Repeatable } from './persist';
import { send, type HttpContext, type Response } from './send';
import { isExpired } from './statusErrors';

export interface RestRequest {
	method: 'GET' | 'POST' | 'PATCH';
	/** From the root of the API, with its slash. */
	path: string;
	query?: Record<string, string>;
	body?: object;
}

/** Sends authenticated requests on behalf of one credential. */
export interface TesouroApi {
	baseUrl: string;
	/** Tells clients apart, without a secret in it. */
	identity: string;
	/**
	 * The GraphQL answer's `data`, read with the schema. Throws a RemedyError; it is `temporary` when trying again may
	 * help, and `outcomeUnknown` when a mutation may have been carried out anyway. A mutation is sent again only
	 * where Tesouro did nothing with it.
	 */
	query<T extends z.ZodTypeAny>(
		document: string,
		variables: object,
		schema: T,
		refuse?: Refuse<z.output<T>>,
	): Promise<z.output<T>>;
	/**
	 * One REST request with the same token. Resolves with every status that came after token renewal and rate-limit
	 * waits; throws a RemedyError when no answer came.
	 */
	rest(request: RestRequest): Promise<Response>;
	/** By how much our clock was ahead of Tesouro's at its last answer, in milliseconds; undefined before the first. */
	clockAheadMs(): number | undefined;
	/** The bearer token itself, for a file that lies on one of Tesouro's own hosts. */
	token(): Promise<string>;
}

/** Binds the credential to a context's HTTP helper. Without patience, as a webhook needs it, unless told. */
export function connect(
	context: HttpContext,
	credential: TesouroCredential,
	patience: Patience = quick,
): TesouroApi {
	const baseUrl = apiBaseUrl(credential);
	const identity = JSON.stringify([baseUrl, credential.clientId]);
	let clockAheadMs: number | undefined;
	const ask = async (request: RestRequest, repeatable: Repeatable) => {
		const response = await persist(
			identity,
			async () => await sendAuthenticated(context, credential, request, patience.timeoutMs),
			repeatable,
			patience,
		);
		const theirs = Date.parse(response.headers['date'] ?? '');
		if (!Number.isNaN(theirs)) clockAheadMs = Date.now() - theirs;
		return response;
	};
	return {
		baseUrl,
		identity,
		token: async () => await accessToken(context, credential),
		clockAheadMs: () => clockAheadMs,
		async query(document, variables, schema, refuse) {
			const [, kind, operationName] = /\b(query|mutation)\s+(\w+)/.exec(document) ?? [];
			const body = { query: document, variables, operationName };
			const isQuery = kind === 'query';
			const response = await ask(
				{ method: 'POST', path: tesouro.paths.graphql, body },
				{ whenRefused: true, whenFailed: isQuery },
			);
			return readAnswer(response, schema, refuse);
		},
		rest: async (request) => await ask(request, { whenRefused: true, whenFailed: request.method === 'GET' }),
	};
}

/** Renews the token and asks once more when Tesouro says that it has expired: nothing was done with the first. */
async function sendAuthenticated(
	context: HttpContext,
	credential: TesouroCredential,
	request: RestRequest,
	timeoutMs: number,
): Promise<Response> {
	const first = await sendWithToken(context, credential, request, timeoutMs);
	if (!isTokenRefused(first.response)) return first.response;
	forgetToken(credential, first.token);
	return (await sendWithToken(context, credential, request, timeoutMs)).response;
}

async function sendWithToken(
	context: HttpContext,
	credential: TesouroCredential,
	{ method, path, query, body }: RestRequest,
	timeoutMs: number,
) {
	const token = await accessToken(context, credential);
	const response = await send(context, {
		method,
		url: apiBaseUrl(credential) + path,
		headers: {
			authorization: `Bearer ${token}`,
			accept: 'application/json',
			...(body && { 'content-type': 'application/json' }),
		},
		...(query && { qs: query }),
		...(body && { body: JSON.stringify(body) }),
		timeout: timeoutMs,
	});
	return { token, response };
}

/** The documents disagree: 401, or 400 with {"error":{"message":"The token has been expired."}}. Both mean: renew. */
const isTokenRefused = (response: Response): boolean =>
	response.status === 401 || isExpired(response) || isUnauthenticated(response);
