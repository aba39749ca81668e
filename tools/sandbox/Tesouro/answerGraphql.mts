import type { IncomingMessage, ServerResponse } from 'node:http';
import { execute, GraphQLError, parse, validate } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { answerReportQuery, findTransaction, reportQueryNames } from './answerReportQuery.mts';
import { checkToken } from './checkToken.mts';
import { createAsyncReport } from './createAsyncReport.mts';
import { listAsyncReports } from './listAsyncReports.mts';
import { isAnswerLost } from './loseAnswer.mts';
import { misbehave } from './misbehave.mts';
import { pause } from '../pause.mts';
import { readBody } from '../readBody.mts';
import { readReportAvailability } from './readReportAvailability.mts';
import { organization, signedIn } from './reportRow.mts';
import { readSchema } from './readSchema.mts';
import { sendJson } from '../sendJson.mts';
import type { RecordedRequest, State } from './state.mts';
import type { RateLimit } from './tokenBucket.mts';

const noRoomLeft = { requestRate: 51, remaining: 0, retryAfterMs: 1000, resetAfterMs: 1000 };

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
	const { isAllowed, rateLimit } = state.bucket.take();
	if (api === 'rate-limited') return refuseForNow(response, noRoomLeft);
	if (!isAllowed) return refuseForNow(response, rateLimit);
	if (api === 'slow' && !(await pause(state.slowMs, state.closing))) return;
	if (request.method !== 'POST') return sendJson(response, 405, { message: 'Use POST.' }, { allow: 'POST' });
	if (!checkToken(state, request, response)) return;

	record.graphql = parseRequest(body);
	if (misbehave(state.knobs.graphql, response)) return;
	const result = api === 'graphql-error' ? serviceError() : await run(state, schema, record.graphql);
	if (isAnswerLost(state, record.graphql)) return void response.destroy();
	// "HTTP status can be 200" for top-level errors: it always is here.
	sendJson(response, 200, { ...result, extensions: { rateLimit } });
}

/** "429 Too Many Requests", with the wait in seconds for everybody and in milliseconds for those who read GraphQL. */
function refuseForNow(response: ServerResponse, rateLimit: RateLimit): void {
	const refusal = { message: 'API rate limit exceeded', extensions: { rateLimit } };
	sendJson(response, 429, refusal, { 'retry-after': String(Math.ceil(rateLimit.retryAfterMs / 1000)) });
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
	current: GraphQLSchema,
	{ query, variables, operationName }: NonNullable<RecordedRequest['graphql']>,
): Promise<ExecutionResult> {
	const schema = state.knobs.apiSchema === '2026' ? current : readSchema('allocations');
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
			...Object.fromEntries(
				reportQueryNames.map((name) => [
					name,
					(given: Parameters<typeof answerReportQuery>[3]) => answerReportQuery(state, schema, name, given),
				]),
			),
			me: signedIn,
			paymentTransaction: ({ id }: { id: string }) => findTransaction(state, schema, id),
			organization: { ...organization, reportAvailability: () => readReportAvailability(state) },
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
