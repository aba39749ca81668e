import { useFastClock } from '../../fastClock.mts';
import { patient } from '../../../nodes/Tesouro/api/patience';
import { createKnobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
import { flow, startStage, type Stage } from '../flow.mts';
import { errorTexts, schema, support } from './errorTexts.mts';

// The waits between the tries are nothing to see here.
patient.backOffMs = 5;
const usualTimeoutMs = patient.timeoutMs;

let stage: Stage;
useFastClock();
beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: 1 } })));
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.sandbox.subscriptions.clear();
	stage.sandbox.configure({ knobs: createKnobs() });
});

const run = async (parameters: object = {}, credential: object = stage.credentials.tesouro!) =>
	await stage.harness.runNode(
		{
			...flow({}, { name: 'Tesouro' }).nodes[1]!,
			parameters: { resource: 'report', operation: 'runQuery', ...parameters } as Record<string, string>,
		},
		[],
		{ credentials: { ...stage.credentials, tesouro: credential as Record<string, string> } },
	);

const plain = (text: unknown) =>
	String(text)
		.replace(/x-request-id [0-9a-f-]{36}/, 'x-request-id ID')
		.replace(new URL(stage.sandbox.url).host, 'HOST');

it.each(errorTexts)(
	'$what',
	async ({ knobs, parameters, existing = [], timeoutMs, message, description }) => {
		stage.sandbox.configure({ knobs });
		patient.timeoutMs = timeoutMs ?? usualTimeoutMs;
		for (const [eventType, id] of existing) {
			stage.sandbox.addSubscription({ id, eventType, url: `https://n8n.example.com/webhook/${id}` });
		}
		// Another secret, so that there is no token yet.
		const client = {
			...stage.credentials.tesouro!,
			...('tokenEndpoint' in knobs && { clientSecret: 'another' }),
		};
		const { error } = await run(parameters, client);
		expect({ message: plain(error?.message), description: plain(error?.description) }).toEqual({
			message,
			description,
		});
	},
	30_000,
);

it.each(['401', '400'] as const)('an expired token is renewed without an error (status %s)', async (how) => {
	await run();
	stage.sandbox.configure({ knobs: { expireTokens: how } });
	const { error, items } = await run();
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
});

it('a report that does not exist (any more) is an error', async () => {
	stage.sandbox.configure({ knobs: { apiSchema: '2025-06' } });
	const { error } = await run({ query: 'allocations' });
	expect(plain(error?.message)).toMatch(
		/^Tesouro did not accept the request: Cannot query field "allocations" on type "Query"\..* \(GRAPHQL_VALIDATION_FAILED\)$/,
	);
	expect(plain(error?.description)).toBe(`${schema} ${support}`);
});
