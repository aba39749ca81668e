import { inspect } from 'node:util';
import { stopInFirstPause } from '../../fastClock.mts';
import { backOff } from '../../../nodes/shared/http/patience';
import { patient } from '../../../nodes/Tesouro/api/patience';
import { connect } from '../../../nodes/Tesouro/api/transport';
import { afterSignIn, countRequests, credentialOf, httpContext, startHost } from './apiStage.mts';
import {
	Anything,
	variables,
	sandbox,
	api,
	list,
	failureOf,
	answering,
	hosts,
	good,
	limited,
	swift,
	useTransportStage,
} from './transportStage.mts';

useTransportStage();

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
