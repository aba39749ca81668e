import { getManyReports } from '../../../nodes/Tesouro/operations/getManyReports';
import type { SandboxReport } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { useFastClock } from '../../fastClock.mts';
import { startStage, type Stage } from '../flow.mts';
import { recordSent, runReportNode, type ReportNodeOptions } from '../reports/reportNode.mts';

const ONE_HOUR_MS = 60 * 60 * 1000;

let stage: Stage;
useFastClock();
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());
beforeEach(() => stage.sandbox.reports.clear());

/** A report that was requested so many hours ago, and made at once. */
async function make(hoursAgo: number, facts: Partial<SandboxReport> = {}): Promise<SandboxReport> {
	const report = await stage.sandbox.makeReport({ rows: 0 });
	const at = new Date(Date.now() - hoursAgo * ONE_HOUR_MS);
	return Object.assign(report, { requestedAt: at, generatedAt: at, ...facts });
}

const list = async (parameters: object = {}, options: ReportNodeOptions = {}) =>
	await runReportNode(
		stage,
		'getMany',
		{ returnAll: true, ...parameters },
		{ workflowId: 'list', ...options },
	);
const idsOf = (items: Array<{ json: object }>) =>
	items.map(({ json }) => (json as { report: { id: string } }).report.id);
const listed = async (parameters: object = {}, options: ReportNodeOptions = {}) => {
	const { items, error } = await list(parameters, options);
	expect(error).toBeUndefined();
	return idsOf(items);
};
const ids = (...reports: SandboxReport[]) => reports.map(({ requestId }) => requestId);

it('reports come newest first, in the form that Download reads', async () => {
	const [old, young] = [await make(5), await make(1)];
	const { items } = await list();
	expect(idsOf(items)).toEqual(ids(young, old));
	for (const { json } of items) expect(getManyReports.output.safeParse(json).success).toBe(true);
	const { items: fetched } = await runReportNode(stage, 'download', {}, { items });
	expect(fetched.map(({ json }) => json.file)).toMatchObject([
		{ sha256: young.plaintextSha256 },
		{ sha256: old.plaintextSha256 },
	]);
});

it('all pages are read, but no more than the limit needs', async () => {
	for (let number = 0; number < 230; number++) await make(number / 100);
	const all = await recordSent(stage, async () => await listed());
	expect(new Set(all.result).size).toBe(230);
	expect(all.count('AsyncReport')).toBe(3);
	const few = await recordSent(stage, async () => await listed({ returnAll: false, limit: 5 }));
	expect(few.result).toEqual(all.result.slice(0, 5));
	expect(few.count('AsyncReport')).toBe(1);
});

describe('the time of the request', () => {
	it('may be within the last days, to the hour', async () => {
		const [inside] = [await make(23.9), await make(24.1)];
		expect(await listed({ requested: 'lastDays', lastDays: 1 })).toEqual(ids(inside));
	});

	it("may be between two days in the workflow's time zone, both included", async () => {
		const at = (time: string) => ({ requestedAt: new Date(time), expiresAt: new Date('2099-01-01') });
		await make(0, at('2026-01-09T14:59:59Z'));
		const first = await make(0, at('2026-01-09T15:00:00Z'));
		const last = await make(0, at('2026-01-11T14:59:59Z'));
		await make(0, at('2026-01-11T15:00:00Z'));
		const range = { requested: 'custom', requestedFrom: '2026-01-10', requestedTo: '2026-01-11' };
		expect(await listed(range, { settings: { timezone: 'Asia/Tokyo' } })).toEqual(ids(last, first));
	});

	it('reaches up to now without a last day', async () => {
		const report = await make(1);
		expect(await listed({ requested: 'custom', requestedFrom: '2026-01-01', requestedTo: '' })).toEqual(
			ids(report),
		);
	});

	it.each([
		['no date', { requestedFrom: 'soon', requestedTo: '' }, /is not a date/],
		['the wrong way round', { requestedFrom: '2026-02-01', requestedTo: '2026-01-01' }, /is later than/],
	])('%s is refused', async (_, given, message) => {
		const { error } = await list({ requested: 'custom', ...given });
		expect(error?.message).toMatch(message);
	});
});

