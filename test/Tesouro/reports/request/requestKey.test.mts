import { setImmediate } from 'node:timers/promises';
import { useFastClock } from '../../../fastClock.mts';
import { startStage, type Stage } from '../../flow.mts';
import { recordSent, runReportNode, type ReportNodeOptions } from '../reportNode.mts';

let stage: Stage;
const clock = useFastClock();
beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: 1 } })));
afterAll(async () => await stage.close());
/** A key of the user's, another one in each test: the node remembers for a while what it made with one. */
let own: { options: { requestKey: string } };
let tests = 0;
beforeEach(() => {
	own = { options: { requestKey: `january ${++tests}` } };
	stage.sandbox.reports.clear();
	stage.sandbox.configure({
		knobs: { api: 'ok', graphql: 'ok', loseAnswer: 'no', listLag: '0', status: 'auto' },
	});
});

const days = { range: 'custom', from: '2026-01-01', to: '2026-01-31' };
const request = async (parameters: object = {}, options: ReportNodeOptions = {}) =>
	await recordSent(stage, async () =>
		runReportNode(stage, 'request', { ...days, ...parameters }, { workflowId: 'reports', ...options }),
	);
const made = () => [...stage.sandbox.reports.keys()];
const idOf = (json: unknown) => (json as { report: { id: string } }).report.id;
const lose = (loseAnswer: 'once' | 'always') => stage.sandbox.configure({ knobs: { loseAnswer } });

describe('an answer that was lost', () => {
	it('is looked up by its tag: one report at Tesouro, and the node continues with it', async () => {
		lose('once');
		const { result, count } = await request({ options: { tags: 'books' } });
		expect(result.error).toBeUndefined();
		expect(made()).toHaveLength(1);
		expect(idOf(result.items[0]!.json)).toBe(made()[0]);
		expect(count('CreateAsyncReport')).toBe(1);
		expect(result.items[0]!.json.details).toMatchObject({
			tags: ['books'],
			wasRequestedBefore: true,
			requestKey: expect.stringMatching(/^n8n-request-/) as string,
			from: '2026-01-01',
		});
		expect(result.hints.map(({ message }) => message)).toEqual(['1 had been requested before']);
	});

	it('is still found by the last check if the list lags by seconds', async () => {
		stage.sandbox.configure({ knobs: { loseAnswer: 'once', listLag: '8' } });
		const { result, count } = await request();
		expect(result.error).toBeUndefined();
		expect(made()).toHaveLength(1);
		expect(idOf(result.items[0]!.json)).toBe(made()[0]);
		expect([count('CreateAsyncReport'), count('AsyncReport')]).toEqual([1, 3]);
	});

	it('is looked up for each item separately', async () => {
		lose('once');
		const items = [{ json: {} }, { json: {} }];
		const { result } = await request({}, { items });
		expect(result.items.map(({ json }) => idOf(json))).toEqual(made());
		expect(made()).toHaveLength(2);
	});

	it('leads to another request if Tesouro never got the first, until one is accepted', async () => {
		stage.sandbox.configure({ knobs: { api: 'error-500' } });
		clock().after(1_000, () => stage.sandbox.configure({ knobs: { api: 'ok' } }));
		const { result } = await request();
		expect(result.error).toBeUndefined();
		expect(made()).toHaveLength(1);
	});

	it('is an error that says so if it cannot be looked up; nothing is sent blindly', async () => {
		stage.sandbox.configure({ knobs: { api: 'graphql-error' } });
		const { result, count } = await request();
		expect(result.error).toMatchObject({
			message: expect.stringContaining('Tesouro may still have accepted the request') as string,
			description: expect.stringContaining('Request Key') as string,
		});
		expect(count('CreateAsyncReport')).toBe(1);
	});
});

