import type { SandboxReport } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { startStage, type Stage } from './stage.mts';
import { publishExample } from './exampleFlow.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { storedSha256 } from './storage.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());

const anHourAgo = () => new Date(Date.now() - 60 * 60 * 1000);

/** A report that is ready for so long that a webhook would have told of it. */
async function makeOldReport(rows: number): Promise<SandboxReport> {
	const report = await stage.sandbox.makeReport({ rows });
	report.generatedAt = anHourAgo();
	return report;
}

const downloads = () =>
	stage.sandbox.requests.filter(({ path, status }) => path.startsWith('/files/') && status === 200).length;
const idsOf = (reports: SandboxReport[]) => reports.map(({ requestId }) => requestId).sort();

it('reports that no webhook told of are fetched, each once, also after downloads that failed', async () => {
	// Webhooks are off: the sandbox has no address to tell.
	const missed: SandboxReport[] = [];
	for (let rows = 1; rows <= 10; rows++) missed.push(await makeOldReport(rows));
	const fresh = await stage.sandbox.makeReport({ rows: 11 });

	stage.sandbox.configure({ knobs: { file: 'error-500' } });
	const flow = await publishExample(stage, 'tesouro-catch-up');
	const first = await flow.nextScheduled();
	expect(errorOf(first)).toBeUndefined();
	expect(outputOf(first, 'Download report')).toEqual([]);
	expect(outputOf(first, 'Tell somebody')).toHaveLength(10);
	expect(outputOf(first, 'Mark as done')).toBeUndefined();

	stage.sandbox.configure({ knobs: { file: 'ok' } });
	const before = downloads();
	const second = await flow.nextScheduled();
	expect(errorOf(second)).toBeUndefined();
	const saved = outputOf(second, 'Save or send the file')!;
	const fetched = saved.map(({ json }) => (json['report'] as { id: string }).id);
	expect(fetched.sort()).toEqual(idsOf(missed));
	for (const item of saved) {
		const { id } = item.json['report'] as { id: string };
		const report = missed.find(({ requestId }) => requestId === id)!;
		expect(await storedSha256(stage, item)).toBe(report.plaintextSha256);
	}
	expect(outputOf(second, 'Mark as done')).toHaveLength(10);

	// All ten are still listed as READY: only the marks keep them from coming again.
	const third = await flow.nextScheduled();
	expect(errorOf(third)).toBeUndefined();
	expect(outputOf(third, 'Reports not done yet')).toEqual([]);
	expect(outputOf(third, 'Download report')).toBeUndefined();
	expect(downloads() - before).toBe(10);

	// What the webhook brings is marked, too, so that the schedule leaves it out when it is old enough.
	const [attempt] = await stage.sandbox.deliver(fresh, { to: flow.webhookUrl!, retry: false });
	expect(attempt?.status).toBe(200);
	const deadline = Date.now() + 20_000;
	while (downloads() - before < 11 && Date.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	await flow.nextScheduled();
	fresh.generatedAt = anHourAgo();
	const fourth = await flow.nextScheduled();
	expect(outputOf(fourth, 'Reports not done yet')).toEqual([]);
	expect(downloads() - before).toBe(11);
	await stage.n8n.unpublish(flow.id);
});

it('reports that failed are told of, each once', async () => {
	stage.sandbox.reports.clear();
	const failed = [await stage.sandbox.makeReport({ rows: 1 }), await stage.sandbox.makeReport({ rows: 1 })];
	for (const report of failed) report.status = 'FAILED';
	await stage.sandbox.makeReport({ rows: 1 });

	const flow = await publishExample(stage, 'tesouro-failed-reports');
	const first = await flow.nextScheduled();
	expect(errorOf(first)).toBeUndefined();
	const told = outputOf(first, 'Tell somebody')!.map(({ json }) => (json['report'] as { id: string }).id);
	expect(told.sort()).toEqual(idsOf(failed));

	const later = await stage.sandbox.makeReport({ rows: 1 });
	later.status = 'FAILED';
	const second = await flow.nextScheduled();
	expect(outputOf(second, 'Tell somebody')).toMatchObject([{ json: { report: { id: later.requestId } } }]);
	await stage.n8n.unpublish(flow.id);
});
