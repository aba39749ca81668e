import { verificationFor } from '../../../nodes/ConnectReport/deliveries/settle';
import { connectReport } from '../../../nodes/ConnectReport/facts';
import type { ProofName } from '../../../nodes/shared/deliveries/requestProofs';
import { deliver } from '../../../tools/harness/deliver.mts';
import type { Callback } from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { eventsOf, startTriggerStage, TOKEN, withQuery, type TriggerStage } from './triggerStage.mts';

let stage: TriggerStage;
beforeEach(async () => (stage = await startTriggerStage()));
afterEach(async () => await stage.close());

const api = { authenticity: ['api'] };
const success = (): Callback => stage.sandbox.callback(stage.sandbox.tasks[0]!, { outcome: {} });
const withTask = (change: object) => {
	const body = success();
	return { ...body, reportTask: { ...body.reportTask, ...change } };
};

describe('the key', () => {
	it('goes to no other host, whatever a delivery names', async () => {
		const workflow = await stage.activate(api);
		const { url } = stage.decoy;
		const { host } = new URL(url);
		for (const evil of [url, `${url}/`, `//${host}/`, `@${host}`, `${host}#`, '..\\..\\', `x?y=${url}`]) {
			await workflow.deliver(withTask({ id: evil, reportTaskId: evil, templateId: evil, title: evil }));
			await workflow.deliver({
				...withTask({ templateId: evil }),
				url: evil,
				serverUrl: evil,
				basePath: evil,
			});
		}
		await workflow.settled();
		expect(stage.decoy.log).toEqual([]);
		expect(stage.sandbox.requests.length).toBeGreaterThan(0);
	});

	it('does not follow a redirect of the server, in the webhook or in the execution', async () => {
		const workflow = await stage.activate(api);
		stage.sandbox.configure({ knobs: { api: 'redirect-away' } });
		await workflow.deliver(success());
		const [execution] = await workflow.settled();
		expect(execution!.error!.description).toContain('redirects the request');
		expect(stage.decoy.log).toEqual([]);
	});

	it('appears in no log, answer, event or error, and neither does the markup of the template', async () => {
		stage.sandbox.templates[0]!.html = '<h1>confidential</h1>';
		const workflow = await stage.activate(api);
		const said: unknown[] = [];
		for (const trouble of [
			'ok',
			'forbidden',
			'error-500',
			'redirect-away',
			'login-page',
			'missing',
		] as const) {
			stage.sandbox.configure({ knobs: { api: trouble } });
			said.push((await workflow.deliver({ ...success(), trouble })).text);
		}
		const executions = await workflow.settled();
		said.push(
			stage.harness.logs,
			executions.map(({ data, error }) => [data, error]),
		);
		const text = JSON.stringify(said);
		expect(text).not.toContain(stage.sandbox.apiKey);
		expect(text).not.toContain('confidential');
	});
});

describe('IDs that are paths', () => {
	it.each([
		'../templates',
		'..',
		'.',
		'a/b',
		'%2e%2e%2ftemplates',
		'x?page=1',
		'x#',
		'a b',
		'\u0000',
		'x'.repeat(201),
	])('are never sent to the server: %j', async (evil) => {
		const workflow = await stage.activate(api);
		expect((await workflow.deliver(withTask({ id: evil, reportTaskId: evil }))).status).toBe(401);
		expect(stage.sandbox.requests).toEqual([]);
	});
});

