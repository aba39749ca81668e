import { PDFDocument } from 'pdf-lib';
import { setDate } from '../../../fastClock.mts';
import {
	mediaTypes,
	readXlsx,
	rowsOf,
	seedIds,
	type ConnectReportSandboxOptions,
	type ReportTask,
} from '../../../../tools/sandbox/ConnectReport/sandbox.mts';
import { sandbox, start, ask, post, json, bytesOf, exportReport, useSandbox } from './sandboxStage.mts';

useSandbox();

describe('reports', () => {
	it('of a task are listed, and rendered to files that independent readers open, the same each time', async () => {
		await start();
		const [task, other] = sandbox.tasks;
		const report = (await sandbox.run(task!))!;
		await sandbox.run(other!);
		const { reports } = await json(`reports?page=1&reportTaskId=${task!.id}`);
		expect(reports).toEqual([
			{
				id: report.id,
				title: 'Weekly sales overview',
				reportTaskId: seedIds.reportTaskId,
				templateId: seedIds.templateId,
				createdAt: report.createdAt,
			},
		]);
		const answer = await exportReport(report.id, 'xlsx');
		expect(answer.headers.get('content-type')).toBe(mediaTypes.xlsx);
		expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''%C3%9Cbersicht%201.xlsx");
		const workbook = await bytesOf(answer);
		expect(readXlsx(workbook)).toEqual(rowsOf(report));
		const again = await bytesOf(await exportReport(report.id, 'xlsx'));
		expect([again.equals(workbook), workbook.equals(await sandbox.file(report, 'xlsx'))]).toEqual([
			true,
			true,
		]);
		const pdf = await bytesOf(await exportReport(report.id, 'pdf'));
		expect((await PDFDocument.load(pdf)).getTitle()).toBe(report.title);
		expect(await (await exportReport(report.id, 'csv')).text()).toContain('"Region","Revenue"\r\n');
		expect((await post(`reports/${report.id}/render`, { type: 'gif' })).status).toBe(400);
		expect((await post('reports/nothing/render', { type: 'pdf' })).status).toBe(404);
	});

	it('come in pages, newest first or oldest first, and filtered or not', async () => {
		await start({ pageSize: 2 });
		const [task] = sandbox.tasks;
		const ids: string[] = [];
		for (let run = 0; run < 3; run++) ids.push((await sandbox.run(task!))!.id);
		const listed = async (query: string) =>
			(await json(`reports?${query}`)).reports.map(({ id }: { id: string }) => id);
		expect(await listed('page=1')).toEqual([ids[2], ids[1]]);
		expect(await listed('page=2')).toEqual([ids[0]]);
		expect(await listed('page=3')).toEqual([]);
		expect(await listed('reportTaskId=other')).toEqual([]);
		sandbox.configure({ knobs: { order: 'oldest-first', paging: 'ignored', taskFilter: 'ignored' } });
		expect(await listed('page=9&reportTaskId=other')).toEqual(ids);
		expect((await ask('reports?page=0')).status).toBe(400);
	});

	it('can have files that are larger than their data', async () => {
		await start({ padding: 300_000 });
		const report = (await sandbox.run(sandbox.tasks[0]!))!;
		for (const type of ['pdf', 'xlsx'] as const) {
			expect((await sandbox.file(report, type)).length).toBeGreaterThan(200_000);
		}
		expect(readXlsx(await sandbox.file(report, 'xlsx')).slice(0, 6)).toEqual(rowsOf(report));
	});

	it('appear late or never when the knob says so', async () => {
		await start({ lateMs: 60_000, knobs: { reportAppears: 'late' } });
		const report = (await sandbox.run(sandbox.tasks[0]!))!;
		expect((await ask(`reports/${report.id}`)).status).toBe(404);
		report.showsAt = Date.now();
		expect((await ask(`reports/${report.id}`)).status).toBe(200);
		sandbox.configure({ knobs: { reportAppears: 'never' } });
		await sandbox.run(sandbox.tasks[0]!);
		expect(sandbox.reports).toHaveLength(1);
	});
});

it.each([
	['named', (list: unknown) => ({ reports: list }), (one: unknown) => one],
	['data', (list: unknown) => ({ data: list }), (one: unknown) => ({ data: one })],
	['bare', (list: unknown) => list, (one: unknown) => one],
	['nested', (list: unknown) => ({ data: { reports: list } }), (one: unknown) => ({ data: { report: one } })],
] as const)('the envelope %s', async (envelope, list, one) => {
	await start({ knobs: { envelope } });
	const { id } = (await sandbox.run(sandbox.tasks[0]!))!;
	expect(await json('reports')).toEqual(list([expect.objectContaining({ id })]));
	expect(await json(`reports/${id}`)).toEqual(one(expect.objectContaining({ id })));
});

it('tags are where the knob says, as texts or as objects', async () => {
	await start();
	const [task] = sandbox.tasks;
	sandbox.templates[0]!.tags.push('sales');
	const { id } = (await sandbox.run(task!))!;
	const places = async () => ({
		report: (await json(`reports/${id}`)).tags,
		'report-task': (await json(`reports/${id}`)).reportTask.tags,
		task: (await json(`report-tasks/${task!.id}`)).tags,
		template: (await json(`templates/${task!.templateId}`)).tags,
	});
	for (const tags of ['report', 'report-task', 'task', 'template', 'none'] as const) {
		sandbox.configure({ knobs: { tags } });
		expect(await places()).toEqual(tags === 'none' ? {} : { [tags]: ['sales'] });
	}
	sandbox.configure({ knobs: { tags: 'report', tagItems: 'titles', list: 'full' } });
	const tag = { id: expect.stringMatching(/^[\da-f]{12}$/), title: 'sales' };
	expect((await json('reports')).reports[0].tags).toEqual([tag]);
});

