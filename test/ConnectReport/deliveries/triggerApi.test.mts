import { patient } from '../../../nodes/ConnectReport/api/patience';
import { useFastClock } from '../../fastClock.mts';
import type { Knobs } from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { eventsOf, startTriggerStage, TOKEN, withQuery, type TriggerStage } from './triggerStage.mts';
import { deliver } from '../../../tools/harness/deliver.mts';

let stage: TriggerStage;
useFastClock();
beforeEach(async () => {
	stage = await startTriggerStage();
	// An execution has minutes; nobody waits for them here.
	const short = { retries: 1, waitMs: 1_000, timeoutMs: 200, backOffMs: 5 };
	for (const [name, value] of Object.entries(short)) jest.replaceProperty(patient, name as 'retries', value);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await stage.close();
});

const api = { authenticity: ['api'] };
const seedTask = () => stage.sandbox.tasks[0]!;

/** A run whose report is there, and what the callback says of it. */
async function run(task = seedTask()) {
	const report = (await stage.sandbox.run(task))!;
	// Runs are not a millisecond apart.
	for (const earlier of stage.sandbox.reports.slice(0, -1)) {
		earlier.createdAt = new Date(Date.parse(report.createdAt) - 60_000).toISOString();
	}
	return { report, callback: stage.sandbox.callback(task, { report, outcome: {} }) };
}

describe('confirming with the API', () => {
	it.each<Partial<Knobs>>([
		{},
		{ envelope: 'data' },
		{ envelope: 'bare' },
		{ envelope: 'nested' },
		{ spelling: 'reportTasks' },
		{ ids: 'report' },
		{ ids: 'parent' },
		{ taskFilter: 'ignored' },
		{ paging: 'ignored' },
		{ order: 'oldest-first' },
		{ list: 'full' },
	])('finds task and report on a server that is %j', async (knobs) => {
		stage.sandbox.configure({ knobs });
		const workflow = await stage.activate(api);
		await run(stage.sandbox.tasks[1]);
		await run();
		const { report, callback } = await run();
		expect((await workflow.deliver(callback)).status).toBe(200);
		const [event] = eventsOf(await workflow.settled());
		expect(event).toMatchObject({
			source: stage.sandbox.url,
			data: {
				report: { id: report.id, name: 'Weekly sales overview' },
				details: { reportId: report.id },
				verification: { verdict: 'verified', method: 'api' },
			},
		});
	});

	it('alone repeats only those parts of the body that ConnectReport has', async () => {
		const workflow = await stage.activate(api);
		const { callback } = await run();
		const forged = {
			...callback,
			note: 'forged',
			reportTask: {
				...callback.reportTask,
				frequency: 'forged',
				filterCycleId: 'forged',
				createdAt: '2099-01-01T00:00:00Z',
			},
		};
		expect((await workflow.deliver(forged)).status).toBe(200);
		await workflow.deliver({ ...forged, status: 'failure', error: 'forged' });
		const events = eventsOf(await workflow.settled());
		expect(events).toHaveLength(2);
		expect(JSON.stringify(events)).not.toMatch(/forged|2099/);
		expect(events[0]).not.toHaveProperty('data.payload');
	});

	it.each([
		['an unknown task', { id: 'x', reportTaskId: 'y' }],
		['another title', { title: 'Salaries' }],
		['another template', { templateId: '00000000-0000-4000-8000-000000000000' }],
		['no ID', { id: undefined, reportTaskId: undefined }],
	])('refuses %s with 401', async (_, change) => {
		const workflow = await stage.activate(api);
		const { callback } = await run();
		for (const outcome of [undefined, {}, { error: 'x' }]) {
			const told = { ...stage.sandbox.callback(seedTask(), { ...(outcome && { outcome }) }) };
			const body = { ...told, reportTask: { ...callback.reportTask, ...change } };
			expect((await workflow.deliver(body)).status).toBe(401);
		}
		expect(await workflow.settled()).toEqual([]);
	});

	it('confirms a start and a failure of a task that has no report yet', async () => {
		const workflow = await stage.activate(api);
		await workflow.deliver(stage.sandbox.callback(seedTask()));
		await workflow.deliver(stage.sandbox.callback(seedTask(), { outcome: { error: 'x' } }));
		expect(eventsOf(await workflow.settled()).map(({ data }) => data.status)).toEqual(['started', 'failed']);
	});

	it('names the report of that run, not of a later one, when asked again much later', async () => {
		const workflow = await stage.activate(api);
		const { report, callback } = await run();
		stage.sandbox.configure({ knobs: { api: 'forbidden' } });
		await workflow.deliver(callback);
		const [failed] = await workflow.settled();
		stage.sandbox.configure({ knobs: { api: 'ok' } });
		const later = (await stage.sandbox.run(seedTask()))!;
		later.createdAt = new Date(Date.now() + 60_000).toISOString();
		const [event] = eventsOf([await workflow.retry(failed!.id)]);
		expect(event!.data.details.reportId).toBe(report.id);
	});

	it('waits a moment for a late report, and never names the report of an earlier run', async () => {
		const workflow = await stage.activate(api);
		const { report: earlier } = await run();
		earlier.createdAt = new Date(Date.now() - 3_600_000).toISOString();
		stage.sandbox.configure({ knobs: { reportAppears: 'late' }, postCallbackUrl: workflow.url });
		const late = await stage.sandbox.run(seedTask());
		stage.sandbox.configure({ knobs: { reportAppears: 'never' } });
		// The same bytes again, an hour later: the late report is an earlier one by then.
		late!.createdAt = earlier.createdAt;
		seedTask().lastSavedAt = '2026-01-01T00:00:00.000Z';
		await stage.sandbox.run(seedTask());
		const [first, second] = eventsOf(await workflow.settled());
		expect(first!.data.details.reportId).toBe(late!.id);
		expect(second!.data.details).not.toHaveProperty('reportId');
	});
});

