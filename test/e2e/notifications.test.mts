import { setTimeout as sleep } from 'node:timers/promises';
import { CloudEvent } from 'cloudevents';
import { POLICY_MS } from '../../nodes/shared/deliveries/policyMemory';
import { eventTypes } from '../../nodes/Tesouro/notifications/eventTypes';
import { credentialData, startStage, type Stage } from './stage.mts';
import { outputOf, type LiveWorkflow } from './liveWorkflow.mts';
import { leaks } from './secrets.mts';
import { end, trigger } from './workflow.mts';

let stage: Stage;
let signing: { id: string; name: string };
beforeAll(async () => {
	stage = await startStage();
	signing = { id: await stage.n8n.createCredential(secretsOf(0)), name: 'Signing secrets' };
});
afterAll(async () => await stage.close());

/** The credential with one secret of the sandbox, or with two during a rotation. */
function secretsOf(current: number, previous?: number) {
	const [now, before] = [current, previous].map((index) => stage.sandbox.notificationSecrets[index ?? -1]);
	return {
		name: 'With these secrets',
		type: 'tesouroApi',
		data: {
			...credentialData(stage.sandbox, stage.key).tesouroApi,
			signingSecret: now!.secret,
			signingKeyId: now!.keyId,
			previousSigningSecret: before?.secret ?? '',
			previousSigningKeyId: before?.keyId ?? '',
		},
	};
}

async function listen(types: string[], parameters: Record<string, unknown> = {}): Promise<LiveWorkflow> {
	const node = trigger({
		event: 'notifications',
		authenticity: undefined,
		notificationAuthenticity: 'hmac',
		eventTypes: types,
		...parameters,
	});
	return await stage.publish([node, end], { tesouroApi: signing });
}

const statuses = async (...given: Parameters<Stage['sandbox']['notify']>) =>
	(await stage.sandbox.notify(...given)).map(({ status }) => status);

const subscriptionsOf = ({ url }: LiveWorkflow) =>
	[...stage.sandbox.subscriptions.values()].filter(({ channelConfig }) => channelConfig.url === url);

const makeShortSecret = async () =>
	await stage.n8n.createCredential({
		name: 'Short',
		type: 'tesouroApi',
		data: { ...credentialData(stage.sandbox, stage.key).tesouroApi, signingSecret: 'short-one' },
	});

/** n8n unpublishes in the background: its own answer comes before the trigger has ended its subscriptions. */
async function unpublish(workflow: LiveWorkflow): Promise<void> {
	await stage.n8n.unpublish(workflow.id);
	const deadline = Date.now() + 20_000;
	while (subscriptionsOf(workflow).some(({ isActive }) => isActive)) {
		if (Date.now() > deadline) throw new Error('Subscriptions are still active after 20 s');
		await sleep(50);
	}
}

