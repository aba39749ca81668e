import { startStage, type Stage } from './stage.mts';
import { errorOf, outputOf, type LiveWorkflow } from './liveWorkflow.mts';
import { download, end, fileWebhook, type FlowNode } from './workflow.mts';
import { storedSha256 } from './storage.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());
beforeEach(() => stage.sandbox.configure({ knobs: { status: 'auto' } }));

const wait: FlowNode = {
	name: 'Wait',
	type: 'n8n-nodes-report-delivery.tesouro',
	parameters: {
		resource: 'report',
		operation: 'waitUntilReady',
		requestId: '={{ $json.body.requestId }}',
		minutesAtMost: 30,
	},
};

async function begin(workflow: LiveWorkflow, requestIds: string[]) {
	for (const requestId of requestIds) {
		const answer = await fetch(workflow.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ requestId }),
		});
		expect(answer.status).toBe(200);
	}
}

async function until(what: string, isSo: () => Promise<boolean>, ms = 200_000) {
	const deadline = Date.now() + ms;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`${what}: not within ${ms / 1000} s`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

const statuses = async ({ id }: LiveWorkflow) =>
	(await stage.n8n.executions({ workflowId: id })).map(({ status }) => status).reverse();

it('a wait for a report survives a restart of n8n, and ends when the report is ready', async () => {
	const workflow = await stage.publish([fileWebhook(), wait, download(), end]);
	const report = await stage.sandbox.makeReport({ rows: 100 });
	stage.sandbox.configure({ knobs: { status: 'RECEIVED' } });
	await begin(workflow, [report.requestId]);
	await until('the execution waits', async () => (await statuses(workflow)).join() === 'waiting');

	await stage.n8n.restart();
	expect(await statuses(workflow)).toEqual(['waiting']);
	const looks = () =>
		stage.sandbox.requests.filter(({ graphql }) => graphql?.operationName === 'AsyncReport');
	const before = looks().length;
	// n8n takes it up, it looks again, and waits once more.
	await until('it looks again', async () => looks().length > before);
	await until('it waits again', async () => (await statuses(workflow)).join() === 'waiting');

	stage.sandbox.configure({ knobs: { status: 'auto' } });
	const [execution, ...more] = await workflow.executions(1);
	expect(more).toEqual([]);
	expect(errorOf(execution)).toBeUndefined();
	expect(execution?.status).toBe('success');
	expect(execution?.data?.resultData.runData['Wait']).toHaveLength(1);
	expect(outputOf(execution, 'Wait')).toMatchObject([
		{ json: { status: 'ready', report: { id: report.requestId } } },
	]);
	const [item] = outputOf(execution, 'NoOp')!;
	expect(await storedSha256(stage, item!)).toBe(report.plaintextSha256);
});

it('a report that fails meanwhile and a late report each have their own error', async () => {
	const hasty = { ...wait, parameters: { ...wait.parameters, minutesAtMost: 0.5 } };
	const workflow = await stage.publish([fileWebhook(), hasty, end]);
	const failing = await stage.sandbox.makeReport({ rows: 1 });
	const slow = await stage.sandbox.makeReport({ rows: 1 });
	stage.sandbox.configure({ knobs: { status: 'RECEIVED' } });
	await begin(workflow, [failing.requestId, slow.requestId]);
	await until('both wait', async () => (await statuses(workflow)).join() === 'waiting,waiting');
	stage.sandbox.configure({ knobs: { status: 'auto' } });
	failing.status = 'FAILED';
	slow.status = 'RECEIVED';
	const [first, second] = await workflow.executions(2);
	expect(errorOf(first)).toContain('(FAILED)');
	expect(errorOf(second)).toMatch(/is late: after 0.5 minutes, Tesouro says RECEIVED/);
	for (const execution of [first, second]) expect(outputOf(execution, 'NoOp')).toBeUndefined();
});
