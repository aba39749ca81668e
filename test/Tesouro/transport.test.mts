import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { z } from '../../nodes/shared/vendor/zod';
import { asyncReport } from '../../nodes/Tesouro/documents';
import { connect, type TesouroApi } from '../../nodes/Tesouro/transport';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { afterSignIn, countRequests, credentialOf, httpContext, startHost } from './apiBench.mts';

const Anything = z.object({ asyncReport: z.object({ items: z.array(z.unknown()) }) });
const variables = {
	input: {
		where: { requestedDate: { gte: '2026-01-01', lte: '2026-12-31' } },
		paging: { skip: 0, take: 10 },
		orderBy: [{ field: 'REQUESTED_DATE', sortDirection: 'DESC' }],
	},
};

let sandbox: Sandbox;
let api: TesouroApi;

beforeEach(async () => {
	sandbox = await startSandbox();
	api = connect(httpContext, credentialOf(sandbox));
});
afterEach(async () => await sandbox.close());

const list = async (from: TesouroApi = api) => await from.query(asyncReport, variables, Anything);
const failureOf = async (from?: TesouroApi) =>
	await list(from).then(
		() => undefined,
		(error: unknown) => error,
	);

/** What becomes of an answer that the sandbox does not give. */
async function failureFor(status: number, body: unknown, headers: Record<string, string> = {}) {
	const host = await startHost(
		afterSignIn((response: ServerResponse) => {
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			response.writeHead(status, { 'x-request-id': 'req-42', ...headers }).end(text);
		}),
	);
	const failure = await failureOf(connect(httpContext, { ...credentialOf(sandbox), baseUrl: host.url }));
	await host.close();
	return failure;
}

const containing = (text: string) => expect.stringContaining(text) as string;

describe('a query', () => {
	it('is sent with a bearer token, its name and its variables', async () => {
		expect(await list()).toEqual({ asyncReport: { items: [] } });
		expect(sandbox.requests.at(-1)).toMatchObject({
			path: '/graphql',
			authorization: 'bearer',
			graphql: { variables, operationName: 'AsyncReport' },
		});
	});

	it('signs in once for many', async () => {
		await Promise.all(Array.from({ length: 20 }, async () => await list()));
		expect(countRequests(sandbox, '/openid/connect/token')).toBe(1);
		expect(countRequests(sandbox, '/graphql')).toBe(20);
	});

	it.each(['401', '400'] as const)('signs in again when its token has expired (status %s)', async (how) => {
		await list();
		sandbox.configure({ knobs: { expireTokens: how } });
		expect(await list()).toEqual({ asyncReport: { items: [] } });
		expect(countRequests(sandbox, '/openid/connect/token')).toBe(2);
		expect(countRequests(sandbox, '/graphql')).toBe(3);
	});

	it('tries a refused token once more, not for ever', async () => {
		let asked = 0;
		const host = await startHost(
			afterSignIn((response) => {
				asked++;
				response.writeHead(401).end('{}');
			}),
		);
		const failure = await failureOf(connect(httpContext, { ...credentialOf(sandbox), baseUrl: host.url }));
		expect(failure).toMatchObject({ message: 'Tesouro refused the request (status 401)' });
		expect(asked).toBe(2);
		await host.close();
	});
});

describe('what goes wrong is told with its remedy', () => {
	it('403: the client may not do this', async () => {
		expect(await failureFor(403, {})).toMatchObject({
			message: 'Tesouro refused the request (status 403)',
			remedy:
				'The client of this credential may not do this. Ask Tesouro to allow reporting for it. Tesouro support finds it by x-request-id req-42.',
			temporary: false,
		});
	});

	it('429: says how long to wait', async () => {
		sandbox.configure({ knobs: { api: 'rate-limited' } });
		expect(await failureOf()).toMatchObject({
			message: 'Tesouro got too many requests (status 429)',
			remedy: expect.stringMatching(/^Try again in 1 second/) as string,
			temporary: true,
		});
		expect(await failureFor(429, {}, { 'retry-after': '30' })).toMatchObject({
			remedy: containing('Try again in 30 seconds, and less often'),
		});
		expect(await failureFor(429, {})).toMatchObject({ remedy: containing('Try again later') });
	});

	it('429 with a date to come back at', async () => {
		const failure = await failureFor(429, {}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' });
		expect(failure).toMatchObject({ temporary: true });
		expect((failure as { remedy: string }).remedy).not.toContain('GMT seconds');
	});

	it.each(['error-500', 'down'] as const)('%s: to be tried again', async (knob) => {
		sandbox.configure({ knobs: { api: knob } });
		expect(await failureOf()).toMatchObject({
			message: expect.stringMatching(/^Tesouro could not answer \(status 50[03]\)$/) as string,
			remedy: expect.stringMatching(
				/^Try again after several minutes\. .*x-request-id [0-9a-f-]{36}\.$/,
			) as string,
			temporary: true,
		});
	});

	it('a gateway that answers 502 with a web page', async () => {
		expect(await failureFor(502, '<html>Bad Gateway</html>')).toMatchObject({
			message: 'Tesouro could not answer (status 502)',
			temporary: true,
		});
	});

	it('an error of the service in an answer with status 200', async () => {
		sandbox.configure({ knobs: { api: 'graphql-error' } });
		expect(await failureOf()).toMatchObject({
			message: 'Tesouro could not answer (The service is unavailable.)',
			temporary: true,
		});
	});

	it('a query that Tesouro does not accept: its own words and code', async () => {
		const failure = await api.query('query Wrong { nothing }', {}, Anything).catch((error: unknown) => error);
		expect(failure).toMatchObject({
			message: containing('Tesouro did not accept the request: Cannot query field "nothing"'),
			remedy: containing('Correct the fields'),
			temporary: false,
		});
		expect((failure as Error).message).toContain('(GRAPHQL_VALIDATION_FAILED)');
	});

	it.each<[string, number, unknown]>([
		['a web page', 200, '<html>Welcome</html>'],
		['an empty answer', 200, ''],
		['JSON of another API', 200, { hello: 'world' }],
		['an answer without what was asked for', 200, { data: { asyncReport: { items: 'many' } } }],
		['a redirect', 302, ''],
		['no such address', 404, { message: 'Not Found' }],
	])('%s: the base URL is worth a look', async (_, status, body) => {
		expect(await failureFor(status, body, { location: 'https://evil.example/' })).toMatchObject({
			message: `Tesouro's answer has an unknown form (status ${status})`,
			remedy: containing('Check the base URL'),
			temporary: false,
		});
	});

	it('nobody there: the host and why', async () => {
		await api.token();
		await sandbox.close();
		expect(await failureOf()).toMatchObject({
			message: `Tesouro could not be reached at ${new URL(sandbox.url).host}: the connection was refused`,
			temporary: true,
		});
	});

	it('never shows the secret or the token', async () => {
		const token = await api.token();
		const failures: unknown[] = [];
		for (const knob of ['down', 'error-500', 'rate-limited', 'graphql-error'] as const) {
			sandbox.configure({ knobs: { api: knob } });
			failures.push(await failureOf());
		}
		await sandbox.close();
		failures.push(await failureOf());
		expect(failures.every((failure) => failure instanceof Error)).toBe(true);
		const said = inspect(failures, { depth: 20, showHidden: true });
		for (const secret of [sandbox.clientSecret, token]) expect(said).not.toContain(secret);
	});
});
