import { z } from '../shared/vendor/zod';
import { accessToken, forgetToken } from './accessToken';
import { apiBaseUrl, type TesouroCredential } from './credential';
import { tesouro } from './facts';
import { send, type HttpContext, type Response } from './send';
import { TesouroError } from './tesouroError';

const REQUEST_TIMEOUT_MS = 30_000;

const GraphQlAnswer = z.object({
	data: z.unknown(),
	errors: z
		.array(
			z.object({
				message: z.string(),
				extensions: z.object({ code: z.string() }).partial().passthrough().optional(),
			}),
		)
		.optional(),
});
const ExpiredTokenProblem = z.object({ error: z.object({ message: z.string() }) });

/** Sends authenticated GraphQL requests on behalf of one credential. */
export interface TesouroApi {
	baseUrl: string;
	/** Tells clients apart, without a secret in it. */
	identity: string;
	/** The answer's `data`, read with the schema. Throws a TesouroError; it is `temporary` when trying again may help. */
	query<T extends z.ZodTypeAny>(document: string, variables: object, schema: T): Promise<z.output<T>>;
	/** The bearer token itself, for a file that lies on one of Tesouro's own hosts. */
	token(): Promise<string>;
}

/** Binds the credential to a context's HTTP helper. */
export function connect(context: HttpContext, credential: TesouroCredential): TesouroApi {
	const baseUrl = apiBaseUrl(credential);
	return {
		baseUrl,
		identity: JSON.stringify([baseUrl, credential.clientId]),
		token: async () => await accessToken(context, credential),
		async query(document, variables, schema) {
			const response = await sendAuthenticated(context, credential, {
				query: document,
				variables,
				operationName: /(?:query|mutation) (\w+)/.exec(document)?.[1],
			});
			return readAnswer(response, schema);
		},
	};
}

/** Renews the token and asks once more when Tesouro says that it has expired. */
async function sendAuthenticated(context: HttpContext, credential: TesouroCredential, body: object) {
	const first = await sendWithToken(context, credential, body);
	if (!isTokenRefused(first.response)) return first.response;
	forgetToken(credential, first.token);
	return (await sendWithToken(context, credential, body)).response;
}

async function sendWithToken(context: HttpContext, credential: TesouroCredential, body: object) {
	const token = await accessToken(context, credential);
	const response = await send(context, {
		method: 'POST',
		url: apiBaseUrl(credential) + tesouro.paths.graphql,
		headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
		body: body as Record<string, string>,
		json: true,
		timeout: REQUEST_TIMEOUT_MS,
	});
	return { token, response };
}

/** The documents disagree: 401, or 400 with {"error":{"message":"The token has been expired."}}. Both mean: renew. */
function isTokenRefused({ status, body }: Response): boolean {
	if (status === 401) return true;
	const problem = ExpiredTokenProblem.safeParse(body);
	return status === 400 && problem.success && /token.*expired/i.test(problem.data.error.message);
}

/** Errors in three layers: HTTP status, top-level `errors` (with status 200, too), and the payload's own unions. */
function readAnswer<T extends z.ZodTypeAny>(response: Response, schema: T): z.output<T> {
	const quote = response.headers['x-request-id'];
	const support = quote === undefined ? '' : ` Tesouro support finds it by x-request-id ${quote}.`;
	const answer = GraphQlAnswer.safeParse(response.body);
	const [error] = (answer.success && answer.data.errors) || [];

	if (response.status === 401 || response.status === 403) {
		throw new TesouroError(
			`Tesouro refused the request (status ${response.status})`,
			`The client of this credential may not do this. Ask Tesouro to allow reporting for it.${support}`,
		);
	}
	if (response.status === 429) {
		// "Retry-After (s)"; HTTP would allow a date, too.
		const seconds = Number(response.headers['retry-after']);
		const when = Number.isInteger(seconds) && seconds > 0 ? `in ${seconds} seconds` : 'later';
		throw new TesouroError(
			'Tesouro got too many requests (status 429)',
			`Try again ${when}, and less often.${support}`,
			true,
		);
	}
	if (response.status >= 500 || error?.extensions?.code === 'SERVICE_ERROR') {
		throw new TesouroError(
			`Tesouro could not answer (${error?.message ?? `status ${response.status}`})`,
			`Try again after several minutes.${support}`,
			true,
		);
	}
	if (error !== undefined) {
		const code = error.extensions?.code;
		throw new TesouroError(
			`Tesouro did not accept the request: ${error.message}${code === undefined ? '' : ` (${code})`}`,
			`Correct the fields that the message names.${support}`,
		);
	}
	const data = answer.success ? schema.safeParse(answer.data.data) : undefined;
	if (response.status !== 200 || !data?.success) {
		throw new TesouroError(
			`Tesouro's answer has an unknown form (status ${response.status})`,
			`Check the base URL in the Tesouro credential; if it is right, Tesouro changed its API: report it to the authors of this node.${support}`,
		);
	}
	return data.data as z.output<T>;
}
