import { forgetPolicies } from '../../../nodes/shared/deliveries/policyMemory';
import { CloudEvent } from 'cloudevents';
import { eventTypes } from '../../../nodes/Tesouro/notifications/eventTypes';
import type { ActiveWorkflow } from '../../../tools/harness/harness.mts';
import type { NotificationSignature } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { flow, startStage, type Stage } from '../flow.mts';
import { endProcess } from '../../../nodes/shared/run/processMemory';

let stage: Stage;
beforeEach(async () => {
	stage = await startStage();
	endProcess();
});
afterEach(async () => await stage.close());

const credentials = {
	tesouroApi: { id: 'tesouro', name: 'Tesouro' },
};
const allTypes = eventTypes.map(({ value }) => value);

async function activate(parameters: object = {}, given: object = credentials): Promise<ActiveWorkflow> {
	const all = {
		event: 'notifications',
		eventTypes: ['LEDGER_TRANSACTION'],
		notificationAuthenticity: 'hmac',
		...parameters,
	};
	return await stage.harness.activate(
		flow({ parameters: all, credentials: given as typeof credentials }),
		stage.credentials,
	);
}

/** The credential with these signing secrets, and no others. */
function sign(secrets: Record<string, string>): void {
	const isSigning = (field: string) => /signing/i.test(field);
	const others = Object.entries(stage.credentials.tesouro!).filter(([field]) => !isSigning(field));
	stage.credentials.tesouro = { ...Object.fromEntries(others), ...secrets };
}

const notify = async (eventType: string, options: Parameters<Stage['sandbox']['notify']>[1] = {}) =>
	(await stage.sandbox.notify(eventType, options)).map(({ status }) => status);

const warnings = () =>
	stage.harness.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
const eventsOf = async (workflow: ActiveWorkflow) =>
	(await workflow.settled()).flatMap((execution) => execution.nodeOutput('Trigger')).map(({ json }) => json);