describe('a server that cannot answer', () => {
	it('does not let an undecided delivery block the same one once it is confirmed', async () => {
		const workflow = await stage.activate(api);
		const { callback } = await run();
		stage.sandbox.configure({ knobs: { api: 'down' } });
		await workflow.deliver(callback);
		expect(eventsOf(await workflow.settled())).toEqual([]);
		stage.sandbox.configure({ knobs: { api: 'ok' } });
		await workflow.deliver(callback);
		expect(eventsOf(await workflow.settled())).toHaveLength(1);
		stage.sandbox.configure({ knobs: { api: 'down' } });
		// What was confirmed is known: the same once more is a redelivery, whatever the server says.
		await workflow.deliver(callback);
		expect(await workflow.settled()).toHaveLength(2);
	});

	it.each([
		['is away', 'down'],
		['has an error', 'error-500'],
		['is busy', 'rate-limited'],
		['does not allow it', 'forbidden'],
		['has no such paths', 'missing'],
		['never answers', 'silent'],
		['breaks off', 'cut-off'],
		['shows a page to sign in at', 'login-page'],
		['redirects to one', 'login-redirect'],
		['answers with something else', 'not-json'],
	] as const)(
		'%s: the delivery is kept in an execution that fails, and can be retried from there',
		async (_, trouble) => {
			const workflow = await stage.activate(api);
			const { callback, report } = await run();
			stage.sandbox.configure({ knobs: { api: trouble, retryAfter: 'none' } });
			const since = Date.now();
			expect((await workflow.deliver(callback)).status).toBe(200);
			expect(Date.now() - since).toBeLessThan(20_000);
			await workflow.deliver(callback);
			const [failed, ...others] = await workflow.settled();
			expect(others).toEqual([]);
			expect(failed!.error).toMatchObject({
				message: 'ConnectReport left open whether this delivery starts the workflow',
				description: expect.stringContaining('retry this execution') as string,
			});
			expect(failed!.nodeOutput('Trigger')).toEqual([]);
			stage.sandbox.configure({ knobs: { api: 'ok' } });
			const retried = await workflow.retry(failed!.id);
			expect(eventsOf([retried])).toMatchObject([
				{ data: { details: { reportId: report.id }, verification: { method: 'api' } } },
			]);
		},
	);

	it('may come back while the execution keeps asking', async () => {
		const workflow = await stage.activate({ authenticity: ['query', 'api'] });
		const { callback, report } = await run();
		await stage.sandbox.goAway();
		expect((await deliver(withQuery(workflow.url), callback)).status).toBe(200);
		await stage.sandbox.comeBack();
		const [event] = eventsOf(await workflow.settled());
		expect(event).toMatchObject({
			data: {
				details: { reportId: report.id, frequency: 'Monthly' },
				verification: { method: 'query-token+api' },
				payload: { trigger: 'postReportTask' },
			},
		});
		expect(JSON.stringify(stage.harness.logs)).not.toContain(TOKEN);
	});

	it('lets nothing through if it does not know a forged delivery once it answers', async () => {
		const workflow = await stage.activate(api);
		const { callback } = await run();
		await stage.sandbox.goAway();
		const forged = { ...callback, reportTask: { ...callback.reportTask, title: 'Salaries' } };
		expect((await workflow.deliver(forged)).status).toBe(200);
		await stage.sandbox.comeBack();
		const [execution] = await workflow.settled();
		expect([execution!.status, execution!.nodeOutput('Trigger')]).toEqual(['success', []]);
		expect(execution!.nodeHints('Trigger')[0]!.message).toContain('another title');
	});

	it('leads to few executions in a flood of forged deliveries, and they contain nothing of them', async () => {
		const workflow = await stage.activate(api);
		stage.sandbox.configure({ knobs: { api: 'down' } });
		const answers = [];
		for (let index = 0; index < 30; index++) {
			const { reportTask } = stage.sandbox.callback(seedTask(), { outcome: {} });
			const forged = { ...reportTask, id: `forged-${index}`, frequency: 'a forged word' };
			const body = {
				trigger: 'postReportTask',
				status: 'success',
				note: 'a forged word',
				reportTask: forged,
			};
			answers.push((await workflow.deliver(body)).status);
		}
		const taken = answers.filter((status) => status === 200).length;
		expect(taken).toBeGreaterThan(0);
		expect(taken).toBeLessThanOrEqual(3);
		expect(answers.filter((status) => status === 503)).toHaveLength(30 - taken);
		const executions = await workflow.settled();
		expect(executions).toHaveLength(taken);
		expect(JSON.stringify(executions.map(({ data }) => data))).not.toContain('a forged word');
	});
});

