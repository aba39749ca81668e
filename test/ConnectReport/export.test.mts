import { ConnectReport } from '../../nodes/ConnectReport/ConnectReport.node';
import { exportReport } from '../../nodes/ConnectReport/operations/exportReport';
import type { Knobs } from '../../tools/sandbox/ConnectReport/knobs.mts';
import { mediaTypes, type Report, type ReportTask } from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { startLosingProxy } from './losingProxy.mts';
import { countRequests, eventOf, startReportBench, type ReportBench } from './reportBench.mts';

let bench: ReportBench;
let task: ReportTask;
let report: Report;
beforeAll(async () => {
	bench = await startReportBench();
	[task] = bench.sandbox.tasks as [ReportTask];
});
afterAll(async () => await bench.close());
beforeEach(async () => {
	bench.turn({}, { renderMs: 0 });
	bench.sandbox.reports.length = 0;
	bench.sandbox.requests.length = 0;
	report = (await bench.sandbox.run(task))!;
});

const byId = (id = report.id) => ({ from: 'id', reportId: id });
const renders = () => countRequests(bench.sandbox, 'POST', /render/);

describe('a report', () => {
	it.each([
		['excel', 'xlsx'],
		['pdf', 'pdf'],
	] as const)('comes as %s byte for byte, with its name and media type', async (format, type) => {
		const { items, error } = await bench.run('export', { ...byId(), format });
		expect(error).toBeUndefined();
		const [{ json, binary, pairedItem } = { json: {}, binary: undefined, pairedItem: undefined }] = items;
		expect(pairedItem).toEqual({ item: 0 });
		expect(binary!.data).toMatchObject({
			fileName: `Weekly sales overview.${type}`,
			mimeType: mediaTypes[type],
			fileExtension: type,
		});
		expect(json).toMatchObject({
			file: { fileName: `Weekly sales overview.${type}`, mediaType: mediaTypes[type] },
			exported: { reportId: report.id, format: type, foundBy: 'reportId' },
		});
		const expected = await bench.sandbox.file(report, type);
		expect((await bench.harness.readBinary(binary!.data!)).equals(expected)).toBe(true);
		expect(exportReport.output.safeParse(json).success).toBe(true);
	});

	it('comes in a format that only the server knows', async () => {
		const { items } = await bench.run('export', { ...byId(), format: 'other', otherFormat: 'csv' });
		expect(items[0]!.binary!.data).toMatchObject({
			fileName: 'Weekly sales overview.csv',
			mimeType: 'text/csv',
		});
	});

	it('is called as the user likes, and keeps its ending', async () => {
		const options = { fileName: '../Umsätze: "März"' };
		const { items } = await bench.run('export', { ...byId(), options });
		expect(items[0]!.binary!.data!.fileName).toBe('_Umsätze_ _März_.xlsx');
		expect(bench.sandbox.requests.at(-1)!.path).toContain('attachmentName=');
	});

	it('goes on with what the item had', async () => {
		const [event] = [eventOf(bench.sandbox, task, report)];
		const { items } = await bench.run('export', { outputBinaryPropertyName: 'sheet' }, { items: [event!] });
		expect(items[0]!.json.data).toEqual(event!.json.data);
		expect(Object.keys(items[0]!.binary!)).toEqual(['sheet']);
	});

	it.each<[string, Partial<Knobs>]>([
		['a leading slash in the location', { location: 'leading-slash' }],
		['a whole address in the location', { location: 'absolute' }],
		['other words for how a job stands', { jobWords: 'others' }],
		['the envelope data', { envelope: 'data' }],
		['the envelope data.job', { envelope: 'nested' }],
		['no media type that says anything', { file: 'untyped' }],
	])('comes over %s', async (_what, knobs) => {
		bench.turn(knobs);
		const { items, error } = await bench.run('export', byId());
		expect([error, items[0]?.json.file]).toMatchObject([undefined, { mediaType: mediaTypes.xlsx }]);
	});

	it('says in the panel how much was exported', async () => {
		const { hints } = await bench.run('export', byId());
		expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(/^1 report exported, \d/)]);
	});

	it('that is larger than allowed leaves nothing behind', async () => {
		bench.sandbox.configure({ padding: 1_500_000 });
		const other = bench.sandbox.addTask({ title: 'Large' });
		const large = (await bench.sandbox.run(other))!;
		const before = bench.harness.storedFiles();
		const { error } = await bench.run('export', { ...byId(large.id), options: { megabytesAtMost: 1 } });
		expect(error?.message).toBe('The file is larger than the limit of 1 MB');
		expect(bench.harness.storedFiles()).toEqual(before);
		bench.sandbox.configure({ padding: 0 });
	});
});

