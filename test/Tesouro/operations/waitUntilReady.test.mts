import { waitUntilReady } from '../../../nodes/Tesouro/operations/waitUntilReady';
import type { SandboxReport } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { useFastClock } from '../../fastClock.mts';
import { startStage, type Stage } from '../flow.mts';
import { runReportNode, type ReportNodeOptions } from '../reports/reportNode.mts';

let stage: Stage;
const clock = useFastClock();
let report: SandboxReport;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());
beforeEach(async () => {
	stage.sandbox.configure({ knobs: { api: 'ok', status: 'auto' } });
	report = await stage.sandbox.makeReport({ rows: 1 });
});

const wait = async (parameters: object = {}, options: ReportNodeOptions = {}) =>
	await runReportNode(stage, 'waitUntilReady', parameters, {
		items: [{ json: { report: { id: report.requestId } } }],
		...options,
	});
const tellStatus = (status: 'auto' | 'RECEIVED' | 'FAILED' | 'unknown') =>
	stage.sandbox.configure({ knobs: { status } });

it('a report that is ready is returned at once, with its file', async () => {
	const { items, execution } = await wait();
	expect(execution.status).toBe('success');
	expect(items).toMatchObject([
		{ json: { status: 'ready', report: { id: report.requestId } }, pairedItem: { item: 0 } },
	]);
	expect(items[0]!.json.files).toHaveLength(1);
});

it('a failed report ends the wait at once, with its own error', async () => {
	tellStatus('FAILED');
	const { error, execution } = await wait();
	expect(execution.status).toBe('error');
	expect(error).toMatchObject({
		message: `Tesouro could not make the report ${report.requestId} (FAILED)`,
		description: 'Request it again.',
	});
});

it('a late report is distinguished from a failed one, with what Tesouro says about it', async () => {
	tellStatus('RECEIVED');
	const { error } = await wait({ minutesAtMost: 0 });
	expect(error?.message).toBe(`Report ${report.requestId} is late: after 0 minutes, Tesouro says RECEIVED`);
	expect(error?.description).toContain('It is not lost');
});

it('a late report may be passed on, and says so', async () => {
	tellStatus('RECEIVED');
	const { items, error } = await wait({ minutesAtMost: 0, whenLate: 'continue' });
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { status: 'started', details: { isLate: true } } }]);
});

it.each([
	['minutesAtMost', { minutesAtMost: '={{ "soon" }}' }],
	['minutesBetween', { options: { minutesBetween: '={{ "rarely" }}' } }],
])('%s that is not a number is refused', async (_, parameters) => {
	tellStatus('RECEIVED');
	const { error } = await wait(parameters);
	expect(error?.message).toMatch(/is not a number of minutes$/);
	expect(error?.description).toBeTruthy();
});

it('a request that Tesouro does not list at the last check is an error', async () => {
	tellStatus('unknown');
	const { error } = await wait({ minutesAtMost: 0, whenLate: 'continue' });
	expect(error?.message).toContain('Tesouro has no report request');
});

it('the output can be shown by n8n before the first run', async () => {
	const { items } = await wait();
	expect(waitUntilReady.output.safeParse(items[0]!.json).success).toBe(true);
});

it('the node itself waits when a report takes seconds', async () => {
	tellStatus('RECEIVED');
	clock().after(1_000, () => tellStatus('auto'));
	const { items, execution } = await wait();
	expect(execution.status).toBe('success');
	expect(items).toMatchObject([{ json: { status: 'ready' } }]);
});

it('n8n takes over a longer wait, and the node checks again each time that n8n resumes', async () => {
	const other = await stage.sandbox.makeReport({ rows: 1 });
	const items = [report, other].map(({ requestId }) => ({ json: { report: { id: requestId } } }));
	tellStatus('RECEIVED');
	// An empty item for "no output" must not get past the node while it waits.
	const { execution } = await wait({}, { items, alwaysOutputData: true });
	expect(execution.status).toBe('waiting');
	expect(execution.nodeOutput('Tesouro')).toEqual([]);
	const firstPause = execution.data!.waitTill!.getTime() - Date.now();
	expect([...clock().pauses, firstPause]).toEqual([2_000, 4_000, 8_000, 60_000]);

	// Back from n8n's database, nothing has changed: it waits again, and longer.
	await stage.harness.resume(execution.id);
	expect(execution.status).toBe('waiting');
	const secondPause = execution.data!.waitTill!.getTime() - Date.now();
	expect(secondPause).toBe(120_000);

	// It outlives a restart of the process.
	await stage.harness.restart();
	tellStatus('auto');
	await stage.harness.resume(execution.id);
	expect(execution.status).toBe('success');
	expect(execution.nodeOutput('Tesouro')).toMatchObject([
		{ json: { status: 'ready', report: { id: report.requestId } }, pairedItem: { item: 0 } },
		{ json: { status: 'ready', report: { id: other.requestId } }, pairedItem: { item: 1 } },
	]);
	// One run of the node, as if it had never waited; and nothing of the wait stays behind.
	expect(execution.data!.data.resultData.runData.Tesouro).toHaveLength(1);
	expect(JSON.stringify(execution.data!.data.executionData?.contextData)).not.toContain('since');
});

it('a report that fails while n8n waits is an error when the execution resumes', async () => {
	tellStatus('RECEIVED');
	const { execution } = await wait();
	expect(execution.status).toBe('waiting');
	tellStatus('FAILED');
	await stage.harness.resume(execution.id);
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toContain('(FAILED)');
});