describe('a signed notification', () => {
	it.each([...allTypes, 'ACCEPTOR_APPLICATION_UPDATED', 'CARD_ISSUED'])(
		'of type %s reaches the subscription that the trigger made, and starts one execution',
		async (eventType) => {
			const workflow = await activate({ eventTypes: [], options: { otherEventTypes: eventType } });
			expect(await notify(eventType)).toEqual([200]);
			const [event, ...more] = await eventsOf(workflow);
			expect(more).toEqual([]);
			expect(new CloudEvent(event as never, true).validate()).toBe(true);
			expect(event).toMatchObject({
				type: `com.tesouro.notification.${eventType}`,
				data: {
					status: 'changed',
					verification: {
						verdict: 'verified',
						method: 'hmac-sha512',
						signer: { keyId: stage.sandbox.notificationSecrets[0]!.keyId },
					},
					payload: { eventType },
				},
			});
		},
	);

	it.each<NotificationSignature>(['lower-case', 'several'])(
		'is accepted in the form %s',
		async (signature) => {
			stage.sandbox.addNotificationSecret();
			const workflow = await activate();
			const keyId = stage.sandbox.notificationSecrets[0]!.keyId;
			const known = signature === 'several' ? {} : { keyId };
			expect(await notify('LEDGER_TRANSACTION', { signature, ...known })).toEqual([200]);
			expect(await workflow.settled()).toHaveLength(1);
		},
	);

	it.each<NotificationSignature>(['wrong-secret', 'wrong-algorithm', 'flipped-byte'])(
		'gets 401 in the form %s, is not sent again, and starts nothing',
		async (signature) => {
			const workflow = await activate();
			expect(await notify('LEDGER_TRANSACTION', { signature })).toEqual([401]);
			expect(await workflow.settled()).toEqual([]);
			expect(warnings().filter((message) => message.includes('refused with 401'))).toHaveLength(1);
		},
	);

	it.each<NotificationSignature>(['none', 'stale', 'early', 'older', 'bare'])(
		'gets 503 in the form %s for all twelve hours, and starts nothing',
		async (signature) => {
			const workflow = await activate();
			const answers = await notify('LEDGER_TRANSACTION', { signature });
			expect(answers).toEqual(Array.from({ length: 11 }, () => 503));
			expect(await workflow.settled()).toEqual([]);
			expect(warnings().filter((message) => message.includes('answered with 503'))).toHaveLength(11);
		},
	);

	it.each<NotificationSignature>(['none', 'stale'])(
		'starts one execution once Tesouro has corrected the form %s',
		async (signature) => {
			const workflow = await activate();
			stage.sandbox.configure({ knobs: { notificationSignature: signature } });
			setTimeout(() => stage.sandbox.configure({ knobs: { notificationSignature: 'good' } }), 200);
			const answers = await notify('LEDGER_TRANSACTION');
			expect(answers.slice(0, -1)).toEqual(answers.slice(0, -1).map(() => 503));
			expect(answers.length).toBeGreaterThan(1);
			expect(answers.at(-1)).toBe(200);
			expect(await eventsOf(workflow)).toHaveLength(1);
		},
	);

	it.each<[NotificationSignature, string]>([
		['older', 'hmac-sha512-body'],
		['bare', 'hmac-sha256-body'],
		['good', 'hmac-sha512'],
	])('is accepted in the form %s if the older form is allowed', async (signature, method) => {
		const workflow = await activate({ options: { acceptOlderSignature: true } });
		expect(await notify('LEDGER_TRANSACTION', { signature })).toEqual([200]);
		expect(await eventsOf(workflow)).toMatchObject([{ data: { verification: { method } } }]);
	});

	it('may be of another age if the user allows it', async () => {
		await activate({ options: { signatureAgeSeconds: 2 * 3600 } });
		expect(await notify('LEDGER_TRANSACTION', { signature: 'stale' })).toEqual([200]);
		expect(await notify('LEDGER_TRANSACTION', { signature: 'early' })).toEqual([200]);
	});

	it.each([[''], [null], ['soon'], [-1]])(
		'is refused for its age if the age is %j by mistake',
		async (age) => {
			await activate({ options: { signatureAgeSeconds: age } });
			const once = { signature: 'stale', retry: false } as const;
			expect(await notify('LEDGER_TRANSACTION', once)).toEqual([503]);
		},
	);

	it('gets the same answer whatever is wrong with it, and no secret appears in log or answer', async () => {
		await activate();
		const answers = [];
		for (const signature of ['wrong-secret', 'wrong-algorithm', 'flipped-byte'] as const) {
			answers.push((await stage.sandbox.notify('LEDGER_TRANSACTION', { signature }))[0]!.answer);
		}
		expect(new Set(answers).size).toBe(1);
		const said = JSON.stringify([stage.harness.logs, answers]);
		expect(said).not.toContain(stage.sandbox.notificationSecrets[0]!.secret);
		expect(said).not.toMatch(/[0-9A-F]{64}/i);
	});
});

describe('a rotation of the secret', () => {
	it('accepts both while both are in the credential, and refuses the old one after it was removed', async () => {
		const [old] = stage.sandbox.notificationSecrets;
		const fresh = stage.sandbox.addNotificationSecret();
		const ask = async () => [
			...(await notify('LEDGER_TRANSACTION', { keyId: old!.keyId })),
			...(await notify('LEDGER_TRANSACTION', { keyId: fresh.keyId })),
		];

		const before = await activate();
		expect(await ask()).toEqual([200, 401]);
		await before.deactivate();

		sign({
			signingSecret: fresh.secret,
			signingKeyId: fresh.keyId,
			previousSigningSecret: old!.secret,
			previousSigningKeyId: old!.keyId,
		});
		const during = await activate();
		expect(await ask()).toEqual([200, 200]);
		expect(await eventsOf(during)).toMatchObject(
			[old!, fresh].map(({ keyId }) => ({ data: { verification: { signer: { keyId } } } })),
		);
		await during.deactivate();

		sign({ signingSecret: fresh.secret, signingKeyId: fresh.keyId });
		await activate();
		expect(await ask()).toEqual([401, 200]);
	});
});

