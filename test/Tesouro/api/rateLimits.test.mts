import { useFastClock } from '../../fastClock.mts';
import { clock } from '../../../nodes/shared/run/clock';
import { z } from '../../../nodes/shared/vendor/zod';
import { patient } from '../../../nodes/Tesouro/api/patience';
import { askedPause } from '../../../nodes/Tesouro/api/rateLimit';
import { connect } from '../../../nodes/Tesouro/api/transport';
import { startSandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { credentialOf, httpContext } from './apiStage.mts';
import {
	list,
	failureOf,
	answering,
	good,
	limited,
	swift,
	useTransportStage,
	hosts,
} from './transportStage.mts';

useTransportStage();

const rateLimit = (facts: object) => ({ extensions: { rateLimit: facts } });

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
		const slow = await startSandbox({ requestsPerSecond: 5 });
		hosts.push(slow);
		const from = connect(httpContext, credentialOf(slow), patient);
		const took = await timeOf(async () => {
			for (let count = 0; count < 12; count++) await list(from);
		});
		expect(took).toBeGreaterThan(1000);
		const statuses = slow.requests.filter(({ path }) => path === '/graphql').map(({ status }) => status);
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
