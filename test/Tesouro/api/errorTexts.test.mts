import { patient } from '../../../nodes/Tesouro/api/patience';
import type { Knobs } from '../../sandbox/knobs.mts';
import { flow, startBench, type Bench } from '../flow.mts';

/**
 * What a user of the Tesouro node sees when something goes wrong at Tesouro: the red line of the node, and the text
 * below it. `ID` stands for the x-request-id of the answer, `HOST` for the host of the sandbox.
 */
const support = 'Tesouro support finds it by x-request-id ID.';
const later = `Try again after several minutes. ${support}`;
const baseUrl =
	'Check the base URL in the Tesouro credential; if it is right, Tesouro changed its API: report it to the authors of this node.';
const schema =
	'Tesouro\'s API changed, or this is not available for your client. Check the fields and columns that you named yourself; "Fields" in the options of Run Query replaces the usual ones.';
const network = 'Check the network of this n8n (proxy, firewall, DNS), then try again.';

const texts: Array<[what: string, knobs: Partial<Knobs>, message: string, description: string]> = [
	[
		'wrong client ID or secret',
		{ tokenEndpoint: 'wrong-credentials' },
		'Tesouro does not accept the client ID and secret (401, invalid_client)',
		`Check both in the Tesouro credential, and that they belong to its environment: production and sandbox have their own. ${support}`,
	],
	[
		'no access token',
		{ tokenEndpoint: 'down' },
		'Tesouro gave no access token (status 503)',
		`Try again in a few minutes. If it stays so, tell Tesouro support the time of the request. ${support}`,
	],
	[
		'403 with the missing scope named',
		{ graphql: 'forbidden' },
		'Tesouro refused the request (status 403); the scope reporting:transaction:read is missing',
		`Ask Tesouro to give the scope reporting:transaction:read to the client of this credential. ${support}`,
	],
	[
		'403 without a reason',
		{ graphql: 'forbidden-silently' },
		'Tesouro refused the request (status 403)',
		`The client of this credential may not do this. Ask Tesouro to allow reporting for it. ${support}`,
	],
	[
		'a refusal by GraphQL, with the missing scope named',
		{ graphql: 'forbidden-field' },
		"Tesouro refused the request: Unauthorized to load field 'Query.fees' (UNAUTHORIZED_FIELD_OR_TYPE); the scope reporting:transaction:read is missing",
		`Ask Tesouro to give the scope reporting:transaction:read to the client of this credential. ${support}`,
	],
	[
		'404',
		{ graphql: 'not-found' },
		"Tesouro's answer has an unknown form (status 404)",
		`${baseUrl} ${support}`,
	],
	[
		'409',
		{ graphql: 'conflict' },
		'Tesouro did not accept the request (status 409): There is such a request already.',
		`Correct what the message names. ${support}`,
	],
	[
		'429, four times',
		{ api: 'rate-limited' },
		'Tesouro got too many requests (status 429)',
		`Try again in 1 second, and less often. ${support}`,
	],
	['500, four times', { api: 'error-500' }, 'Tesouro could not answer (status 500)', later],
	['503, four times', { api: 'down' }, 'Tesouro could not answer (status 503)', later],
	[
		'an error of the service, with status 200',
		{ graphql: 'service-error' },
		'Tesouro could not answer: A service error has occurred while processing your request (SERVICE_ERROR)',
		later,
	],
	[
		'several errors together, each once',
		{ graphql: 'several-errors' },
		'Tesouro did not accept the request: Value is not a date (INVALID_VALUE); Unknown acceptor (NOT_FOUND, acceptorId)',
		`Correct the fields that the message names. Send a date. ${support}`,
	],
	[
		'a part of the data beside an error',
		{ graphql: 'partial-data' },
		'Tesouro could not answer: A part of it failed (SERVICE_ERROR)',
		later,
	],
	[
		'a syntax error',
		{ graphql: 'parsing-error' },
		'Tesouro did not accept the request: Syntax Error (PARSING_ERROR)',
		`${schema} ${support}`,
	],
	[
		'a login page',
		{ graphql: 'login-page' },
		"Tesouro's answer has an unknown form (status 200)",
		`${baseUrl} ${support}`,
	],
	[
		'a redirect',
		{ graphql: 'redirect' },
		"Tesouro's answer has an unknown form (status 302)",
		`${baseUrl} ${support}`,
	],
	[
		'an answer that breaks off, four times',
		{ graphql: 'cut-off' },
		'Tesouro could not be reached at HOST: the connection was cut off',
		network,
	],
];

// The waits between the tries are nothing to see here.
patient.backOffMs = 5;

let bench: Bench;
beforeAll(async () => (bench = await startBench({ sandbox: { rowsPerDay: 1 } })));
afterAll(async () => await bench.close());
beforeEach(() =>
	bench.sandbox.configure({
		knobs: { api: 'ok', graphql: 'ok', tokenEndpoint: 'ok', expireTokens: 'no', apiSchema: '2026' },
	}),
);

const run = async (parameters: object = {}, credential: object = bench.credentials.tesouro!) =>
	await bench.harness.runNode(
		{
			...flow({}, { name: 'Tesouro' }).nodes[1]!,
			parameters: { resource: 'report', operation: 'runQuery', ...parameters } as Record<string, string>,
		},
		[],
		{ credentials: { ...bench.credentials, tesouro: credential as Record<string, string> } },
	);

const plain = (text: unknown) =>
	String(text)
		.replace(/x-request-id [0-9a-f-]{36}/, 'x-request-id ID')
		.replace(new URL(bench.sandbox.url).host, 'HOST');

it.each(texts)(
	'%s',
	async (_, knobs, message, description) => {
		bench.sandbox.configure({ knobs });
		// Another secret, so that there is no token yet.
		const client = {
			...bench.credentials.tesouro!,
			...('tokenEndpoint' in knobs && { clientSecret: 'another' }),
		};
		const { error } = await run({}, client);
		expect({ message: plain(error?.message), description: plain(error?.description) }).toEqual({
			message,
			description,
		});
	},
	30_000,
);

it.each(['401', '400'] as const)('nothing is seen of a token that expired (status %s)', async (how) => {
	await run();
	bench.sandbox.configure({ knobs: { expireTokens: how } });
	const { error, items } = await run();
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
});

it('a report that Tesouro does not have (any more)', async () => {
	bench.sandbox.configure({ knobs: { apiSchema: '2025-06' } });
	const { error } = await run({ query: 'allocations' });
	expect(plain(error?.message)).toMatch(
		/^Tesouro did not accept the request: Cannot query field "allocations" on type "Query"\..* \(GRAPHQL_VALIDATION_FAILED\)$/,
	);
	expect(plain(error?.description)).toBe(`${schema} ${support}`);
});
