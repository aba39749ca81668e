import { startStage, type Stage } from './stage.mts';
import { errorOf, outputOf, type LiveWorkflow } from './liveWorkflow.mts';
import { end, fileWebhook, type FlowNode } from './workflow.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.sandbox.reports.clear();
	stage.sandbox.configure({ knobs: { loseAnswer: 'no', graphql: 'ok' } });
});

const request = (more: Partial<FlowNode> = {}, options: object = {}): FlowNode => ({
	name: 'Request',
	type: 'n8n-nodes-report-delivery.tesouro',
	...more,
	parameters: {
		resource: 'report',
		operation: 'request',
		range: 'custom',
		from: '2026-01-01',
		to: '2026-01-31',
		options,
	},
});

async function begin({ url }: LiveWorkflow): Promise<void> {
	const answer = await fetch(url, { method: 'POST', body: '' });
	expect(answer.status).toBe(200);
}

/** What Tesouro made, for the tests and for whoever reads their output. */
function madeAtTesouro(step: string): string[] {
	const ids = [...stage.sandbox.reports.keys()];
	process.stdout.write(`\n${step}\n  reports at Tesouro: ${ids.length} (${ids.join(', ')})\n`);
	return ids;
}

/** Loses the answer, and then answers no question, so that the node cannot find out what became of its request. */
async function loseAnswerAndList(): Promise<void> {
	stage.sandbox.configure({ knobs: { loseAnswer: 'once' } });
	const deadline = Date.now() + 60_000;
	while (stage.sandbox.reports.size === 0) {
		if (Date.now() > deadline) throw new Error('Nothing was requested within a minute');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	stage.sandbox.configure({ knobs: { graphql: 'service-error' } });
}

const idOf = (execution: Parameters<typeof outputOf>[0]) =>
	(outputOf(execution, 'Request')![0]!.json as { report: { id: string } }).report.id;

describe('a request whose answer is lost', () => {
	it('is found by its tag: the execution continues, with one report at Tesouro', async () => {
		const workflow = await stage.publish([fileWebhook(), request(), end]);
		stage.sandbox.configure({ knobs: { loseAnswer: 'once' } });
		await begin(workflow);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('success');
		const made = madeAtTesouro('Answer lost, found in the list');
		expect(made).toEqual([idOf(execution)]);
	});

	it('fails if it cannot be looked up; "Retry" of the execution finds it: one report, not two', async () => {
		const workflow = await stage.publish([fileWebhook(), request(), end]);
		const losing = loseAnswerAndList();
		await begin(workflow);
		await losing;
		const [failed] = await workflow.executions(1);
		expect(errorOf(failed)).toContain('Tesouro may still have accepted the request');
		const lost = madeAtTesouro('Answer and list lost: the execution failed');
		expect(lost).toHaveLength(1);

		stage.sandbox.configure({ knobs: { graphql: 'ok' } });
		await stage.n8n.retryExecution(failed!.id);
		const [, retried] = await workflow.executions(2);
		expect(retried).toMatchObject({ status: 'success', mode: 'retry' });
		expect(madeAtTesouro('Execution retried')).toEqual(lost);
		expect(idOf(retried)).toBe(lost[0]);
	});

	it('is found by "Retry On Fail" if it cannot be looked up at first: one report, not two', async () => {
		const retrying = request({ retryOnFail: true, maxTries: 2, waitBetweenTries: 5_000 });
		const workflow = await stage.publish([fileWebhook(), retrying, end]);
		const losing = loseAnswerAndList();
		await begin(workflow);
		await losing;
		// Behind the three looks of the first try, and before the second one.
		setTimeout(() => stage.sandbox.configure({ knobs: { graphql: 'ok' } }), 12_500);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('success');
		expect(madeAtTesouro('Answer and list lost, tried again by n8n')).toEqual([idOf(execution)]);
	});

	it('is found by another execution with the same Request Key: one report, not two', async () => {
		const workflow = await stage.publish([fileWebhook(), request({}, { requestKey: 'january' }), end]);
		const losing = loseAnswerAndList();
		await begin(workflow);
		await losing;
		const [failed] = await workflow.executions(1);
		expect(failed?.status).toBe('error');
		stage.sandbox.configure({ knobs: { graphql: 'ok' } });
		await begin(workflow);
		const [, second] = await workflow.executions(2);
		expect(second?.status).toBe('success');
		expect(madeAtTesouro('Requested again with the same Request Key')).toEqual([idOf(second)]);
	});
});

it('two executions with one Request Key at the same moment make one report', async () => {
	const workflow = await stage.publish([fileWebhook(), request({}, { requestKey: 'february' }), end]);
	await Promise.all([begin(workflow), begin(workflow), begin(workflow)]);
	const executions = await workflow.executions(3);
	expect(executions.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
	const made = madeAtTesouro('Three executions at once with one Request Key');
	expect(made).toHaveLength(1);
	expect(executions.map(idOf)).toEqual([made[0], made[0], made[0]]);
});
