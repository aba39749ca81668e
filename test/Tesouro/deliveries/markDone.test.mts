import { endProcess } from '../../../nodes/shared/run/processMemory';
import type { ActiveWorkflow } from '../../../tools/harness/harness.mts';
import { flow, startStage, type Stage } from '../flow.mts';

let stage: Stage;
beforeEach(async () => (stage = await startStage()));
afterEach(async () => await stage.close());

const body = { requestId: 'one', fileUrl: 'https://download.tesouro.com/r.gpg' };
const mark = { name: 'Mark as done', parameters: { resource: 'reportEvent', operation: 'markDone' } };

/** A trigger that takes everything, and behind it a step that marks, or nothing. */
const activate = async (options: object, marks: boolean): Promise<ActiveWorkflow> =>
	await stage.harness.activate(
		flow(
			{ parameters: { authenticity: 'none', options } as never, credentials: {} },
			...(marks ? [mark] : []),
		),
		stage.credentials,
	);

/** Delivers, starts n8n again, delivers again; how many items the trigger emitted each time. */
async function deliverTwice(workflow: ActiveWorkflow): Promise<number[]> {
	await workflow.deliver(body);
	await workflow.settled();
	await stage.harness.restart();
	endProcess();
	await workflow.deliver(body);
	return (await workflow.settled()).map((execution) => execution.nodeOutput('Trigger').length);
}

it.each([
	['at least once, not marked', { processing: 'atLeastOnce' }, false, [1, 1]],
	['at least once, marked', { processing: 'atLeastOnce' }, true, [1, 0]],
	['at most once, not marked', {}, false, [1, 0]],
] as const)(
	'an event processed %s is delivered again after a restart and runs as often as that promises',
	async (_, options, marks, emitted) => {
		const workflow = await activate(options, marks);
		expect(await deliverTwice(workflow)).toEqual(emitted);
		const [first] = await workflow.settled();
		expect(first!.status).toBe('success');
		if (marks) expect(first!.nodeOutput('Mark as done')).toMatchObject([{ json: { subject: 'one' } }]);
	},
);

it('a dropped event says so in its own execution', async () => {
	const workflow = await activate({}, false);
	await deliverTwice(workflow);
	const [, second] = await workflow.settled();
	expect(second!.nodeHints('Trigger').map(({ message }) => message)).toContainEqual(
		expect.stringMatching(
			/^Nothing was emitted: the event ".*" was delivered again\. Before, execution 1 took it at /,
		),
	);
});