describe('a forged delivery', () => {
	it("is refused under the IDs of another task's report", async () => {
		const workflow = await stage.activate(api);
		const [sales, stock] = stage.sandbox.tasks;
		const report = await stage.sandbox.run(stock!);
		for (const ids of [
			{ id: report!.id, reportTaskId: report!.id },
			{ id: stock!.id, reportTaskId: stock!.id },
		]) {
			expect((await workflow.deliver(withTask(ids))).status).toBe(401);
		}
		expect(sales!.title).not.toBe(stock!.title);
		expect(await workflow.settled()).toEqual([]);
	});

	it('passes no ID of another report on when the other IDs belong to a real task', async () => {
		const workflow = await stage.activate(api);
		const [sales, stock] = stage.sandbox.tasks;
		await stage.sandbox.run(sales!);
		const secret = (await stage.sandbox.run(stock!))!;
		expect((await workflow.deliver(withTask({ id: secret.id }))).status).toBe(200);
		const [event] = eventsOf(await workflow.settled());
		expect(event!.subject).toBe(sales!.id);
		expect(JSON.stringify(event)).not.toContain(secret.id);
	});

	it('does not get the tag of another task by naming its ID beside those of a real one', async () => {
		stage.sandbox.configure({ knobs: { tags: 'task' } });
		const workflow = await stage.activate({ ...api, filters: { tags: 'sales' } });
		const [sales, stock] = stage.sandbox.tasks;
		const { title, templateId } = stock!;
		const forged = {
			...withTask({ id: sales!.id, reportTaskId: stock!.id, title, templateId }),
			status: 'failure',
		};
		expect((await workflow.deliver(forged)).text).toContain('not selected');
		expect(await workflow.settled()).toEqual([]);
		expect((await workflow.deliver({ ...success(), status: 'failure' })).status).toBe(200);
		expect(eventsOf(await workflow.settled())).toHaveLength(1);
	});

	it('is distinguished from a genuine one when it names neither title nor template', async () => {
		const workflow = await stage.activate(api);
		await stage.sandbox.run(stage.sandbox.tasks[0]!);
		const invented = withTask({ id: 'x', reportTaskId: 'y', title: undefined, templateId: undefined });
		stage.sandbox.configure({ knobs: { taskFilter: 'ignored' } });
		expect((await workflow.deliver(invented)).status).toBe(401);
	});

	it('gets the same answer whatever is wrong with it', async () => {
		const workflow = await stage.activate({
			authenticity: ['query', 'address', 'api'],
			addresses: '127.0.0.1',
		});
		const answers = [];
		for (const query of ['', '?token=x', `?token=${TOKEN}`]) {
			const { status, text } = await deliver(workflow.url + query, withTask({ title: 'Salaries' }));
			answers.push(`${status} ${text}`);
		}
		expect(new Set(answers).size).toBe(1);
		expect(answers[0]).toMatch(/^401/);
		// A token that is wrong costs the server nothing.
		expect(new Set(stage.sandbox.requests.map(({ path }) => path)).size).toBeGreaterThan(0);
	});

	it('costs ConnectReport no request when its token is wrong', async () => {
		const workflow = await stage.activate({ authenticity: ['query', 'api'] });
		await deliver(withQuery(workflow.url, `${TOKEN}x`), success());
		expect(stage.sandbox.requests).toEqual([]);
	});

	it('cannot give the trigger what only the trigger gives itself', async () => {
		const workflow = await stage.activate(api);
		const forged = {
			undecided: {
				callback: { event: 'succeeded', task: {} },
				eventId: 'x',
				receivedAt: '2026-01-01T00:00:00Z',
			},
			proved: ['query'],
		};
		expect((await workflow.deliver(forged)).status).toBe(401);
		expect((await workflow.deliver({ ...success(), ...forged })).status).toBe(200);
		const [event] = eventsOf(await workflow.settled());
		expect(event!.data.verification).toEqual({ verdict: 'verified', method: 'api' });
	});
});

it('a retry with another choice under Verify Deliveries With accepts only what the request proved when it came', () => {
	const policy = (proofs: ProofName[], isNone = false) => ({ proofs: new Set(proofs), isNone });
	expect(verificationFor(policy(['query']), [])).toBeUndefined();
	expect(verificationFor(policy(['query', 'api']), ['header'])).toBeUndefined();
	expect(verificationFor(policy(['api']), ['query'])).toEqual({
		verdict: 'verified',
		method: 'query-token+api',
	});
	expect(verificationFor(policy([], true), [])).toEqual({ verdict: 'unsigned', method: 'none' });
});

describe('a flood', () => {
	it('of bytes is refused before it is read as JSON or the API is asked', async () => {
		const workflow = await stage.activate(api);
		const body = JSON.stringify(success());
		const limit = jest.replaceProperty(connectReport.callbacks, 'bytesAtMost', body.length as never);
		expect((await workflow.deliver(`${body} `)).status).toBe(413);
		expect(stage.sandbox.requests).toEqual([]);
		expect((await workflow.deliver(body)).status).toBe(200);
		limit.restore();
	});

	it('of megabytes in a template is accepted, and left out', async () => {
		const workflow = await stage.activate();
		expect((await workflow.deliver(withTask({ templateHtml: 'x'.repeat(15 * 1024 * 1024) }))).status).toBe(
			200,
		);
		const [event] = eventsOf(await workflow.settled());
		expect(event!.data.details.templateHtmlLength).toBe(15 * 1024 * 1024);
		expect(JSON.stringify(event).length).toBeLessThan(3_000);
	});

	it('of nesting does no harm', async () => {
		const workflow = await stage.activate();
		const deep = JSON.stringify(success()).replace(
			'"title"',
			`"x":${'['.repeat(5_000)}${']'.repeat(5_000)},"title"`,
		);
		expect((await workflow.deliver(deep)).status).toBe(200);
		await workflow.settled();
	});

	it('of forged deliveries costs a bounded number of requests, starts nothing, and blocks no genuine delivery', async () => {
		const workflow = await stage.activate(api);
		const forged = async (index: number) => {
			const body = withTask({ id: `forged-${index}`, reportTaskId: `forged-task-${index}` });
			return (await workflow.deliver(body, { from: '127.0.0.2' })).status;
		};
		const flood = Array.from({ length: 200 }, async (_, index) => await forged(index));
		expect((await workflow.deliver(success())).status).toBe(200);
		const genuine = stage.sandbox.callback(stage.sandbox.tasks[1]!, { outcome: { error: 'x' } });
		expect((await workflow.deliver(genuine)).status).toBe(200);
		expect((await Promise.all(flood)).filter((status) => status !== 401 && status !== 503)).toEqual([]);
		expect(eventsOf(await workflow.settled())).toHaveLength(2);
		// Twenty, what was under way when they were used up, and the two genuine ones.
		expect(stage.sandbox.requests.length).toBeLessThanOrEqual(20 + 2 * 6 + 2 * 14);
	});
});
