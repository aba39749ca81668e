import { forWebhook } from '../../../nodes/ConnectReport/api/patience';
import { confirmTask, findReportsOfTask } from '../../../nodes/ConnectReport/reports/confirm';
import { getReport } from '../../../nodes/ConnectReport/reports/reports';
import { tagReader } from '../../../nodes/ConnectReport/reports/tags';
import type { TaskFacts } from '../../../nodes/ConnectReport/reports/eventFacts';
import {
	startConnectReportSandbox,
	type ConnectReportSandbox,
	type ConnectReportSandboxOptions,
	type Knobs,
	type ReportTask,
} from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { apiFor } from '../api/apiStage.mts';

let sandbox: ConnectReportSandbox;
let task: ReportTask;
afterEach(async () => await sandbox.close());

async function start(knobs: Partial<Knobs> = {}, options: ConnectReportSandboxOptions = {}) {
	sandbox = await startConnectReportSandbox({ taskMs: 0, knobs, ...options });
	[task] = sandbox.tasks as [ReportTask];
}

/** What the callback of a run says, and the report that it made. */
async function run(fails?: string): Promise<{ facts: TaskFacts; reportId?: string }> {
	const report = await sandbox.run(task, { ...(fails && { fails }) });
	const { reportTask } = sandbox.callback(task, { ...(report && { report }), outcome: {} });
	const { id, reportTaskId, title, templateId } = reportTask as Required<TaskFacts>;
	return { facts: { id, reportTaskId, title, templateId }, ...(report && { reportId: report.id }) };
}

describe('a callback is confirmed', () => {
	it.each<[string, Partial<Knobs>]>([
		['whose IDs are the same on each run', { ids: 'fixed' }],
		['whose id is that of the report', { ids: 'report' }],
		['whose reportTaskId is that of a parent', { ids: 'parent' }],
		['under the other spelling of the path', { spelling: 'reportTasks' }],
		['in the envelope data', { envelope: 'data' }],
		['in the envelope data.reports', { envelope: 'nested' }],
		['in no envelope', { envelope: 'bare' }],
		['by a server that filters nothing', { taskFilter: 'ignored' }],
	])('%s', async (_what, knobs) => {
		await start(knobs);
		const { facts, reportId } = await run();
		const found = await confirmTask(apiFor(sandbox), facts);
		expect(found).toMatchObject({
			kind: 'found',
			value: { reports: [expect.objectContaining({ id: reportId })] },
		});
	});

	it('by its task alone while there is no report', async () => {
		await start();
		const { facts } = await run('the data connection did not answer');
		expect(await confirmTask(apiFor(sandbox), facts)).toMatchObject({
			kind: 'found',
			value: { reports: [] },
		});
	});

	it('by its reports if the server has no path for tasks', async () => {
		await start();
		const { facts, reportId } = await run();
		const api = apiFor(sandbox, { changePaths: true, reportTaskPath: 'GET nothing/{reportTaskId}/here' });
		const found = await confirmTask(api, facts);
		expect(found).toMatchObject({ kind: 'found', value: { reports: [{ id: reportId }] } });
	});
});

describe('a callback is refused', () => {
	const unknown = 'a1b2c3d4-0000-4000-8000-000000000000';

	it.each<[string, (facts: TaskFacts) => TaskFacts]>([
		['that names IDs nobody knows', (facts) => ({ ...facts, id: unknown, reportTaskId: unknown })],
		['that has another title', (facts) => ({ ...facts, title: 'Payroll' })],
		['that has another template', (facts) => ({ ...facts, templateId: unknown })],
		['that names no ID', ({ title }) => ({ title })],
		['whose ID is a path', () => ({ id: '../admin', reportTaskId: '..' })],
	])('%s', async (_what, change) => {
		await start();
		const { facts } = await run();
		const found = await confirmTask(apiFor(sandbox), change(facts));
		expect(found).toEqual({ kind: 'no', reason: expect.any(String) });
		expect(sandbox.requests.filter(({ path }) => path.includes('admin'))).toEqual([]);
	});

	it('for another title, if the server only shows reports', async () => {
		await start();
		const { facts } = await run();
		const api = apiFor(sandbox, { changePaths: true, reportTaskPath: 'GET nothing/{reportTaskId}/here' });
		const found = await confirmTask(api, { ...facts, title: 'Payroll' });
		expect(found).toEqual({ kind: 'undecided', reason: expect.stringContaining('no path for report tasks') });
	});
});

describe('a callback is undecided', () => {
	it.each<Knobs['api']>([
		'down',
		'error-500',
		'rate-limited',
		'missing',
		'login-page',
		'login-redirect',
		'not-json',
		'cut-off',
		'forbidden',
	])('while the API answers %s', async (trouble) => {
		await start();
		const { facts } = await run();
		sandbox.configure({ knobs: { api: trouble } });
		const found = await confirmTask(apiFor(sandbox, {}, forWebhook(500)), facts);
		expect(found).toEqual({ kind: 'undecided', reason: expect.any(String) });
	});

	it('for a wrong key', async () => {
		await start();
		const { facts } = await run();
		const found = await confirmTask(apiFor(sandbox, { apiKey: 'wrong' }), facts);
		expect(found).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('API key') });
	});

	it.each(['silent', 'away'] as const)('within the time of a webhook when the server is %s', async (how) => {
		await start(how === 'silent' ? { api: 'silent' } : {});
		const { facts } = await run();
		if (how === 'away') await sandbox.goAway();
		const before = Date.now();
		const found = await confirmTask(apiFor(sandbox, {}, forWebhook(300)), facts);
		expect(found.kind).toBe('undecided');
		expect(Date.now() - before).toBeLessThan(20_000);
	});

	it('and is confirmed with more patience once the server is back', async () => {
		await start();
		const { facts } = await run();
		sandbox.configure({ knobs: { api: 'down' }, troubleTimes: 3 });
		expect(await confirmTask(apiFor(sandbox), facts)).toMatchObject({ kind: 'found' });
	});
});

describe('the reports of a task', () => {
	it('are all that it made, and none of another task', async () => {
		await start({}, { pageSize: 2 });
		const ids = [];
		for (let count = 0; count < 3; count++) ids.push((await run()).reportId);
		await sandbox.run(sandbox.tasks[1]!);
		const { facts } = await run('no data');
		const found = await findReportsOfTask(apiFor(sandbox), facts);
		expect(found.kind === 'found' && found.value.map(({ id }) => id).sort()).toEqual(ids.sort());
	});
});

describe('tags', () => {
	it.each<[string, Partial<Knobs>, string]>([
		['of the report', { tags: 'report' }, 'report'],
		['of the task inside the report', { tags: 'report-task' }, 'reportTask'],
		['of the task', { tags: 'task' }, 'reportTask'],
		['of the template', { tags: 'template' }, 'template'],
		['that are objects with a name', { tagItems: 'names' }, 'report'],
		['that are objects with a title', { tagItems: 'titles' }, 'report'],
		['in a list that tells all', { list: 'full' }, 'report'],
	])('%s are found as plain texts', async (_what, knobs, from) => {
		await start(knobs);
		sandbox.templates[0]!.tags = ['sales'];
		expect(await tagsOfNewReport()).toEqual({ tags: ['sales'], from });
	});

	it('are empty when the server has none, and say so', async () => {
		await start({ tags: 'none' });
		expect(await tagsOfNewReport()).toEqual({ tags: [], from: 'none' });
	});

	async function tagsOfNewReport() {
		const { reportId } = await run();
		const api = apiFor(sandbox);
		return await tagReader(api).ofReport(await getReport(api, reportId!));
	}
});
