import type { IncomingMessage, ServerResponse } from 'node:http';
import { execute, GraphQLError, parse, validate } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { checkToken } from './checkToken.mts';
import { createAsyncReport } from './createAsyncReport.mts';
import { listAsyncReports } from './listAsyncReports.mts';
import { pause } from './pause.mts';
import { readBody } from './readBody.mts';
import { readReportAvailability } from './readReportAvailability.mts';
import { sendJson } from './sendJson.mts';
import type { RecordedRequest, State } from './state.mts';

/** "`extensions.rateLimit { requestRate, remaining, retryAfterMs, resetAfterMs }` on every response". */
const roomLeft = { rateLimit: { requestRate: 1, remaining: 48, retryAfterMs: 0, resetAfterMs: 20 } };
const noRoomLeft = { rateLimit: { requestRate: 51, remaining: 0, retryAfterMs: 1000, resetAfterMs: 1000 } };

/** "`POST {host}/graphql`, JSON body `query`, `variables`, `operationName`; bearer token." */
export async function answerGraphql(
	state: State,
	schema: GraphQLSchema,
	request: IncomingMessage,
	response: ServerResponse,
	record: RecordedRequest,
): Promise<void> {
	const body = await readBody(request);
	const { api } = state.knobs;
	if (api === 'down') return sendJson(response, 503, { message: 'Service Unavailable' });
	if (api === 'error-500') return sendJson(response, 500, { message: 'Internal Server Error' });
	if (api === 'rate-limited') {
		const refusal = { message: 'API rate limit exceeded', extensions: noRoomLeft };
		return sendJson(response, 429, refusal, { 'retry-after': '1' });
	}
	if (api === 'slow' && !(await pause(state.slowMs, state.closing))) return;
	if (request.method !== 'POST') return sendJson(response, 405, { message: 'Use POST.' }, { allow: 'POST' });
	if (!checkToken(state, request, response)) return;

	record.graphql = parseRequest(body);
	const result = api === 'graphql-error' ? serviceError() : await run(state, schema, record.graphql);
	// "HTTP status can be 200" for top-level errors: it always is here.
	sendJson(response, 200, { ...result, extensions: roomLeft });
}

function parseRequest(body: string): NonNullable<RecordedRequest['graphql']> {
	try {
		return Object(JSON.parse(body));
	} catch {
		return {};
	}
}

/** "`SERVICE_ERROR` (retry after several minutes)". */
function serviceError(): ExecutionResult {
	const code = { code: 'SERVICE_ERROR', advice: 'Try again after several minutes.' };
	return { data: null, errors: [new GraphQLError('The service is unavailable.', { extensions: code })] };
}

async function run(
	state: State,
	schema: GraphQLSchema,
	{ query, variables, operationName }: NonNullable<RecordedRequest['graphql']>,
): Promise<ExecutionResult> {
	if (typeof query !== 'string') return refuse([new GraphQLError('query is missing.')], 'PARSING_ERROR');
	let document;
	try {
		document = parse(query);
	} catch (error) {
		return refuse([error as GraphQLError], 'PARSING_ERROR');
	}
	const mistakes = validate(schema, document);
	if (mistakes.length > 0) return refuse(mistakes, 'GRAPHQL_VALIDATION_FAILED');

	const result = await execute({
		schema,
		document,
		variableValues: variables as Record<string, unknown>,
		operationName: operationName as string | undefined,
		rootValue: {
			createAsyncReport: (given: Parameters<typeof createAsyncReport>[1]) => createAsyncReport(state, given),
			asyncReport: (given: Parameters<typeof listAsyncReports>[1]) => listAsyncReports(state, given),
			organization: { reportAvailability: readReportAvailability },
		},
	});
	return 'data' in result ? result : refuse(result.errors ?? [], 'BAD_USER_INPUT');
}

function refuse(errors: readonly GraphQLError[], code: string): ExecutionResult {
	return {
		errors: errors.map(
			({ message, nodes, source, positions }) =>
				new GraphQLError(message, { nodes, source, positions, extensions: { code } }),
		),
	};
}