describe('a trigger for notifications', () => {
	it('makes one subscription for each event type, and turns each type, signed, into its report event', async () => {
		const types = [...eventTypes.map(({ value }) => value as string), 'ACCEPTOR_APPLICATION_UPDATED'];
		const workflow = await listen(types.slice(0, -1), { options: { otherEventTypes: types.at(-1) } });
		expect(
			subscriptionsOf(workflow)
				.map(({ eventType, isActive }) => [eventType, isActive])
				.sort(),
		).toEqual(types.map((type) => [type, true]).sort());

		for (const type of types) expect([type, await statuses(type)]).toEqual([type, [200]]);
		const executions = await workflow.executions(types.length);
		expect(executions.map(({ status }) => status)).toEqual(types.map(() => 'success'));
		const events = executions.map((execution) => outputOf(execution, 'Tesouro Trigger')![0]!.json);
		for (const event of events) expect(new CloudEvent(event as never, true).validate()).toBe(true);
		expect(events.map(({ type }) => type)).toEqual(types.map((type) => `com.tesouro.notification.${type}`));
		expect(events[0]).toMatchObject({
			data: {
				status: 'changed',
				verification: {
					verdict: 'verified',
					method: 'hmac-sha512',
					signer: { keyId: stage.sandbox.notificationSecrets[0]!.keyId },
				},
			},
		});
		await unpublish(workflow);
		expect(subscriptionsOf(workflow)).toHaveLength(types.length);
	});

	it('accepts a redelivery once, refuses forgeries, and asks for a redelivery of what is unsigned or out of time', async () => {
		const workflow = await listen(['LEDGER_TRANSACTION']);
		const deliveryId = '5d6c3d0e-1f0a-4d57-9f3e-0a7a52a0a001';
		for (let time = 0; time < 3; time++) {
			expect(await statuses('LEDGER_TRANSACTION', { deliveryId })).toEqual([200]);
		}
		for (const signature of ['wrong-secret', 'flipped-byte'] as const) {
			expect([signature, await statuses('LEDGER_TRANSACTION', { signature })]).toEqual([signature, [401]]);
		}
		for (const signature of ['none', 'stale', 'early', 'older'] as const) {
			const once = { signature, retry: false };
			expect([signature, await statuses('LEDGER_TRANSACTION', once)]).toEqual([signature, [503]]);
		}
		expect(await workflow.executions(1)).toHaveLength(1);
		await unpublish(workflow);
	});

	it('is not activated without a secret or with a guessable one', async () => {
		const before = stage.sandbox.subscriptions.size;
		const node = trigger({ event: 'notifications', eventTypes: ['LEDGER_TRANSACTION'] });
		await expect(stage.publish([node, end], {})).rejects.toThrow(/Missing required credential: Tesouro/);
		const tesouroApi = { id: await makeShortSecret(), name: 'Short' };
		await expect(stage.publish([node, end], { tesouroApi })).rejects.toThrow(
			'The trigger cannot tell genuine deliveries from forged ones',
		);
		expect(stage.sandbox.subscriptions.size).toBe(before);
	});
});

it('a rotation of the secret accepts both while both are there, then the old one gets 401', async () => {
	const workflow = await listen(['ACCOUNT_STATUS_CHANGED']);
	const [old] = stage.sandbox.notificationSecrets;
	const fresh = stage.sandbox.addNotificationSecret();
	const answers = async () => [
		...(await statuses('ACCOUNT_STATUS_CHANGED', { keyId: old!.keyId })),
		...(await statuses('ACCOUNT_STATUS_CHANGED', { keyId: fresh.keyId })),
	];

	expect(await answers()).toEqual([200, 401]);
	await stage.n8n.updateCredential(signing.id, secretsOf(1, 0));
	// A new secret counts at once.
	expect(await answers()).toEqual([200, 200]);
	await stage.n8n.updateCredential(signing.id, secretsOf(1));
	// What was taken out counts for some seconds more.
	await sleep(POLICY_MS);
	expect(await answers()).toEqual([401, 200]);

	const executions = await workflow.executions(4);
	const signers = executions.map(
		(execution) => outputOf(execution, 'Tesouro Trigger')![0]!.json['data'] as { verification: object },
	);
	expect(signers.map(({ verification }) => verification)).toEqual(
		[old!, old!, fresh, fresh].map(({ keyId }) => ({
			verdict: 'verified',
			method: 'hmac-sha512',
			signer: { keyId },
		})),
	);
});

describe('the credential with the signing secrets', () => {
	it('passes its test, and says how many there are', async () => {
		const { status, message } = await stage.n8n.testCredential(signing.id);
		expect(status).toBe('OK');
		expect(message).toContain(stage.sandbox.notificationSecrets[1]!.keyId);
	});

	it('fails its test with a secret that is too short', async () => {
		const id = await makeShortSecret();
		const { status, message } = await stage.n8n.testCredential(id);
		expect(status).toBe('Error');
		expect(message).toContain('fewer than 16 characters');
		expect(message).not.toContain('short-one');
	});
});

it('no secret appears in the log, the database or the data of executions', async () => {
	expect(await leaks(stage)).toEqual([]);
});
