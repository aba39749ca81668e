import type { INode, INodeParameters } from 'n8n-workflow';
import type { ActiveWorkflow } from '../../../tools/harness/harness.mts';
import { createKnobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
import type { Knobs, SandboxSubscription } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { flow, startStage, type Stage } from '../flow.mts';

export let stage: Stage;

export let webhookId = 0;

export const [A, B, C] = [
	'LEDGER_TRANSACTION',
	'ACCOUNT_STATUS_CHANGED',
	'LEDGER_POSTING_EXCEPTION',
] as const;

export const credentials = {
	tesouroApi: { id: 'tesouro', name: 'Tesouro' },
};

export const parametersFor = (eventTypes: unknown, options: INodeParameters = {}): INodeParameters => ({
	event: 'notifications',
	notificationAuthenticity: 'none',
	eventTypes: eventTypes as string[],
	options,
});

export const nodesFor = (eventTypes: unknown, trigger: Partial<INode> = {}): INode[] =>
	flow({ webhookId: `hook-${webhookId}`, credentials, parameters: parametersFor(eventTypes), ...trigger })
		.nodes;

export const activate = async (eventTypes: unknown, trigger: Partial<INode> = {}) =>
	await stage.harness.activate({ nodes: nodesFor(eventTypes, trigger) }, stage.credentials);

export const turn = (knobs: Partial<Knobs>) => stage.sandbox.configure({ knobs });

export const all = () => [...stage.sandbox.subscriptions.values()];

/** `TYPE path +` for active ones, `-` for the others, in the order in which they were made. */
export const table = (subscriptions: SandboxSubscription[] = all()) =>
	subscriptions.map(
		({ eventType, channelConfig, isActive }) =>
			`${eventType} ${channelConfig.url.replace(/^http:\/\/127\.0\.0\.1:\d+/, '')} ${isActive ? '+' : '-'}`,
	);

export const production = () => `/webhook/hook-${webhookId}/webhook`;

export const urlOf = (workflow: ActiveWorkflow) => workflow.url;

export const logged = (words: string) =>
	stage.harness.logs.filter(({ message }) => message.includes(words)).length;

/** A sandbox and n8n for all tests of a file; each test has its own webhook ID, and no subscriptions yet. */
export function useLifecycleStage(): void {
	beforeAll(async () => (stage = await startStage({ sandbox: { restRequestsPerSecond: 1000 } })));
	afterAll(async () => await stage.close());
	beforeEach(() => {
		webhookId++;
		delete stage.harness.publicAddress;
		stage.sandbox.subscriptions.clear();
		stage.sandbox.configure({ knobs: createKnobs() });
		stage.sandbox.requests.length = 0;
	});
}