describe('a render job', () => {
	it('is waited for, and started once however often it is looked at', async () => {
		bench.turn({}, { renderMs: 1_500 });
		const { items, error } = await bench.run('export', byId());
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(1);
	});

	it('of which nobody knows the word is waited for', async () => {
		bench.turn({ jobWords: 'unknown' }, { renderMs: 1_000 });
		const { items } = await bench.run('export', byId());
		expect(items).toHaveLength(1);
	});

	it('of several items goes on together, and gives each its own', async () => {
		bench.turn({}, { renderMs: 1_000 });
		const other = (await bench.sandbox.run(bench.sandbox.tasks[1]!))!;
		const items = [report, other].map((one) => ({ json: { report: one.id } }));
		const { items: output } = await bench.run(
			'export',
			{ from: 'id', reportId: '={{ $json.report }}', format: 'pdf' },
			{ items },
		);
		expect(output.map(({ json, pairedItem }) => [Object(json.exported).reportId, pairedItem])).toEqual([
			[report.id, { item: 0 }],
			[other.id, { item: 1 }],
		]);
		expect(renders()).toBe(2);
	});

	it('that takes long lets the execution sleep, and is not started again when it goes on', async () => {
		bench.turn({ render: 'never' });
		const { execution } = await bench.run('export', byId());
		expect(execution.status).toBe('waiting');
		await bench.harness.restart({ nodes: [ConnectReport] });
		bench.turn();
		const resumed = await bench.harness.resume(execution.id);
		await resumed.done;
		expect(resumed.status).toBe('success');
		expect(renders()).toBe(1);
	});

	it('that came too late is waited for anew when the execution is started again, and not made twice', async () => {
		bench.turn({ render: 'never' });
		const { execution, error } = await bench.run('export', { ...byId(), options: { minutesAtMost: 0.02 } });
		expect(error?.message).toContain('is not rendered after 0.02 minutes');
		bench.turn({}, { renderMs: 500 });
		const again = await bench.harness.retry(execution.id);
		expect([again.status, renders()]).toEqual(['success', 1]);
	});

	it('of another report is not taken once the node asks for something else', async () => {
		const other = (await bench.sandbox.run(bench.sandbox.tasks[1]!))!;
		bench.turn({ render: 'never' });
		const first = String(bench.harness.executions.length + 1);
		const reportId = `={{ $execution.id === '${first}' ? '${report.id}' : '${other.id}' }}`;
		const { execution } = await bench.run('export', {
			...byId(),
			reportId,
			options: { minutesAtMost: 0 },
		});
		expect(execution.id).toBe(first);
		bench.turn();
		const again = await bench.harness.retry(execution.id);
		expect(JSON.stringify(again.data)).toContain(`"exported":{"reportId":"${other.id}"`);
		expect(renders()).toBe(2);
	});

	it('whose answer is lost is asked for once more', async () => {
		const proxy = await startLosingProxy(bench.sandbox.url, { path: /^POST .*render/, times: 1 });
		const { items, error } = await bench.run('export', byId(), { credential: { serverUrl: proxy.url } });
		await proxy.close();
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(2);
	});

	it('whose answer is lost twice ends with an error', async () => {
		const proxy = await startLosingProxy(bench.sandbox.url, { path: /^POST .*render/, times: 9 });
		const { error } = await bench.run('export', byId(), { credential: { serverUrl: proxy.url } });
		await proxy.close();
		expect(error?.message).toContain('the connection was cut off');
		expect(renders()).toBe(2);
	});

	it('that fails is started anew by "Retry On Fail"', async () => {
		bench.turn({ render: 'fails' });
		const { error } = await bench.run('export', byId(), { retryOnFail: true });
		expect(error?.message).toContain('could not render');
		expect(renders()).toBe(2);
	});

	it('that fails leaves the other items alone', async () => {
		const items = [{ json: { report: 'a1b2c3d4-0000' } }, { json: { report: report.id } }];
		const { items: output } = await bench.run(
			'export',
			{ from: 'id', reportId: '={{ $json.report }}' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(output.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringContaining('There is no such report'), { item: 0 }],
			[undefined, { item: 1 }],
		]);
	});

	it('is not asked for again in a later look once it has failed, where the run goes on', async () => {
		const items = [{ json: { report: 'a1b2c3d4-0000' } }, { json: { report: report.id } }];
		bench.turn({}, { renderMs: 1_000 });
		await bench.run(
			'export',
			{ from: 'id', reportId: '={{ $json.report }}' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(countRequests(bench.sandbox, 'GET', /reports\/a1b2c3d4/)).toBe(1);
	});

	it('is asked for again while the server cannot answer', async () => {
		bench.turn({}, { renderMs: 500 });
		const running = bench.run('export', byId());
		setTimeout(() => bench.turn({ api: 'down' }, { troubleTimes: 2, renderMs: 500 }), 250);
		const { items, error } = await running;
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(1);
	});
});

describe('the report of an event', () => {
	it('that is one of several without a time is taken with a word of doubt', async () => {
		bench.turn({ ids: 'fixed' });
		const other = (await bench.sandbox.run(task))!;
		report.createdAt = other.createdAt = '';
		const { items, hints } = await bench.run('export', {}, { items: [eventOf(bench.sandbox, task)] });
		expect(items[0]!.json.exported).toMatchObject({ firstOf: 2 });
		expect(hints.map(({ message }) => message)).toContainEqual(expect.stringContaining('the first of 2'));
		expect(exportReport.output.safeParse(items[0]!.json).success).toBe(true);
	});

	it('that was made minutes after it is taken with a word of doubt', async () => {
		bench.turn({ ids: 'fixed' });
		const time = new Date(Date.now() - 600_000);
		const items = [eventOf(bench.sandbox, task, undefined, { time })];
		const { hints, error } = await bench.run('export', {}, { items });
		expect(error).toBeUndefined();
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/was made 60\d seconds after its event/),
		);
	});

	it('is not that of a later run, where its own was deleted', async () => {
		bench.turn({ ids: 'fixed' });
		const time = new Date(Date.now() - 3 * 3_600_000);
		const { items, error } = await bench.run(
			'export',
			{},
			{ items: [eventOf(bench.sandbox, task, undefined, { time })] },
		);
		expect([error?.message, items]).toEqual([expect.stringContaining('180 minutes after it'), []]);
		expect(renders()).toBe(0);
	});
});

describe('what came instead of the file', () => {
	it.each<Knobs['file']>([
		'wrong-kind',
		'truncated',
		'cut-off',
		'json',
		'login-page',
		'login-redirect',
		'empty',
	])('(%s) is not kept', async (file) => {
		for (const format of ['excel', 'pdf']) {
			bench.turn({ file });
			const before = bench.harness.storedFiles();
			const { error, items } = await bench.run('export', { ...byId(), format });
			expect([error?.message, items]).toEqual([expect.any(String), []]);
			expect(error?.description).not.toContain('link');
			expect(bench.harness.storedFiles()).toEqual(before);
		}
	});

	it('and breaks off is fetched again, from the same job', async () => {
		bench.turn({ file: 'cut-off' });
		setTimeout(() => bench.turn(), 50);
		const { items, error } = await bench.run('export', byId());
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(1);
	});
});
