import { ConnectReport } from '../../../nodes/ConnectReport/ConnectReport.node';
import { exportReport } from '../../../nodes/ConnectReport/operations/exportReport';
import type { Knobs } from '../../../tools/sandbox/ConnectReport/knobs.mts';
import { mediaTypes, type Report, type ReportTask } from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { useFastClock } from '../../fastClock.mts';
import { startLosingProxy } from './losingProxy.mts';
import { countRequests, eventOf, useReport, type ReportStage } from './reportStage.mts';

let stage: ReportStage;
let task: ReportTask;
let report: Report;
const clock = useFastClock();
const current = useReport();
beforeEach(() => ({ stage, task, report } = current));

const byId = (id = report.id) => ({ from: 'id', reportId: id });
const renders = () => countRequests(stage.sandbox, 'POST', /render/);

describe('a report', () => {
	it.each([
		['excel', 'xlsx'],
		['pdf', 'pdf'],
	] as const)('comes as %s byte for byte, with its name and media type', async (format, type) => {
		const { items, error } = await stage.run('export', { ...byId(), format });
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
		const expected = await stage.sandbox.file(report, type);
		expect((await stage.harness.readBinary(binary!.data!)).equals(expected)).toBe(true);
		expect(exportReport.output.safeParse(json).success).toBe(true);
	});

	it('comes in a format known only to the server', async () => {
		const { items } = await stage.run('export', { ...byId(), format: 'other', otherFormat: 'csv' });
		expect(items[0]!.binary!.data).toMatchObject({
			fileName: 'Weekly sales overview.csv',
			mimeType: 'text/csv',
		});
	});

	it('has the name that the user chose, and keeps its extension', async () => {
		const options = { fileName: '../Umsätze: "März"' };
		const { items } = await stage.run('export', { ...byId(), options });
		expect(items[0]!.binary!.data!.fileName).toBe('_Umsätze_ _März_.xlsx');
		expect(stage.sandbox.requests.at(-1)!.path).toContain('attachmentName=');
	});

	it('keeps the data of the item', async () => {
		const [event] = [eventOf(stage.sandbox, task, report)];
		const { items } = await stage.run('export', { outputBinaryPropertyName: 'sheet' }, { items: [event!] });
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
		stage.turn(knobs);
		const { items, error } = await stage.run('export', byId());
		expect([error, items[0]?.json.file]).toMatchObject([undefined, { mediaType: mediaTypes.xlsx }]);
	});

	it('says in the panel how much was exported', async () => {
		const { hints } = await stage.run('export', byId());
		expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(/^1 report exported, \d/)]);
	});

	it('leaves nothing behind when it is larger than allowed', async () => {
		stage.sandbox.configure({ padding: 1_500_000 });
		const other = stage.sandbox.addTask({ title: 'Large' });
		const large = (await stage.sandbox.run(other))!;
		const before = stage.harness.storedFiles();
		const { error } = await stage.run('export', { ...byId(large.id), options: { megabytesAtMost: 1 } });
		expect(error?.message).toBe('The file is larger than the limit of 1 MB');
		expect(stage.harness.storedFiles()).toEqual(before);
		stage.sandbox.configure({ padding: 0 });
	});
});