describe('redeliveries of a notification', () => {
	it('follow the documented schedule with one delivery ID, and end in one execution', async () => {
		const workflow = await activate();
		workflow.failNextStore = true;
		const attempts = await stage.sandbox.notify('LEDGER_TRANSACTION');
		expect(attempts.map(({ status }) => status)).toEqual([500, 200]);
		expect(new Set(attempts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
		const done = (await workflow.settled()).filter(({ status }) => status === 'success');
		expect(done.flatMap((execution) => execution.nodeOutput('Trigger'))).toMatchObject([
			{ json: { data: { delivery: { id: attempts[0]!.deliveryId, attempt: 2 } } } },
		]);
	});

	it('are acknowledged without an execution, for underwriting by the ID of its event', async () => {
		const workflow = await activate({
			eventTypes: ['LEDGER_TRANSACTION', 'ACCEPTOR_APPLICATION_APPROVED'],
		});
		const deliveryId = '5d6c3d0e-1f0a-4d57-9f3e-0a7a52a0a001';
		const attributes = { applicationEventId: '5d6c3d0e-1f0a-4d57-9f3e-0a7a52a0a002' };
		for (let time = 0; time < 3; time++) {
			expect(await notify('LEDGER_TRANSACTION', { deliveryId })).toEqual([200]);
			expect(await notify('ACCEPTOR_APPLICATION_APPROVED', { attributes })).toEqual([200]);
		}
		expect(await workflow.settled()).toHaveLength(2);
	});

	it('after a restart pass the first layer and are dropped by the second', async () => {
		const workflow = await activate();
		const deliveryId = '5d6c3d0e-1f0a-4d57-9f3e-0a7a52a0a001';
		await notify('LEDGER_TRANSACTION', { deliveryId });
		await workflow.settled();
		await stage.harness.restart();
		endProcess();
		expect(await notify('LEDGER_TRANSACTION', { deliveryId })).toEqual([200]);
		expect(await eventsOf(workflow)).toHaveLength(1);
	});

	it('continue until the window of twelve hours ends when nothing answers', async () => {
		const attempts = await stage.sandbox.notify('LEDGER_TRANSACTION', { url: 'http://127.0.0.1:9/' });
		expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
		expect(attempts.every(({ status, error }) => status === null && error !== undefined)).toBe(true);
	});
});

describe("the user's choice", () => {
	it('acknowledges other event types without an execution', async () => {
		const workflow = await activate();
		const { url } = workflow;
		expect(await notify('ACCOUNT_STATUS_CHANGED', { url })).toEqual([200]);
		expect(await workflow.settled()).toEqual([]);
		expect(await notify('LEDGER_TRANSACTION', { url })).toEqual([200]);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('passes a genuine notification of an unknown shape as unrecognised', async () => {
		const workflow = await activate({ notificationAuthenticity: 'none' });
		const body = { requestId: 'r-1', fileUrl: 'https://download.tesouro.com/r.gpg' };
		expect((await workflow.deliver(body)).status).toBe(200);
		expect((await workflow.deliver('no json', { headers: { 'content-type': 'text/plain' } })).status).toBe(
			400,
		);
		expect(await eventsOf(workflow)).toMatchObject([
			{ type: 'com.tesouro.unrecognised', data: { payload: body } },
		]);
	});

	it('of no authentication is stated in the event', async () => {
		const workflow = await activate({ notificationAuthenticity: 'none' });
		expect(await notify('LEDGER_TRANSACTION', { signature: 'none' })).toEqual([200]);
		expect(await eventsOf(workflow)).toMatchObject([
			{ data: { verification: { verdict: 'unsigned', method: 'none' } } },
		]);
	});
});

describe('a trigger for notifications is not activated', () => {
	const refusal = async (parameters: object, given: object = credentials) => {
		const error = await activate(parameters, given).catch((caught: unknown) => caught);
		expect([...stage.sandbox.subscriptions.values()]).toEqual([]);
		return error;
	};

	it('with nothing to verify with', async () => {
		sign({});
		const error = await refusal({});
		// n8n 2 shows the message alone.
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^The trigger cannot tell genuine deliveries from forged ones\. .* turn on signing /,
			) as string,
		});
	});

	it('with a guessable secret, and says which', async () => {
		sign({ signingSecret: 'short' });
		expect(await refusal({})).toMatchObject({
			message: expect.stringContaining('Signing Secret has fewer than 16 characters') as string,
		});
	});

	it('with a half-pasted secret beside a whole one', async () => {
		const { signingSecret } = stage.credentials.tesouro!;
		sign({ signingSecret: 'half', previousSigningSecret: signingSecret! });
		const error = await refusal({});
		expect(error).toMatchObject({
			message: expect.stringMatching(/cannot be used\. Signing Secret has fewer than 16/) as string,
		});
	});

	it('without an event type', async () => {
		expect(await refusal({ eventTypes: [] })).toMatchObject({
			message: expect.stringMatching(/^No event type is chosen\. Under Event Types, choose /) as string,
		});
	});

	it('with a name that cannot be an event type', async () => {
		expect(await refusal({ options: { otherEventTypes: 'ledger transaction' } })).toMatchObject({
			message: expect.stringContaining('cannot be the name of an event type') as string,
		});
	});

	it('without the credential for its subscriptions', async () => {
		const missing = {
			message: expect.stringMatching(/^There is no Tesouro credential with a client/) as string,
		};
		expect(await refusal({}, {})).toMatchObject(missing);
		stage.credentials.tesouro!.clientId = '';
		expect(await refusal({})).toMatchObject(missing);
	});
});

it('a live trigger whose secret was removed asks for redeliveries, and refuses nothing for good', async () => {
	const workflow = await activate();
	// The credential is read every few seconds.
	stage.harness.saveCredentials({ tesouro: { ...stage.credentials.tesouro!, signingSecret: '' } });
	forgetPolicies();
	expect((await stage.sandbox.notify('LEDGER_TRANSACTION', { retry: false }))[0]!.status).toBe(503);
	expect(await workflow.settled()).toEqual([]);
	stage.harness.saveCredentials({ tesouro: stage.credentials.tesouro! });
	forgetPolicies();
	expect(await notify('LEDGER_TRANSACTION')).toEqual([200]);
});

it('a trigger with half a secret asks for redelivery of what it may have signed, and accepts what the whole one signed', async () => {
	const workflow = await activate();
	const [old] = stage.sandbox.notificationSecrets;
	const fresh = stage.sandbox.addNotificationSecret();
	stage.harness.saveCredentials({
		tesouro: {
			...stage.credentials.tesouro!,
			signingSecret: fresh.secret.slice(0, 12),
			previousSigningSecret: old!.secret,
		},
	});
	const [answer] = await stage.sandbox.notify('LEDGER_TRANSACTION', { keyId: fresh.keyId, retry: false });
	expect(answer!.status).toBe(503);
	expect(warnings().join()).toContain('Signing Secret has fewer than 16 characters');
	expect(JSON.stringify(stage.harness.logs)).not.toContain(fresh.secret.slice(0, 12));
	expect(await notify('LEDGER_TRANSACTION', { keyId: old!.keyId })).toEqual([200]);
	expect(await workflow.settled()).toHaveLength(1);
});

it('a trigger accepts a secret saved a moment ago, although it remembers the credential', async () => {
	const workflow = await activate();
	const [old] = stage.sandbox.notificationSecrets;
	expect(await notify('LEDGER_TRANSACTION', { keyId: old!.keyId })).toEqual([200]);
	const fresh = stage.sandbox.addNotificationSecret();
	const before = await stage.sandbox.notify('LEDGER_TRANSACTION', { keyId: fresh.keyId, retry: false });
	expect(before[0]!.status).toBe(401);
	stage.harness.saveCredentials({
		tesouro: {
			...stage.credentials.tesouro!,
			signingSecret: fresh.secret,
			previousSigningSecret: old!.secret,
		},
	});
	expect(await notify('LEDGER_TRANSACTION', { keyId: fresh.keyId })).toEqual([200]);
	expect(await workflow.settled()).toHaveLength(2);
});

it('a trigger ends its subscriptions, also when it was changed to reports before n8n asked for it', async () => {
	const workflow = await activate();
	const active = () => [...stage.sandbox.subscriptions.values()].filter(({ isActive }) => isActive);
	expect(active()).toHaveLength(1);
	workflow.replaceNodes(flow().nodes);
	await workflow.deactivate();
	expect(active()).toEqual([]);
});