describe('render jobs', () => {
	const jobAfter = async (options: ConnectReportSandboxOptions) => {
		await start(options);
		const { id } = (await sandbox.run(sandbox.tasks[0]!))!;
		const { jobId } = await (await post(`reports/${id}/render`, { type: 'xlsx' })).json();
		return async () => await ask(`jobs/${jobId}`);
	};

	it('take their time', async () => {
		const now = Date.now();
		setDate(now);
		const job = await jobAfter({ renderMs: 60_000 });
		expect(await (await job()).json()).toEqual({ id: expect.any(String), status: 'pending' });
		setDate(now + 60_000);
		expect(await (await job()).json()).toMatchObject({ status: 'complete' });
		jest.useRealTimers();
	});

	it.each([
		[{ render: 'fails' }, { status: 'err', error: expect.stringContaining('data connection') }],
		[{ render: 'never' }, { status: 'pending' }],
		[{ render: 'never', jobWords: 'unknown' }, { status: 'hydrating' }],
		[{ jobWords: 'others' }, { status: 'done' }],
		[{ location: 'leading-slash' }, { location: expect.stringMatching(/^\/files\//) }],
		[{ location: 'absolute' }, { location: expect.stringMatching(/^http:\/\/127.*\/api\/v1\/files\//) }],
		[{ location: 'other-origin' }, { location: expect.stringMatching(/^http:\/\/decoy.invalid/) }],
		[{ location: 'outside' }, { location: expect.stringMatching(/^\.\.\/\.\.\/admin/) }],
	] as const)('%j', async (knobs, expected) => {
		const job = await jobAfter({ knobs });
		expect(await (await job()).json()).toMatchObject(expected);
	});

	it('may be forgotten or refused', async () => {
		const job = await jobAfter({ knobs: { render: 'forgotten' } });
		expect((await job()).status).toBe(404);
		sandbox.configure({ knobs: { render: 'refused' } });
		expect((await post(`reports/${sandbox.reports[0]!.id}/render`, { type: 'xlsx' })).status).toBe(400);
	});
});

it('the sandbox can be below a path, and there is nothing outside it', async () => {
	await start({ pathPrefix: '/reporting/eu' });
	expect(sandbox.url).toMatch(/\/reporting\/eu$/);
	expect((await ask('reports')).status).toBe(200);
	const outside = await fetch(`${new URL(sandbox.url).origin}/api/v1/reports`, {
		headers: { 'x-api-key': sandbox.apiKey },
	});
	expect(outside.status).toBe(404);
});

it('the other spelling answers only at the other spelling', async () => {
	await start({ knobs: { spelling: 'reportTasks' } });
	expect((await ask(`report-tasks/${seedIds.reportTaskId}`)).status).toBe(404);
	expect(await json(`reportTasks/${seedIds.reportTaskId}`)).toMatchObject({ title: 'Weekly sales overview' });
});

describe('run now', () => {
	const wish = (change = {}) => ({
		templateId: seedIds.templateId,
		at: new Date().toISOString(),
		enabled: true,
		frequency: 'Once - now',
		title: 'Ad hoc',
		...change,
	});

	it('makes a task and its report', async () => {
		await start();
		const answer = await post('report-tasks', wish());
		expect(answer.status).toBe(201);
		const { id } = await answer.json();
		await sandbox.idle();
		expect((await json(`reports?reportTaskId=${id}`)).reports).toMatchObject([{ title: 'Ad hoc' }]);
	});

	it('refuses what cannot be run, and a user without the right', async () => {
		await start({ knobs: { createTask: 'forbidden' } });
		const statuses = async (...changes: object[]) =>
			await Promise.all(changes.map(async (change) => (await post('report-tasks', wish(change))).status));
		expect(
			await statuses({ templateId: 'none' }, { templateId: 7 }, { at: 'now' }, { frequency: 1 }, {}),
		).toEqual([404, 400, 400, 400, 403]);
		expect((await post('report-tasks', wish({ enabled: false }))).status).toBe(201);
		await sandbox.idle();
		expect(sandbox.reports).toEqual([]);
	});

	it('works although its answer is lost', async () => {
		await start({ knobs: { createTask: 'lost-answer' } });
		await expect(post('report-tasks', wish())).rejects.toThrow('fetch failed');
		await sandbox.idle();
		expect(sandbox.reports).toHaveLength(1);
	});
});

it('templates and tasks can be added', async () => {
	await start({ empty: true });
	const template = sandbox.addTemplate({ title: 'Stock', tags: ['stock'] });
	const tasks: ReportTask[] = [
		sandbox.addTask({ templateId: template.id, title: 'Stock in Berlin', tags: ['berlin'] }),
		sandbox.addTask({ title: 'Alone' }),
	];
	expect(sandbox.tasks).toEqual(tasks);
	expect(sandbox.templates.map(({ title }) => title)).toEqual(['Stock', 'Alone']);
	expect(await json(`report-tasks/${tasks[0]!.id}`)).toMatchObject({ title: 'Stock in Berlin' });
});

it('unknown knobs are refused', async () => {
	await start();
	expect(() => sandbox.configure({ knobs: { api: 'broken' as 'ok' } })).toThrow('The knob api takes ok');
	expect(() => sandbox.configure({ knobs: { nothing: 1 } as object })).toThrow('There is no knob "nothing"');
});