describe('a filter by tag', () => {
	const tags = { filters: { tags: 'finance, SALES' } };

	it.each<Partial<Knobs>>([
		{ tags: 'report' },
		{ tags: 'report-task' },
		{ tags: 'task' },
		{ tags: 'template' },
		{ tags: 'report', tagItems: 'names' },
		{ tags: 'task', tagItems: 'titles' },
		{ tags: 'report', list: 'full', envelope: 'nested' },
	])('finds the tag where the server puts it: %j', async (knobs) => {
		stage.sandbox.configure({ knobs });
		stage.sandbox.templates[0]!.tags = ['sales'];
		const workflow = await stage.activate(tags);
		const { callback } = await run();
		const { callback: other } = await run(stage.sandbox.tasks[1]);
		await workflow.deliver(callback);
		expect((await workflow.deliver(other)).text).toContain('not selected');
		const events = eventsOf(await workflow.settled());
		expect(events).toMatchObject([
			{ data: { details: { tags: ['sales'], title: 'Weekly sales overview' } } },
		]);
		// The body is trusted ("None"), tags are only a filter.
		expect(events[0]!.data.verification).toEqual({ verdict: 'unsigned', method: 'none' });
	});

	it('asks the task for a start or a failure, which have no report', async () => {
		stage.sandbox.configure({ knobs: { tags: 'task' } });
		const workflow = await stage.activate(tags);
		await workflow.deliver(stage.sandbox.callback(seedTask()));
		await workflow.deliver(stage.sandbox.callback(seedTask(), { outcome: { error: 'x' } }));
		await workflow.deliver(stage.sandbox.callback(stage.sandbox.tasks[1]!, { outcome: { error: 'x' } }));
		expect(eventsOf(await workflow.settled()).map(({ data }) => data.status)).toEqual(['started', 'failed']);
	});

	it('waits in the execution if only the report has the tags', async () => {
		await stage.close();
		// The webhook looks at once and 0.8 s later; time passes in pauses alone.
		stage = await startTriggerStage({ lateMs: 1_000 });
		stage.sandbox.configure({ knobs: { tags: 'report', reportAppears: 'late' } });
		const workflow = await stage.activate(tags);
		stage.sandbox.configure({ postCallbackUrl: workflow.url });
		stage.sandbox.tasks[1]!.tags = ['stock'];
		await stage.sandbox.run(seedTask());
		await workflow.settled();
		await stage.sandbox.run(stage.sandbox.tasks[1]!);
		const executions = await workflow.settled();
		expect(executions).toHaveLength(2);
		expect(eventsOf(executions)).toMatchObject([{ data: { details: { title: 'Weekly sales overview' } } }]);
	});

	it('fails visibly for a success whose report never appears', async () => {
		stage.sandbox.configure({ knobs: { tags: 'report', reportAppears: 'never' } });
		const workflow = await stage.activate(tags);
		await workflow.deliver(stage.sandbox.callback(seedTask(), { outcome: {} }));
		const [execution] = await workflow.settled();
		expect(execution!.error!.message).toContain('left open');
		expect(execution!.nodeOutput('Trigger')).toEqual([]);
	});

	it('lets nothing through if the server has no tags, and says so in a failed execution', async () => {
		stage.sandbox.configure({ knobs: { tags: 'none' } });
		const workflow = await stage.activate(tags);
		await workflow.deliver(stage.sandbox.callback(seedTask()));
		const [execution] = await workflow.settled();
		expect(execution!.error!.description).toContain('ConnectReport returns no tags for this report task');
		expect(execution!.nodeOutput('Trigger')).toEqual([]);
	});

	it('asks nothing about deliveries that are not selected anyway', async () => {
		const workflow = await stage.activate({ ...tags, events: ['failed'] });
		const { callback } = await run();
		await workflow.deliver(callback);
		expect(stage.asked()).toEqual([]);
	});
});