describe('a report requested again in another execution', () => {
	it('is found by "Retry" of the failed one: one report at Tesouro, not two', async () => {
		stage.sandbox.configure({ knobs: { loseAnswer: 'always', status: 'unknown' } });
		const failed = await request();
		expect(failed.result.error?.message).toContain('may still have accepted the request');
		const lost = made();
		stage.sandbox.configure({ knobs: { loseAnswer: 'no', status: 'auto' } });
		const again = await request({}, { mode: 'retry' });
		expect(again.result.error).toBeUndefined();
		expect(again.count('CreateAsyncReport')).toBe(0);
		expect(made()).toEqual(lost);
	});

	it('is found although its file name, description and tags contain the time', async () => {
		const named = (time: string) => ({
			options: { fileName: `fees ${time}`, description: `at ${time}`, tags: time },
		});
		stage.sandbox.configure({ knobs: { loseAnswer: 'always', status: 'unknown' } });
		await request(named('08:00'));
		const lost = made();
		stage.sandbox.configure({ knobs: { loseAnswer: 'no', status: 'auto' } });
		const again = await request(named('08:05'), { mode: 'retry' });
		expect(again.count('CreateAsyncReport')).toBe(0);
		expect(made()).toEqual(lost);
	});

	it("is found by the user's key: one report at Tesouro, not two", async () => {
		lose('once');
		const first = await request(own);
		const second = await request(own, { workflowId: 'another' });
		expect(made()).toHaveLength(1);
		expect(idOf(second.result.items[0]!.json)).toBe(idOf(first.result.items[0]!.json));
		expect(second.count('CreateAsyncReport')).toBe(0);
	});

	it("is made once when both run at the same moment with the user's key: one waits for the other", async () => {
		stage.sandbox.configure({ knobs: { loseAnswer: 'once', listLag: '4' } });
		const all = await Promise.all([request(own), request(own), request(own, { workflowId: 'another' })]);
		expect(all.map(({ result }) => result.error)).toEqual([undefined, undefined, undefined]);
		expect(made()).toHaveLength(1);
		const ids = all.map(({ result }) => idOf(result.items[0]!.json));
		expect(new Set(ids)).toEqual(new Set(made()));
	});

	it("is found by the user's key shortly afterwards, while the list does not show the first", async () => {
		stage.sandbox.configure({ knobs: { listLag: '8' } });
		const first = await request(own);
		const second = await request(own);
		expect(made()).toHaveLength(1);
		expect(idOf(second.result.items[0]!.json)).toBe(idOf(first.result.items[0]!.json));
		expect(second.result.items[0]!.json).toMatchObject({
			status: 'started',
			details: { wasRequestedBefore: true },
		});
	});

	it("waits with the user's key until Tesouro can show the list, and sends nothing before", async () => {
		await request(own);
		stage.sandbox.configure({ knobs: { graphql: 'service-error' } });
		clock().after(1_000, () => stage.sandbox.configure({ knobs: { graphql: 'ok' } }));
		const { result, count } = await request(own);
		expect(result.error).toBeUndefined();
		expect(count('CreateAsyncReport')).toBe(0);
		expect(made()).toHaveLength(1);
	});

	it('is made for each execution when there is no key', async () => {
		await request();
		const { result } = await request();
		expect(result.items[0]!.json.details).not.toHaveProperty('wasRequestedBefore');
		expect(made()).toHaveLength(2);
	});

	it.each<[string, object]>([
		['another key', { options: { requestKey: 'february' } }],
		['the same key and other days', { to: '2026-01-30' }],
		['the same key and other columns', { columns: 'all' }],
		['the same key and another kind', { kind: 'fees' }],
	])('is another report with %s', async (_, parameters) => {
		await request(own);
		await request({ ...own, ...parameters });
		expect(made()).toHaveLength(2);
	});

	it.each([
		['failed', (report: { status: string }) => void (report.status = 'FAILED')],
		['expired', (report: { expiresAt: Date }) => void (report.expiresAt = new Date(0))],
	])('is requested again when it %s', async (_, spoil) => {
		await request(own);
		const report = [...stage.sandbox.reports.values()][0]!;
		// The sandbox makes the file in the background, and would overwrite what is set before.
		while (report.status !== 'READY') await setImmediate();
		spoil(report);
		const { result } = await request(own);
		expect(made()).toHaveLength(2);
		expect(idOf(result.items[0]!.json)).toBe(made()[1]);
	});
});

describe('an attempt by "Retry On Fail"', () => {
	const partly = {
		from: '2026-01-15',
		to: '2026-03-02',
		splitInto: 'months',
		options: { halveWhenRefused: false },
	};
	afterEach(() => stage.sandbox.configure({ knobs: { daysAtMost: 'any' } }));

	it('finds the parts that were already requested, and requests none of them twice', async () => {
		stage.sandbox.configure({ knobs: { daysAtMost: '20' } });
		const { result, count } = await request(partly, { retryOnFail: true });
		expect(result.error?.message).toContain('too long');
		expect(made()).toHaveLength(1);
		// January once, February two times in vain.
		expect(count('CreateAsyncReport')).toBe(3);
	});

	it('looks up an answer that was lost repeatedly before anything is sent', async () => {
		stage.sandbox.configure({ knobs: { loseAnswer: 'always', status: 'unknown' } });
		// The first try sends twice, and looks three times after each, all in vain; the second try looks before it sends.
		const sent = stage.sandbox.requests.length;
		const looks = () =>
			stage.sandbox.requests
				.slice(sent)
				.filter(({ graphql, status }) => status > 0 && graphql?.operationName === 'AsyncReport');
		const running = request({}, { retryOnFail: true, waitBetweenTries: 200 });
		const watch = setInterval(() => {
			if (looks().length === 6) stage.sandbox.configure({ knobs: { status: 'auto' } });
		}, 5);
		const { result } = await running;
		clearInterval(watch);
		expect(result.error).toBeUndefined();
		expect(made()).toHaveLength(2);
	});

	it('looks nothing up the first time', async () => {
		const { count } = await request({}, { retryOnFail: true });
		expect(count('AsyncReport')).toBe(0);
	});
});

it('a request that Tesouro refuses is not sent again', async () => {
	stage.sandbox.configure({ knobs: { api: 'payload-error' } });
	const { count } = await request();
	expect(count('CreateAsyncReport')).toBe(1);
});

it('the tag of the request is not among the visible tags', async () => {
	const { result } = await request({ options: { tags: 'books' } });
	const { items } = await runReportNode(stage, 'getStatus', { requestId: idOf(result.items[0]!.json) });
	expect(items[0]!.json.details).toMatchObject({
		tags: ['books'],
		requestKey: (result.items[0]!.json.details as { requestKey: string }).requestKey,
	});
});
