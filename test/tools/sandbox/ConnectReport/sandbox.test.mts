import { get as getSecure } from 'node:https';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { PDFDocument } from 'pdf-lib';
import { setDate } from '../../../fastClock.mts';
import { listenLocally } from '../../../../tools/sandbox/listenLocally.mts';
import { readBody } from '../../../../tools/sandbox/readBody.mts';
import {
	mediaTypes,
	readXlsx,
	rowsOf,
	seedIds,
	startConnectReportSandbox,
	type ConnectReportSandbox,
	type ConnectReportSandboxOptions,
	type ReportTask,
} from '../../../../tools/sandbox/ConnectReport/sandbox.mts';

let sandbox: ConnectReportSandbox;
afterEach(async () => await sandbox.close());

const start = async (options: ConnectReportSandboxOptions = {}) =>
	(sandbox = await startConnectReportSandbox(options));

const ask = async (path: string, init: RequestInit = {}) =>
	await fetch(`${sandbox.url}/api/v1/${path}`, { headers: { 'x-api-key': sandbox.apiKey }, ...init });

const post = async (
	path: string,
	body: unknown,
): Promise<Omit<Response, 'json'> & { json(): Promise<any> }> =>
	await ask(path, {
		method: 'POST',
		headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

async function json(path: string): Promise<any> {
	const answer = await ask(path);
	expect(answer.status).toBe(200);
	return await answer.json();
}

const bytesOf = async (answer: Pick<Response, 'arrayBuffer'>) => Buffer.from(await answer.arrayBuffer());

/** Renders, waits and downloads, as the vendor's sample does. */
async function exportReport(reportId: string, type: string): Promise<Response> {
	const { jobId } = await (await post(`reports/${reportId}/render`, { type })).json();
	const job = await json(`jobs/${jobId}`);
	expect(job).toEqual({ id: jobId, status: 'complete', location: expect.any(String) });
	return await ask(`${job.location}?attachmentName=${encodeURIComponent('Übersicht 1.xlsx')}`);
}

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

describe('files that are not what they should be', () => {
	beforeEach(async () => {
		await start();
		await sandbox.run(sandbox.tasks[0]!);
	});
	const file = async () => await exportReport(sandbox.reports[0]!.id, 'xlsx');

	it.each([
		['wrong-kind', mediaTypes.xlsx, '%PDF'],
		['json', mediaTypes.xlsx, '{"message'],
		['login-page', 'text/html; charset=utf-8', '<!doctype html>'],
		['login-redirect', 'text/html; charset=utf-8', '<!doctype html>'],
		['untyped', 'application/octet-stream', 'PK'],
	] as const)('%s', async (knob, type, beginning) => {
		sandbox.configure({ knobs: { file: knob } });
		const answer = await file();
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe(type);
		expect((await answer.text()).startsWith(beginning)).toBe(true);
	});

	it('may be empty, truncated, cut off or missing', async () => {
		const whole = await sandbox.file(sandbox.reports[0]!, 'xlsx');
		sandbox.configure({ knobs: { file: 'empty' } });
		expect(await bytesOf(await file())).toHaveLength(0);
		sandbox.configure({ knobs: { file: 'truncated' } });
		const half = await bytesOf(await file());
		expect(half.equals(whole.subarray(0, Math.floor(whole.length / 2)))).toBe(true);
		expect(() => readXlsx(half)).toThrow();
		sandbox.configure({ knobs: { file: 'cut-off' } });
		await expect(file().then(bytesOf)).rejects.toThrow();
		sandbox.configure({ knobs: { file: 'missing' } });
		expect((await file()).status).toBe(404);
	});
});

describe('the API in trouble', () => {
	it.each([
		['down', 503],
		['error-500', 500],
		['error-502', 502],
		['forbidden', 403],
		['missing', 404],
		['login-page', 200],
		['login-redirect', 200],
		['not-json', 200],
	] as const)('answers %s with %i, and does nothing', async (api, status) => {
		await start({ knobs: { api } });
		expect((await ask('reports')).status).toBe(status);
		expect((await post('report-tasks', { templateId: seedIds.templateId })).status).toBe(status);
		expect(sandbox.tasks).toHaveLength(2);
	});

	it('says how long to wait, and recovers after a given number of requests', async () => {
		await start();
		sandbox.configure({ knobs: { api: 'rate-limited' }, troubleTimes: 2 });
		const refused = await ask('reports');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
		sandbox.configure({ knobs: { retryAfter: 'date' } });
		expect(Date.parse((await ask('reports')).headers.get('retry-after')!)).not.toBeNaN();
		expect((await ask('reports')).status).toBe(200);
	});

	it('requires the right key, and accepts a new one', async () => {
		await start();
		expect((await ask('reports', { headers: {} })).status).toBe(401);
		const old = { headers: { 'x-api-key': sandbox.apiKey } };
		sandbox.configure({ apiKey: 'another' });
		expect((await ask('reports', old)).status).toBe(401);
		expect((await ask('reports')).status).toBe(200);
		expect(sandbox.requests.map(({ key }) => key)).toEqual(['none', 'wrong', 'right']);
	});

	it.each([
		['message', '{"message":"Report not found"}'],
		['error', '{"error":"Report not found"}'],
		['text', 'Report not found'],
		['html', '<!doctype html><h1>404</h1><pre>Report not found</pre>'],
	] as const)('gives errors as %s', async (errors, body) => {
		await start({ knobs: { errors } });
		expect(await (await ask('reports/nothing')).text()).toBe(body);
	});

	it('stops, and comes back on the same port with everything it knew', async () => {
		await start();
		await sandbox.run(sandbox.tasks[0]!);
		const { url } = sandbox;
		await sandbox.goAway();
		await expect(ask('reports')).rejects.toThrow('fetch failed');
		await sandbox.comeBack();
		expect(sandbox.url).toBe(url);
		expect((await json('reports')).reports).toHaveLength(1);
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

describe('TLS', () => {
	const ask = async (ca?: string) =>
		await new Promise<number>((resolve, reject) => {
			const headers = { 'x-api-key': sandbox.apiKey };
			getSecure(`${sandbox.url}/api/v1/reports`, { ca, headers, agent: false }, (answer) => {
				answer.resume().once('end', () => resolve(answer.statusCode!));
			}).once('error', reject);
		});

	it.each([
		['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['own-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
	] as const)('%s is trusted only by clients with the certificate', async (tls, code) => {
		await start({ tls });
		await expect(ask()).rejects.toThrow(expect.objectContaining({ code }));
		expect(await ask(sandbox.caCertificate)).toBe(200);
	});

	it('with a certificate for another name is not trusted', async () => {
		await start({ tls: 'own-authority', tlsNames: ['reports.example.com'] });
		await expect(ask(sandbox.caCertificate)).rejects.toThrow(
			expect.objectContaining({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
		);
	});
});

describe('callbacks', () => {
	let receiver: {
		url: string;
		bodies: Array<Record<string, any>>;
		headers: Array<IncomingMessage['headers']>;
	};
	let server: Server;
	beforeEach(async () => {
		const bodies: Array<Record<string, any>> = [];
		const headers: Array<IncomingMessage['headers']> = [];
		server = createServer((request, response) => {
			void readBody(request).then((text) => {
				bodies.push(JSON.parse(text));
				headers.push(request.headers);
				response.writeHead(200).end('ok');
			});
		});
		receiver = { url: await listenLocally(server, 0), bodies, headers };
		await start({ preCallbackUrl: receiver.url, postCallbackUrl: `${receiver.url}/?token=t` });
	});
	afterEach(() => {
		server.close();
		server.closeAllConnections();
	});
	const task = () => sandbox.tasks[0]!;

	/** Every property of the seed document's examples, with its values and in its order. */
	const reportTask = {
		id: 'b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
		title: 'Weekly sales overview',
		reportTaskId: '20cf12d4-4c6f-4212-8510-14ddbbd6ae66',
		templateId: '8692affa-7eb4-40b5-ba15-04ba8954a90c',
		startOn: '2020-01-12T00:55:32.941Z',
		endOn: '2021-01-12T00:55:32.941Z',
		frequency: 'Monthly',
		filterCycleId: '487a5c2f-fcae-4ad1-9bfa-444140818446',
		createdAt: '2020-01-12T00:51:07.536Z',
		lastSavedAt: '2020-01-12T00:51:07.659Z',
		templateHtml: expect.stringMatching(/^<div class="report-master-meta">.*<\/div>$/s),
	};

	it("have the content of the provider's document, before and after", async () => {
		await sandbox.run(task());
		await sandbox.run(task(), { fails: 'Data source unavailable' });
		expect(receiver.bodies).toEqual([
			{ reportTask, trigger: 'preReportTask' },
			{ reportTask, trigger: 'postReportTask', status: 'success' },
			{ reportTask, trigger: 'preReportTask' },
			{
				reportTask,
				trigger: 'postReportTask',
				status: 'failure',
				error: 'Report task failed due to Data source unavailable',
			},
		]);
		expect(Object.keys(receiver.bodies[0]!['reportTask'])).toEqual(Object.keys(reportTask));
		expect(receiver.headers[0]).toMatchObject({ 'content-type': 'application/json' });
		expect(sandbox.callbacks.map(({ status, answer }) => [status, answer])).toEqual(
			Array.from({ length: 4 }, () => [200, 'ok']),
		);
		expect(sandbox.reports).toHaveLength(1);
	});

	it('of two runs are identical byte for byte, and each is sent as often as requested', async () => {
		await sandbox.run(task(), { times: 3, gapMs: 5 });
		await sandbox.run(task(), { times: 3, gapMs: 5 });
		const texts = receiver.bodies.map((body) => JSON.stringify(body));
		expect(texts).toHaveLength(12);
		expect(new Set(texts).size).toBe(2);
		expect(sandbox.reports).toHaveLength(2);
	});

	it.each<[ConnectReportSandboxOptions['knobs'], object]>([
		[{ ids: 'parent' }, { reportTask: { id: seedIds.reportTaskId, reportTaskId: seedIds.id } }],
		[{ filterCycle: 'null' }, { reportTask: { filterCycleId: null } }],
		[{ callbackStatus: 'unknown' }, { status: 'partial' }],
		[{ callbackTrigger: 'unknown' }, { trigger: 'reportTaskPaused' }],
		[{ callbackError: 'object' }, { error: { message: 'Report task failed due to it' } }],
		[{ callbackError: 'null' }, { error: null }],
	])('with %j', async (knobs, expected) => {
		sandbox.configure({ knobs });
		await sandbox.run(task(), { fails: 'it' });
		expect(receiver.bodies[1]).toMatchObject(expected);
	});

	it('contain the ID of the report if the document is read so', async () => {
		sandbox.configure({ knobs: { ids: 'report', filterCycle: 'absent' } });
		const report = await sandbox.run(task());
		expect(receiver.bodies[1]!['reportTask']).toMatchObject({
			id: report!.id,
			reportTaskId: seedIds.reportTaskId,
		});
		expect(receiver.bodies[1]!['reportTask']).not.toHaveProperty('filterCycleId');
	});

	it('may be any bytes, and failures to deliver are recorded', async () => {
		const [sent] = await sandbox.deliver(receiver.url, Buffer.from('[]'), { headers: { 'x-token': 't' } });
		expect(sent).toMatchObject({ status: 200 });
		expect(receiver.headers[0]).toHaveProperty('x-token', 't');
		expect(await sandbox.deliver('http://127.0.0.1:1', sandbox.callback(task()))).toMatchObject([
			{ status: null, error: expect.stringContaining('refused') },
		]);
	});
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
