import { inspect } from 'node:util';
import { stopInFirstPause, useFastClock } from '../../fastClock.mts';
import { clock } from '../../../nodes/shared/run/clock';
import { z } from '../../../nodes/shared/vendor/zod';
import { asyncReport } from '../../../nodes/Tesouro/reports/documents';
import { backOff, type Patience } from '../../../nodes/shared/http/patience';
import { patient } from '../../../nodes/Tesouro/api/patience';
import { askedPause } from '../../../nodes/Tesouro/api/rateLimit';
import { connect, type TesouroApi } from '../../../nodes/Tesouro/api/transport';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { afterSignIn, countRequests, credentialOf, httpContext, startHost } from './apiStage.mts';

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
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const list = async (from: TesouroApi = api) => await from.query(asyncReport, variables, Anything);
const failureOf = async (from?: TesouroApi) =>
	await list(from).then(
		() => undefined,
		(error: unknown) => error,
	);

describe('a query', () => {
	it('is sent with a bearer token, its name and its variables', async () => {
		expect(await list()).toEqual({ asyncReport: { items: [] } });
		expect(sandbox.requests.at(-1)).toMatchObject({
			path: '/graphql',
			authorization: 'bearer',
			graphql: { variables, operationName: 'AsyncReport' },
		});
	});

	it('signs in once for many queries', async () => {
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

	it('signs in again when GraphQL itself says that the client is not signed in', async () => {
		let asked = 0;
		const host = await startHost(
			afterSignIn((response) => {
				const errors = [{ message: 'Not signed in', extensions: { code: 'UNAUTHENTICATED' } }];
				const data = { asyncReport: { items: [] } };
				response.end(JSON.stringify(++asked === 1 ? { data: null, errors } : { data }));
			}),
		);
		const from = connect(httpContext, { ...credentialOf(sandbox), baseUrl: host.url });
		expect(await list(from)).toEqual({ asyncReport: { items: [] } });
		expect(asked).toBe(2);
		await host.close();
	});

	it('tries again once after a refused token, not for ever', async () => {
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

/** Answers that come one after the other; the last one for ever. */
async function answering(
	...answers: Array<{ status?: number; body?: unknown; headers?: object } | 'cut off'>
) {
	const seen: Array<{ method?: string; url?: string; body: string }> = [];
	const host = await startHost((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => {
			if (request.url === '/openid/connect/token') {
				return void response.end(JSON.stringify({ access_token: 'a-token', expires_in: 3600 }));
			}
			seen.push({ method: request.method, url: request.url, body });
			const answer = answers[Math.min(seen.length, answers.length) - 1]!;
			if (answer === 'cut off') return void request.socket.destroy();
			response.writeHead(answer.status ?? 200, { 'x-request-id': 'req-42', ...answer.headers });
			response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
		});
	});
	hosts.push(host);
	const credential = { ...credentialOf(sandbox), baseUrl: host.url };
	return { seen, credential };
}
const hosts: Array<{ close(): Promise<void> }> = [];
afterEach(async () => await Promise.all(hosts.splice(0).map(async (host) => await host.close())));

const good = { body: { data: { asyncReport: { items: [1] } } } };
const limited = (body: object, headers = {}) => ({ status: 429, body, headers });
const rateLimit = (facts: object) => ({ extensions: { rateLimit: facts } });
/** Patient, in less time. */
const swift: Patience = { ...patient, backOffMs: 20, timeoutMs: 400 };

describe('patience with a query', () => {
	it.each([
		['status 500', { status: 500 }],
		['status 503 with a web page', { status: 503, body: '<html>' }],
		['a connection that is cut off', 'cut off'],
	] as const)('repeats the query after %s', async (_, failure) => {
		const { seen, credential } = await answering(failure, failure, failure, good);
		expect(await list(connect(httpContext, credential, swift))).toEqual({ asyncReport: { items: [1] } });
		expect(seen).toHaveLength(4);
	});

	it('waits longer each time, with some randomness', async () => {
		const waits = Array.from({ length: 200 }, () => [0, 1, 2].map((retry) => backOff(patient, retry)));
		for (const [first, second, third] of waits) {
			expect(first).toBeGreaterThanOrEqual(750);
			expect(first).toBeLessThanOrEqual(1250);
			expect(second).toBeGreaterThanOrEqual(1500);
			expect(second).toBeLessThanOrEqual(2500);
			expect(third).toBeGreaterThanOrEqual(3000);
			expect(third).toBeLessThanOrEqual(5000);
		}
		expect(new Set(waits.map(([first]) => first)).size).toBeGreaterThan(100);
	});

	it('ends after three more tries, with the last failure', async () => {
		const { seen, credential } = await answering({ status: 500 });
		expect(await failureOf(connect(httpContext, credential, swift))).toMatchObject({
			message: 'Tesouro could not answer (status 500)',
		});
		expect(seen).toHaveLength(4);
	});

	it('repeats the query when there is no answer in time', async () => {
		sandbox.configure({ knobs: { graphql: 'silent' } });
		const failing = failureOf(connect(httpContext, credentialOf(sandbox), { ...swift, timeoutMs: 100 }));
		expect(await failing).toMatchObject({
			message: expect.stringContaining('there was no answer in time') as string,
			temporary: true,
		});
		expect(countRequests(sandbox, '/graphql')).toBe(4);
	});

	it('does not repeat what would be refused again', async () => {
		const { seen, credential } = await answering({ status: 403 });
		await failureOf(connect(httpContext, credential, swift));
		expect(seen).toHaveLength(1);
	});

	it('repeats nothing in a webhook, which must answer', async () => {
		const { seen, credential } = await answering({ status: 500 }, good);
		await failureOf(connect(httpContext, credential));
		expect(seen).toHaveLength(1);
	});

	it('ends when the execution is cancelled', async () => {
		const { seen, credential } = await answering({ status: 500 });
		const stop = new AbortController();
		stopInFirstPause(stop);
		await failureOf(connect(httpContext, credential, { ...patient, signal: stop.signal }));
		expect(seen).toHaveLength(1);
	});
});

describe('a mutation', () => {
	const mutation = 'mutation Make($input: I!) { make(input: $input) { id } }';
	const make = async (credential: Parameters<typeof connect>[1]) =>
		await connect(httpContext, credential, swift)
			.query(mutation, {}, Anything)
			.then(
				() => undefined,
				(error: unknown) => error,
			);

	it.each([
		['status 500', { status: 500 }, true],
		['a connection that is cut off', 'cut off', true],
		['a web page with status 200', { body: '<html>' }, true],
		[
			'an error of the service',
			{ body: { data: null, errors: [{ message: 'x', extensions: { code: 'SERVICE_ERROR' } }] } },
			true,
		],
		[
			'an error without a code, of the work itself',
			{ body: { data: null, errors: [{ message: 'x' }] } },
			true,
		],
		['an error without a code, before the work', { body: { errors: [{ message: 'x' }] } }, false],
		['a mistake', { body: { errors: [{ message: 'x', extensions: { code: 'BAD_USER_INPUT' } }] } }, false],
		['403', { status: 403 }, false],
	] as const)('is sent once, whatever the answer: %s', async (_, answer, outcomeUnknown) => {
		const { seen, credential } = await answering(answer);
		expect(await make(credential)).toMatchObject({ outcomeUnknown });
		expect(seen).toHaveLength(1);
	});

	it('is sent again after 429, because nothing was done', async () => {
		const { seen, credential } = await answering(limited({}), good);
		expect(await make(credential)).toBeUndefined();
		expect(seen).toHaveLength(2);
	});

	it('is known not to have run when it never left this host', async () => {
		const { credential } = await answering(good);
		await connect(httpContext, credential).token();
		await hosts.splice(0)[0]!.close();
		expect(await make(credential)).toMatchObject({ temporary: true, outcomeUnknown: false });
	});

	it('is sent again with a fresh token, because nothing was done with the expired one', async () => {
		const { seen, credential } = await answering({ status: 401 }, good);
		await connect(httpContext, credential, swift).query(mutation, {}, Anything);
		expect(seen).toHaveLength(2);
	});
});

describe('rate limits', () => {
	useFastClock();
	const timeOf = async (work: () => Promise<unknown>) => {
		const before = clock.now();
		await work();
		return clock.now() - before;
	};

	it.each([
		['Retry-After in seconds', limited({}, { 'retry-after': '1' }), 1000],
		['retryAfterMs', limited(rateLimit({ remaining: 0, retryAfterMs: 300, resetAfterMs: 100 })), 300],
		['resetAfterMs', limited(rateLimit({ remaining: 0, retryAfterMs: 100, resetAfterMs: 300 })), 300],
		['RateLimit-Reset', limited({}, { 'ratelimit-reset': '1' }), 1000],
	])('repeat a query after 429 when %s has passed, not before', async (_, refusal, atLeast) => {
		const { seen, credential } = await answering(refusal, good);
		const took = await timeOf(async () => await list(connect(httpContext, credential, swift)));
		expect(took).toBeGreaterThanOrEqual(atLeast);
		expect(took).toBeLessThan(atLeast + 2_500);
		expect(seen).toHaveLength(2);
	});

	it.each([
		[{ 'retry-after': '30' }, {}, 30_000],
		[{ 'retry-after': 'Sat, 24 Oct 2026 00:00:10 GMT' }, {}, 10_000],
		[{ 'retry-after': 'Fri, 23 Oct 2026 23:59:00 GMT' }, {}, 0],
		[{ 'retry-after': 'soon' }, {}, 0],
		[{ 'retry-after': '-5' }, {}, 0],
		[{ 'retry-after': '' }, {}, 0],
		// Seconds in the header, milliseconds in the body: the longest counts.
		[{ 'retry-after': '1' }, { retryAfterMs: 400, resetAfterMs: 1500 }, 1500],
		[{ 'retry-after': '2' }, { retryAfterMs: 400, resetAfterMs: 1500 }, 2000],
		[{ 'ratelimit-reset': '1', 'x-ratelimit-remaining-second': '0' }, {}, 1000],
	])('are read from %j and %j as %i ms', (headers, facts, ms) => {
		const response = { status: 429, headers, body: rateLimit(facts) };
		expect(askedPause(response, Date.parse('2026-10-24T00:00:00Z'))).toBe(ms);
	});

	it('without a time are treated like a failure', async () => {
		const { seen, credential } = await answering(limited({}), limited({}), good);
		await list(connect(httpContext, credential, swift));
		expect(seen).toHaveLength(3);
	});

	it('are waited for at most a minute: for more, the error names the time', async () => {
		const { seen, credential } = await answering(limited({}, { 'retry-after': '120' }), good);
		const took = await timeOf(async () =>
			expect(await failureOf(connect(httpContext, credential, patient))).toMatchObject({
				message: 'Tesouro received too many requests (status 429)',
				remedy: 'Try again in 120 seconds, and less often. Tesouro support finds it by x-request-id req-42.',
				temporary: true,
			}),
		);
		expect(took).toBe(0);
		expect(seen).toHaveLength(1);
	});

	it('delay the next request of everybody with the same client, before Tesouro must refuse it', async () => {
		const body = { ...good.body, ...rateLimit({ remaining: 0, retryAfterMs: 0, resetAfterMs: 400 }) };
		const { credential } = await answering({ body }, good);
		await list(connect(httpContext, credential, swift));
		expect(await timeOf(async () => await list(connect(httpContext, credential, swift)))).toBeGreaterThan(
			390,
		);
	});

	it('delay a mutation, too: waiting before the first attempt repeats nothing', async () => {
		const body = { ...good.body, ...rateLimit({ remaining: 0, resetAfterMs: 300 }) };
		const { seen, credential } = await answering({ body }, good);
		const from = connect(httpContext, credential, swift);
		await list(from);
		const took = await timeOf(async () => await from.query('mutation M { m }', {}, z.unknown()));
		expect(took).toBeGreaterThan(290);
		expect(seen).toHaveLength(2);
	});

	it('give an error at once in a webhook, and nothing is sent', async () => {
		const body = { ...good.body, ...rateLimit({ remaining: 0, resetAfterMs: 5000 }) };
		const { seen, credential } = await answering({ body }, good);
		await list(connect(httpContext, credential));
		const took = await timeOf(async () =>
			expect(await failureOf(connect(httpContext, credential))).toMatchObject({
				message: 'Tesouro asked for a pause, because it received too many requests',
				remedy: 'Try again in 5 seconds, and less often. Nothing was sent.',
				temporary: true,
				outcomeUnknown: false,
			}),
		);
		expect(took).toBe(0);
		expect(seen).toHaveLength(1);
	});

	it('are read from the headers of REST', async () => {
		const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': '1' };
		const { credential } = await answering({ body: {}, headers }, { body: {} });
		const from = connect(httpContext, credential, swift);
		await from.rest({ method: 'GET', path: '/x' });
		expect(await timeOf(async () => await from.rest({ method: 'GET', path: '/x' }))).toBeGreaterThan(990);
	});

	it('of the sandbox are respected: twelve queries at five per second, and none fails', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ requestsPerSecond: 5 });
		const from = connect(httpContext, credentialOf(sandbox), patient);
		const took = await timeOf(async () => {
			for (let count = 0; count < 12; count++) await list(from);
		});
		expect(took).toBeGreaterThan(1000);
		const statuses = sandbox.requests.filter(({ path }) => path === '/graphql').map(({ status }) => status);
		expect(statuses).toEqual(Array.from({ length: 12 }, () => 200));
	}, 20_000);

	it.each([
		[{ remaining: 'none', retryAfterMs: 'soon' }],
		[{ remaining: -1, retryAfterMs: -5, resetAfterMs: Number.MAX_SAFE_INTEGER }],
		[null],
		['off'],
	])('are ignored when they make no sense: %j', async (facts) => {
		const { credential } = await answering({ body: { ...good.body, extensions: { rateLimit: facts } } });
		const from = connect(httpContext, credential, swift);
		await list(from);
		expect(await timeOf(async () => await list(from))).toBeLessThan(300);
	});
});

describe('REST', () => {
	it('sends the token, the query and the body', async () => {
		const { seen, credential } = await answering({ status: 201, body: { id: 1 }, headers: { etag: 'e' } });
		const from = connect(httpContext, credential);
		const request = {
			method: 'POST',
			path: '/api/v1/things',
			query: { page: '1' },
			body: { a: [] },
		} as const;
		expect(await from.rest(request)).toMatchObject({ status: 201, headers: { etag: 'e' }, body: { id: 1 } });
		expect(seen).toEqual([{ method: 'POST', url: '/api/v1/things?page=1', body: '{"a":[]}' }]);
	});

	it.each([400, 403, 404, 409, 422, 500])('returns status %i without throwing', async (status) => {
		const { credential } = await answering({ status, body: { title: 'No' } });
		const response = await connect(httpContext, credential).rest({ method: 'PATCH', path: '/x', body: {} });
		expect(response).toMatchObject({ status, body: { title: 'No' } });
	});

	it('repeats a read after a failure', async () => {
		const { seen, credential } = await answering({ status: 502 }, 'cut off', { body: { id: 1 } });
		const from = connect(httpContext, credential, swift);
		expect(await from.rest({ method: 'GET', path: '/x' })).toMatchObject({ status: 200 });
		expect(seen).toHaveLength(3);
	});

	it.each(['POST', 'PATCH'] as const)('never repeats a write after a failure (%s)', async (method) => {
		const { seen, credential } = await answering({ status: 502 }, { body: {} });
		const from = connect(httpContext, credential, swift);
		expect(await from.rest({ method, path: '/x', body: {} })).toMatchObject({ status: 502 });
		expect(seen).toHaveLength(1);
		const lost = await answering('cut off', { body: {} });
		const failing = connect(httpContext, lost.credential, swift).rest({ method, path: '/x', body: {} });
		await expect(failing).rejects.toMatchObject({ temporary: true, outcomeUnknown: true });
		expect(lost.seen).toHaveLength(1);
	});

	it('repeats a write after 429, because nothing was done', async () => {
		const { seen, credential } = await answering(limited({}), { status: 201, body: {} });
		const from = connect(httpContext, credential, swift);
		expect(await from.rest({ method: 'POST', path: '/x', body: {} })).toMatchObject({ status: 201 });
		expect(seen).toHaveLength(2);
	});
});

describe('answers from somewhere else', () => {
	it('are not read to the end when they are larger than any answer of Tesouro', async () => {
		sandbox.configure({ knobs: { graphql: 'huge' } });
		const before = process.memoryUsage().rss;
		expect(await failureOf(connect(httpContext, credentialOf(sandbox), swift))).toMatchObject({
			message: `The answer from ${new URL(sandbox.url).host} is larger than 64 MB; it was not read`,
			temporary: false,
		});
		expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
		expect(countRequests(sandbox, '/graphql')).toBe(1);
	}, 30_000);

	it('do not get the token by a redirect', async () => {
		const asked: string[] = [];
		const other = await startHost((request, response) => {
			asked.push(request.url!);
			response.end();
		});
		hosts.push(other);
		const { credential } = await answering({ status: 307, headers: { location: other.url } });
		await failureOf(connect(httpContext, credential, swift));
		expect(asked).toEqual([]);
	});

	it('never put more than one line into an error', async () => {
		const message = `line one\nline two\u0000${'x'.repeat(5000)}`;
		const errors = Array.from({ length: 50 }, (_, index) => ({ message: `${index} ${message}` }));
		const { credential } = await answering({
			body: { errors },
			headers: { 'x-request-id': 'id <b>bold</b>' },
		});
		const failure = (await failureOf(connect(httpContext, credential))) as Error & { remedy: string };
		expect(failure.message.length).toBeLessThan(2000);
		expect(failure.message).not.toMatch(/[\n\0]/);
		expect(failure.message).toMatch(/and 45 more$/);
		expect(failure.remedy).not.toContain('bold');
	});
});

it('no failure contains the secret or the token', async () => {
	const token = await api.token();
	const failures: unknown[] = [];
	for (const knob of ['down', 'error-500', 'rate-limited', 'graphql-error'] as const) {
		sandbox.configure({ knobs: { api: knob } });
		failures.push(await failureOf());
	}
	sandbox.configure({ knobs: { api: 'ok' } });
	for (const knob of ['cut-off', 'login-page', 'forbidden', 'several-errors'] as const) {
		sandbox.configure({ knobs: { graphql: knob } });
		failures.push(await failureOf());
	}
	await sandbox.close();
	failures.push(await failureOf());
	expect(failures.every((failure) => failure instanceof Error)).toBe(true);
	const said = inspect(failures, { depth: 20, showHidden: true });
	for (const secret of [sandbox.clientSecret, token]) expect(said).not.toContain(secret);
});