describe('the filters', () => {
	it('select statuses', async () => {
		const failed = await make(1, { status: 'FAILED' });
		const received = await make(2, { status: 'RECEIVED' });
		await make(3);
		expect(await listed({ filters: { status: ['FAILED', 'RECEIVED'] } })).toEqual(ids(failed, received));
	});

	it('select reports that have all of the tags', async () => {
		const both = await make(1, { tags: ['books', 'january'] });
		await make(2, { tags: ['books'] });
		await make(3);
		expect(await listed({ filters: { tags: 'books, january' } })).toEqual(ids(both));
	});

	it('leave out expired reports, but never those that are not made yet', async () => {
		const pending = await make(1, { status: 'RECEIVED', expiresAt: new Date(0) });
		await make(2, { expiresAt: new Date(0) });
		expect(await listed({ filters: { leaveOutExpired: true } })).toEqual(ids(pending));
		expect(await listed({ filters: { leaveOutExpired: false } })).toHaveLength(2);
	});

	it('leave out reports made just now', async () => {
		const [old] = [await make(0.6), await make(0.4)];
		expect(await listed({ filters: { minutesReady: 30 } })).toEqual(ids(old));
	});
});

describe('done reports', () => {
	const open = { filters: { leaveOutDone: true } };
	const mark = async (report: SandboxReport, workflowId = 'list') => {
		const items = [{ json: { report: { id: report.requestId }, kept: true } }];
		const result = await runReportNode(stage, 'markDone', { resource: 'reportEvent' }, { items, workflowId });
		expect(result.error).toBeUndefined();
		return result;
	};

	it('are left out from then on; those that were only seen are not', async () => {
		const [one, two, three] = [await make(1), await make(2), await make(3)];
		expect(await listed(open)).toEqual(ids(one, two, three));
		expect(await listed(open)).toEqual(ids(one, two, three));
		await mark(two);
		expect(await listed(open)).toEqual(ids(one, three));
		expect(await listed(open)).toEqual(ids(one, three));
		await mark(one);
		await mark(three);
		expect(await listed(open)).toEqual([]);
		expect(await listed()).toEqual(ids(one, two, three));
	});

	it('may be marked before they are first seen, and more than once', async () => {
		const report = await make(1);
		await mark(report);
		await mark(report);
		expect(await listed(open)).toEqual([]);
		expect(await listed(open)).toEqual([]);
	});

	it('are remembered per workflow', async () => {
		const report = await make(1);
		await mark(report, 'another');
		expect(await listed(open)).toEqual(ids(report));
		expect(await listed(open, { workflowId: 'another' })).toEqual([]);
	});

	it('are replaced by reports from later pages up to the limit', async () => {
		const reports = [await make(1), await make(2), await make(3)];
		await mark(reports[0]!);
		expect(await listed({ ...open, returnAll: false, limit: 2 })).toEqual(ids(...reports.slice(1)));
	});

	it('are passed on as they came, so the mark may be set anywhere', async () => {
		const { items } = await mark(await make(1));
		expect(items).toMatchObject([{ json: { kept: true }, pairedItem: { item: 0 } }]);
	});

	it('may be marked in any number at once, and no mark is lost', async () => {
		const reports: SandboxReport[] = [];
		for (let number = 0; number < 20; number++) reports.push(await make(1));
		await Promise.all(reports.map(async (report) => await mark(report)));
		expect(await listed(open)).toEqual([]);
	});

	it('need an ID: without one, nothing is marked', async () => {
		const { error } = await runReportNode(
			stage,
			'markDone',
			{ resource: 'reportEvent' },
			{ items: [{ json: {} }] },
		);
		expect(error?.message).toBe('There is no report and no event to mark as done');
	});
});
