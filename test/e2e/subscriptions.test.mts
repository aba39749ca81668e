import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxSubscription } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { startStage, type Stage } from './stage.mts';
import { listenForTest } from './listenForTest.mts';
import type { LiveWorkflow } from './liveWorkflow.mts';
import { leaks } from './secrets.mts';
import { chain, end, trigger, type FlowNode } from './workflow.mts';

const [A, B, C] = ['LEDGER_TRANSACTION', 'ACCOUNT_STATUS_CHANGED', 'LEDGER_POSTING_EXCEPTION'] as const;

let stage: Stage;
let workflow: LiveWorkflow;
/** The one trigger whose life is told here, as it is at the moment. */
let node: FlowNode;

beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());

const listenTo = (...eventTypes: string[]) => ({
	event: 'notifications',
	authenticity: undefined,
	notificationAuthenticity: 'none',
	eventTypes,
});
const credentials = () => ({ tesouroApi: stage.credentials.tesouroApi });
const all = () => [...stage.sandbox.subscriptions.values()];
const ids = () => all().map(({ id }) => id);
const isActive = (subscription: SandboxSubscription) => subscription.isActive;
/** `TYPE +` for active ones, `-` for the others. */
const brief = (subscriptions = all()) =>
	subscriptions.map((subscription) => `${subscription.eventType} ${isActive(subscription) ? '+' : '-'}`);
const changes = () =>
	stage.sandbox.requests.filter(({ rest, method }) => rest !== undefined && method !== 'GET').length;

/** The sandbox's table, for whoever reads the output of this test. */
function show(step: string): void {
	process.stdout.write(`\n${step}\n${stage.sandbox.subscriptionTable()}\n`);
}

/** Saves the trigger as it is now, and publishes it. */
async function save(parameters: Record<string, unknown>, webhookId = node.webhookId): Promise<void> {
	node = { ...node, parameters: { ...node.parameters, ...parameters }, webhookId: webhookId! };
	const json = chain([node, end], credentials());
	// The editor keeps the ids of nodes; n8n tells by them which triggers changed.
	json.nodes.forEach((saved, index) => (saved['id'] = `node-${index}`));
	await stage.n8n.updateWorkflow(workflow.id, json);
	await stage.n8n.publish(workflow.id);
}

/** n8n unpublishes in the background. */
async function unpublish(): Promise<void> {
	await stage.n8n.unpublish(workflow.id);
	await until(() => !all().some(isActive));
}

async function until(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (!isSo()) {
		if (Date.now() > deadline)
			throw new Error(`Nothing of the kind after 30 s:\n${stage.sandbox.subscriptionTable()}`);
		await sleep(50);
	}
}

const deliver = async (eventType: string) =>
	(await stage.sandbox.notify(eventType)).map(({ status }) => status);

// One life, told in order: each step begins where the one before it ended.
describe('the subscriptions of a trigger', () => {
	it('are made when the workflow is published', async () => {
		node = trigger(listenTo(A, B));
		workflow = await stage.publish([node, end], credentials());
		show('Published with two event types');
		expect(brief()).toEqual([`${A} +`, `${B} +`]);
		expect(all().every(({ channelConfig }) => channelConfig.url === workflow.url)).toBe(true);
		expect(await deliver(A)).toEqual([200]);
	});

	it('follow the event list', async () => {
		const before = ids();
		await save(listenTo(B, C));
		show('Event list changed: one gone, one new');
		expect(brief()).toEqual([`${A} -`, `${B} +`, `${C} +`]);
		expect(ids().slice(0, 2)).toEqual(before);
		expect(await deliver(A)).toEqual([]);
		expect(await deliver(C)).toEqual([200]);
	});

	it('move with the URL of the trigger, and stay the same ones', async () => {
		const before = ids();
		await save({}, 'a-new-address');
		show('URL of the trigger changed');
		expect(brief()).toEqual([`${A} -`, `${B} +`, `${C} +`]);
		expect(ids()).toEqual(before);
		const urls = all()
			.filter(isActive)
			.map(({ channelConfig }) => channelConfig.url);
		expect(urls.every((url) => url.endsWith('/webhook/a-new-address/webhook'))).toBe(true);
		expect(await deliver(B)).toEqual([200]);
	});

	it('are deactivated when the workflow is unpublished, and activated when it is published again', async () => {
		const before = ids();
		await unpublish();
		show('Unpublished');
		expect(all().some(isActive)).toBe(false);
		expect(await deliver(B)).toEqual([]);
		await stage.n8n.publish(workflow.id);
		show('Published again');
		expect(brief()).toEqual([`${A} -`, `${B} +`, `${C} +`]);
		expect(ids()).toEqual(before);
		expect(await deliver(B)).toEqual([200]);
	});

	it('stay unchanged during a restart of n8n, and deliver afterwards', async () => {
		const [table, before] = [stage.sandbox.subscriptionTable(), changes()];
		await stage.n8n.restart();
		show('n8n started again');
		expect(stage.sandbox.subscriptionTable()).toBe(table);
		expect(changes()).toBe(before);
		expect(await deliver(B)).toEqual([200]);
	});

	it('are corrected by publishing, whatever happened to them at Tesouro', async () => {
		const active = all().filter(isActive);
		await stage.n8n.unpublish(workflow.id);
		await until(() => !all().some(isActive));
		stage.sandbox.subscriptions.delete(active[0]!.id);
		stage.sandbox.addSubscription({ eventType: C, url: active[1]!.channelConfig.url });
		await stage.n8n.publish(workflow.id);
		show('Published after one was lost and one was doubled at Tesouro');
		expect(brief(all().filter(isActive)).sort()).toEqual([`${B} +`, `${C} +`]);
	});

	it('are not touched by a test listen, which has its own and ends it', async () => {
		const production = stage.sandbox.subscriptionTable().split('\n').slice(1);
		const known = new Set(ids());
		const listener = await listenForTest(stage.n8n, workflow.id, node.name);
		const own = () => all().filter(({ id }) => !known.has(id));
		await until(() => own().filter(isActive).length === 2);
		show('Listening for a test event');
		expect(own().every(({ channelConfig }) => channelConfig.url.includes('/webhook-test/'))).toBe(true);
		await listener.cancel();
		await until(() => !own().some(isActive));
		show('No longer listening');
		const rows = stage.sandbox
			.subscriptionTable()
			.split('\n')
			.map((row) => row.replace(/\s+/g, ' '));
		for (const row of production) expect(rows).toContain(row.replace(/\s+/g, ' '));
	});

	it('are not made if the client may not, and n8n tells the user why and what to do', async () => {
		await unpublish();
		stage.sandbox.configure({ knobs: { scopes: 'read' } });
		const outcome = stage.n8n.publish(workflow.id);
		await expect(outcome).rejects.toThrow(
			/scope notification:subscription:write is missing \(status 403\)\. Ask Tesouro to give this client the scope/,
		);
		expect(all().some(isActive)).toBe(false);
		stage.sandbox.configure({ knobs: { scopes: 'both' } });
		await unpublish();
		await stage.n8n.publish(workflow.id);
		expect(brief(all().filter(isActive)).sort()).toEqual([`${B} +`, `${C} +`]);
	});

	it('are all inactive at the end', async () => {
		await unpublish();
		show('Unpublished for good');
		expect(all().filter(isActive)).toEqual([]);
		expect(await leaks(stage)).toEqual([]);
	});
});
