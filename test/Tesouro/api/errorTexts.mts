import type { Knobs } from '../../../tools/sandbox/Tesouro/knobs.mts';

/**
 * What a user of the Tesouro node sees when something goes wrong at Tesouro: the red line of the node, and the text
 * below it. `ID` stands for the x-request-id of the answer, `HOST` for the host of the sandbox.
 */
export const support = 'Tesouro support finds it by x-request-id ID.';
const later = `Try again after several minutes. ${support}`;
const baseUrl =
	'Check the base URL in the Tesouro credential; if it is right, Tesouro changed its API: report it to the authors of this node.';
export const schema =
	'Tesouro\'s API changed, or this is not available for your client. Check the fields and columns that you named yourself; "Fields" in the options of Run Query replaces the usual ones.';
const network = 'Check the network of this n8n (proxy, firewall, DNS), then try again.';

export interface ErrorText {
	what: string;
	/** How the sandbox misbehaves. */
	knobs: Partial<Knobs>;
	message: string;
	description: string;
	/** The operation, where it is not Run Query. */
	parameters?: Record<string, unknown>;
	/** Subscriptions that are there before, with an address of their own. */
	existing?: Array<[eventType: string, id: string]>;
	/** A shorter patience than the usual, so that the test need not have it. */
	timeoutMs?: number;
}

const list: Array<[what: string, knobs: Partial<Knobs>, message: string, description: string]> = [
	[
		'wrong client ID or secret',
		{ tokenEndpoint: 'wrong-credentials' },
		'Tesouro does not accept the client ID and secret (401, invalid_client)',
		`Check both in the Tesouro credential, and that they belong to its environment: production and sandbox have their own. ${support}`,
	],
	[
		'no access token',
		{ tokenEndpoint: 'down' },
		'Tesouro returned no access token (status 503)',
		`Try again in a few minutes. If this continues, tell Tesouro support the time of the request. ${support}`,
	],
	[
		'401, with a fresh token, too',
		{ expireTokens: 'always-401' },
		'Tesouro refused the request (status 401)',
		`It does not accept the access token, not even a fresh one. Check the client ID and secret in the Tesouro credential, and that they belong to its environment. ${support}`,
	],
	[
		'400 "The token has been expired.", with a fresh token, too',
		{ expireTokens: 'always-400' },
		'Tesouro refused the request (status 400)',
		`It does not accept the access token, not even a fresh one. Check the client ID and secret in the Tesouro credential, and that they belong to its environment. ${support}`,
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
		"Tesouro's answer has an unknown format (status 404)",
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
		'Tesouro received too many requests (status 429)',
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
		"Tesouro's answer has an unknown format (status 200)",
		`${baseUrl} ${support}`,
	],
	[
		'a redirect',
		{ graphql: 'redirect' },
		"Tesouro's answer has an unknown format (status 302)",
		`${baseUrl} ${support}`,
	],
	[
		'an answer that breaks off, four times',
		{ graphql: 'cut-off' },
		'Tesouro could not be reached at HOST: the connection was cut off',
		network,
	],
];

const subscription = (operation: string, more: object = {}) => ({
	resource: 'subscription',
	operation,
	...more,
});
const byId = (value: string) => ({ subscriptionId: { __rl: true, mode: 'id', value } });

/** Every text that a user can see, with what makes it. */
export const errorTexts: ErrorText[] = [
	...list.map(([what, knobs, message, description]) => ({ what, knobs, message, description })),
	{
		what: 'no answer in time, four times',
		knobs: { graphql: 'silent' },
		timeoutMs: 200,
		message: 'Tesouro could not be reached at HOST: there was no answer in time',
		description: network,
	},
	{
		what: 'Subscriptions: 400',
		knobs: { eventTypes: 'documented' },
		parameters: subscription('create', {
			eventType: 'other',
			otherEventType: 'BRAND_NEW',
			url: 'https://n8n.example.com/webhook/1',
		}),
		message:
			'Tesouro refused to subscribe to BRAND_NEW (status 400): Invalid request. One or more fields are not valid. eventType: BRAND_NEW is no event type',
		description: `Fix what the message names. A URL must start with https:// and be reachable from the internet. ${support}`,
	},
	{
		what: 'Subscriptions: 401, with a fresh token, too',
		knobs: { expireTokens: 'always-401' },
		parameters: subscription('getAll'),
		message:
			'Tesouro refused to list the subscriptions (status 401): Unauthorized. Missing or invalid authentication token',
		description: `Check the client ID and secret in the Tesouro credential, and that they belong to its environment. ${support}`,
	},
	{
		what: 'Subscriptions: 403',
		knobs: { scopes: 'read' },
		parameters: subscription('create', {
			eventType: 'LEDGER_TRANSACTION',
			url: 'https://n8n.example.com/webhook/1',
		}),
		message:
			'The client of the Tesouro credential may not subscribe to LEDGER_TRANSACTION: the scope notification:subscription:write is missing (status 403)',
		description: `Ask Tesouro to give this client the scope notification:subscription:write. ${support}`,
	},
	{
		what: 'Subscriptions: 404',
		knobs: {},
		parameters: subscription('get', byId('no-such-id')),
		message:
			'Tesouro has no such subscription, or it belongs to another organization (status 404): Subscription not found. There is no subscription no-such-id',
		description: `Check the ID, and the environment of the Tesouro credential. "Get Many" lists what there is. ${support}`,
	},
	{
		what: 'Subscriptions: 409 on Update (on Create, the existing one is adopted)',
		knobs: {},
		existing: [
			['LEDGER_TRANSACTION', '1'],
			['LEDGER_TRANSACTION', '2'],
		],
		parameters: subscription('update', { ...byId('2'), url: 'https://n8n.example.com/webhook/1' }),
		message:
			'Tesouro refused to change the subscription 2 (status 409): Duplicate subscription. A subscription with the same event type, channel, and URL already exists',
		description: `A subscription for this event type and URL already exists. "Get Many" shows it; activate or change that one. ${support}`,
	},
	{
		what: 'Subscriptions: 500, four times',
		knobs: { api: 'error-500' },
		parameters: subscription('getAll'),
		message:
			'Tesouro could not list the subscriptions (status 500): Internal server error. Something went wrong on our side',
		description: later,
	},
];