describe('a render job', () => {
	it('is started once, however often its status is checked', async () => {
		stage.turn({}, { renderMs: 1_500 });
		const { items, error } = await stage.run('export', byId());
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(1);
	});

	it('is waited for when its status is an unknown word', async () => {
		stage.turn({ jobWords: 'unknown' }, { renderMs: 1_000 });
		const { items } = await stage.run('export', byId());
		expect(items).toHaveLength(1);
	});

	it('runs for several items together, and gives each its own file', async () => {
		stage.turn({}, { renderMs: 1_000 });
		const other = (await stage.sandbox.run(stage.sandbox.tasks[1]!))!;
		const items = [report, other].map((one) => ({ json: { report: one.id } }));
		const { items: output } = await stage.run(
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

	it('lets the execution sleep when it takes long, and is not started again afterwards', async () => {
		stage.turn({ render: 'never' });
		const { execution } = await stage.run('export', byId());
		expect(execution.status).toBe('waiting');
		await stage.harness.restart({ nodes: [ConnectReport] });
		stage.turn();
		const resumed = await stage.harness.resume(execution.id);
		await resumed.done;
		expect(resumed.status).toBe('success');
		expect(renders()).toBe(1);
	});

	it('is waited for again when it was late and the execution is started again, and is not made twice', async () => {
		stage.turn({ render: 'never' });
		const { execution, error } = await stage.run('export', { ...byId(), options: { minutesAtMost: 0.02 } });
		expect(error?.message).toContain('is not rendered after 0.02 minutes');
		stage.turn({}, { renderMs: 500 });
		const again = await stage.harness.retry(execution.id);
		expect([again.status, renders()]).toEqual(['success', 1]);
	});

	it('is not reused once the node asks for another report', async () => {
		const other = (await stage.sandbox.run(stage.sandbox.tasks[1]!))!;
		stage.turn({ render: 'never' });
		const first = String(stage.harness.executions.length + 1);
		const reportId = `={{ $execution.id === '${first}' ? '${report.id}' : '${other.id}' }}`;
		const { execution } = await stage.run('export', {
			...byId(),
			reportId,
			options: { minutesAtMost: 0 },
		});
		expect(execution.id).toBe(first);
		stage.turn();
		const again = await stage.harness.retry(execution.id);
		expect(JSON.stringify(again.data)).toContain(`"exported":{"reportId":"${other.id}"`);
		expect(renders()).toBe(2);
	});

	it('is requested once more when the answer is lost', async () => {
		const proxy = await startLosingProxy(stage.sandbox.url, { path: /^POST .*render/, times: 1 });
		const { items, error } = await stage.run('export', byId(), { credential: { serverUrl: proxy.url } });
		await proxy.close();
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(2);
	});

	it('fails when the answer is lost twice', async () => {
		const proxy = await startLosingProxy(stage.sandbox.url, { path: /^POST .*render/, times: 9 });
		const { error } = await stage.run('export', byId(), { credential: { serverUrl: proxy.url } });
		await proxy.close();
		expect(error?.message).toContain('the connection was cut off');
		expect(renders()).toBe(2);
	});

	it('is started again by "Retry On Fail" after a failure', async () => {
		stage.turn({ render: 'fails' });
		const { error } = await stage.run('export', byId(), { retryOnFail: true });
		expect(error?.message).toContain('could not render');
		expect(renders()).toBe(2);
	});

	it('leaves the other items alone when it fails', async () => {
		const items = [{ json: { report: 'a1b2c3d4-0000' } }, { json: { report: report.id } }];
		const { items: output } = await stage.run(
			'export',
			{ from: 'id', reportId: '={{ $json.report }}' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(output.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringContaining('There is no such report'), { item: 0 }],
			[undefined, { item: 1 }],
		]);
	});

	it('is not requested again after it has failed, if the run continues', async () => {
		const items = [{ json: { report: 'a1b2c3d4-0000' } }, { json: { report: report.id } }];
		stage.turn({}, { renderMs: 1_000 });
		await stage.run(
			'export',
			{ from: 'id', reportId: '={{ $json.report }}' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(countRequests(stage.sandbox, 'GET', /reports\/a1b2c3d4/)).toBe(1);
	});

	it('is requested again while the server cannot answer', async () => {
		stage.turn({}, { renderMs: 500 });
		clock().after(250, () => stage.turn({ api: 'down' }, { troubleTimes: 2, renderMs: 500 }));
		const { items, error } = await stage.run('export', byId());
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(1);
	});
});

describe('the report of an event', () => {
	it('comes with a warning when it is one of several without a time', async () => {
		stage.turn({ ids: 'fixed' });
		const other = (await stage.sandbox.run(task))!;
		report.createdAt = other.createdAt = '';
		const { items, hints } = await stage.run('export', {}, { items: [eventOf(stage.sandbox, task)] });
		expect(items[0]!.json.exported).toMatchObject({ firstOf: 2 });
		expect(hints.map(({ message }) => message)).toContainEqual(expect.stringContaining('the first of 2'));
		expect(exportReport.output.safeParse(items[0]!.json).success).toBe(true);
	});

	it('comes with a warning when it was made minutes after the event', async () => {
		stage.turn({ ids: 'fixed' });
		const time = new Date(Date.now() - 600_000);
		const items = [eventOf(stage.sandbox, task, undefined, { time })];
		const { hints, error } = await stage.run('export', {}, { items });
		expect(error).toBeUndefined();
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/was made 60\d seconds after its event/),
		);
	});

	it('is not the one of a later run if its own was deleted', async () => {
		stage.turn({ ids: 'fixed' });
		const time = new Date(Date.now() - 3 * 3_600_000);
		const { items, error } = await stage.run(
			'export',
			{},
			{ items: [eventOf(stage.sandbox, task, undefined, { time })] },
		);
		expect([error?.message, items]).toEqual([expect.stringContaining('180 minutes after it'), []]);
		expect(renders()).toBe(0);
	});
});

describe('an answer that is not the file', () => {
	it.each<Knobs['file']>([
		'wrong-kind',
		'truncated',
		'cut-off',
		'json',
		'login-page',
		'login-redirect',
		'empty',
	])('is not kept (%s)', async (file) => {
		for (const format of ['excel', 'pdf']) {
			stage.turn({ file });
			const before = stage.harness.storedFiles();
			const { error, items } = await stage.run('export', { ...byId(), format });
			expect([error?.message, items]).toEqual([expect.any(String), []]);
			expect(error?.description).not.toContain('link');
			expect(stage.harness.storedFiles()).toEqual(before);
		}
	});

	it('is fetched again from the same job when it breaks off', async () => {
		stage.turn({ file: 'cut-off' });
		const files = () => countRequests(stage.sandbox, 'GET', /\/files\//);
		const before = files();
		const watch = setInterval(() => files() > before && stage.turn(), 1);
		const { items, error } = await stage.run('export', byId());
		clearInterval(watch);
		expect([error, items.length]).toEqual([undefined, 1]);
		expect(renders()).toBe(1);
	});
});
