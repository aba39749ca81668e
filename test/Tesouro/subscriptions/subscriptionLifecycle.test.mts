import { useFastClock } from '../../fastClock.mts';
import type { INode } from 'n8n-workflow';
import type { SandboxSubscription } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import {
	stage,
	webhookId,
	A,
	B,
	C,
	parametersFor,
	nodesFor,
	activate,
	turn,
	all,
	table,
	production,
	urlOf,
	logged,
	useLifecycleStage,
} from './lifecycleStage.mts';

useLifecycleStage();

const changes = () =>
	stage.sandbox.requests.filter(({ rest, method }) => rest !== undefined && method !== 'GET').length;

/** The address that the trigger will have, before it is active. */
async function futureUrl(): Promise<string> {
	const probe = await activate([A]);
	const url = urlOf(probe);
	await probe.deactivate();
	stage.sandbox.subscriptions.clear();
	stage.sandbox.requests.length = 0;
	return url;
}

useFastClock();

describe('publishing', () => {
	it('makes one subscription for each event type, and says so in the log', async () => {
		const workflow = await activate([A, B], {
			parameters: parametersFor([A, B], { otherEventTypes: `BRAND_NEW , ${A},` }),
		});
		expect(table()).toEqual([
			`${A} ${production()} +`,
			`${B} ${production()} +`,
			`BRAND_NEW ${production()} +`,
		]);
		expect(logged(`Tesouro delivers ${A} (subscription ${all()[0]!.id}, mTLS off)`)).toBe(1);
		await workflow.deactivate();
		expect(table()).toEqual([
			`${A} ${production()} -`,
			`${B} ${production()} -`,
			`BRAND_NEW ${production()} -`,
		]);
	});

	describe('with a clock that is an hour off', () => {
		const signed = { parameters: { ...parametersFor([A]), notificationAuthenticity: 'hmac' } };

		it.each([
			['ahead', 'behind'],
			['behind', 'ahead of'],
		] as const)('is refused, and subscribes to nothing: Tesouro is %s', async (clock, ours) => {
			turn({ clock });
			await expect(activate([A], signed)).rejects.toThrow(
				new RegExp(`clock of this n8n is (3599|36\\d\\d) seconds ${ours} Tesouro's.*NTP`),
			);
			expect(all()).toEqual([]);
		});

		it('does not matter if signatures may be of any age or are not required', async () => {
			turn({ clock: 'ahead' });
			const options = { signatureAgeSeconds: 0 };
			const workflows = [
				await activate([A]),
				await activate([B], { parameters: { ...signed.parameters, eventTypes: [B], options } }),
			];
			for (const workflow of workflows) await workflow.deactivate();
		});
	});

	it('again uses the same subscriptions', async () => {
		const workflow = await activate([A, B]);
		const ids = all().map(({ id }) => id);
		await workflow.deactivate();
		await workflow.activate('activate');
		expect(all().map(({ id }) => id)).toEqual(ids);
		expect(table()).toEqual([`${A} ${production()} +`, `${B} ${production()} +`]);
		await workflow.deactivate();
	});

	it('adopts existing subscriptions: an active one as it is, an inactive one activated', async () => {
		const url = await futureUrl();
		const active = stage.sandbox.addSubscription({ eventType: A, url });
		const inactive = stage.sandbox.addSubscription({ eventType: B, url, isActive: false });
		const workflow = await activate([A, B]);
		expect(all().map(({ id, isActive }) => [id, isActive])).toEqual([
			[active.id, true],
			[inactive.id, true],
		]);
		expect(changes()).toBe(1);
		await workflow.deactivate();
	});

	it('leaves one active if there are several of the same', async () => {
		const url = await futureUrl();
		for (const isActive of [false, true, true])
			stage.sandbox.addSubscription({ eventType: A, url, isActive });
		const workflow = await activate([A]);
		expect(all().filter(({ isActive }) => isActive)).toHaveLength(1);
		await workflow.deactivate();
		expect(all().filter(({ isActive }) => isActive)).toEqual([]);
	});

	it('never touches subscriptions of other addresses or organizations', async () => {
		const url = await futureUrl();
		stage.sandbox.addSubscription({ eventType: A, url: 'https://elsewhere.example/' });
		stage.sandbox.addSubscription({ eventType: A, url, organizationId: 'another' });
		const before = JSON.stringify(all());
		const workflow = await activate([A]);
		await workflow.deactivate();
		expect(JSON.stringify(all().slice(0, 2))).toBe(before);
		expect(all()).toHaveLength(3);
	});

	it('only asks for the list if everything is in order', async () => {
		const workflow = await activate([A, B]);
		stage.sandbox.requests.length = 0;
		await stage.harness.restart();
		expect(changes()).toBe(0);
		expect(stage.sandbox.requests.map(({ method, status }) => [method, status])).toEqual([['GET', 200]]);
		await workflow.deactivate();
	});

	it('by several main processes at once makes no duplicates', async () => {
		turn({ conflictBody: 'none' });
		const workflow = await activate([A]);
		stage.sandbox.subscriptions.clear();
		await Promise.all([
			workflow.activate('init'),
			workflow.activate('init'),
			workflow.activate('leadershipChange'),
		]);
		expect(table()).toEqual([`${A} ${production()} +`]);
		await workflow.deactivate();
	});
});

describe('a new version', () => {
	it('with other event types adds and deactivates, and comes back to the same subscriptions', async () => {
		const workflow = await activate([A, B]);
		await workflow.publish(nodesFor([B, C]));
		expect(table()).toEqual([`${A} ${production()} -`, `${B} ${production()} +`, `${C} ${production()} +`]);
		await workflow.publish(nodesFor([A]));
		expect(table()).toEqual([`${A} ${production()} +`, `${B} ${production()} -`, `${C} ${production()} -`]);
		await workflow.deactivate();
		expect(all().some(({ isActive }) => isActive)).toBe(false);
	});

	it('with reports instead of notifications leaves no active subscription behind', async () => {
		const workflow = await activate([A]);
		await workflow.publish(
			nodesFor([], { parameters: { event: 'reportReady', authenticity: 'none' }, credentials: {} }),
		);
		expect(table()).toEqual([`${A} ${production()} -`]);
		await workflow.deactivate();
	});

	it('with a changed event list is corrected if the old one could not be unregistered', async () => {
		const workflow = await activate([A, B]);
		// The client may only read while the old version goes, so that nothing is deactivated.
		turn({ scopes: 'read' });
		await workflow.deactivate();
		expect(table()).toEqual([`${A} ${production()} +`, `${B} ${production()} +`]);
		const { message } = workflow.teardownFailure!;
		for (const { id, eventType } of all()) expect(message).toContain(`${eventType} (subscription ${id})`);
		expect(message).toContain('the scope notification:subscription:write is missing');
		expect(message).toContain('publish and unpublish the workflow once more');
		turn({ scopes: 'both' });
		await workflow.publish(nodesFor([B]));
		expect(table()).toEqual([`${A} ${production()} -`, `${B} ${production()} +`]);
		await workflow.deactivate();
	});
});

it('a second trigger that gets the name of a renamed one does not take its subscription', async () => {
	const workflow = await activate([A]);
	const [{ id }] = all() as [SandboxSubscription];
	const [renamed] = nodesFor([A], { id: 'first', name: 'Renamed' }) as [INode];
	const [newcomer] = nodesFor([A], { id: 'second', webhookId: `other-${webhookId}` }) as [INode];
	workflow.replaceNodes([{ ...nodesFor([A])[0]!, id: 'first' }]);
	await workflow.publish([{ ...nodesFor([A])[0]!, id: 'first' }]);
	await workflow.publish([renamed]);
	await workflow.publish([newcomer, renamed]);
	expect(
		all().map(({ id: each, channelConfig, isActive }) => [each === id, channelConfig.url, isActive]),
	).toEqual([
		[true, workflow.webhookUrl('Renamed'), true],
		[false, workflow.webhookUrl('Trigger'), true],
	]);
	await workflow.deactivate();
});

it('a copy of the workflow does not take the subscriptions of the original', async () => {
	const original = await activate([A]);
	const copy = await stage.harness.activate(
		{ nodes: nodesFor([A], { webhookId: `copy-${webhookId}` }) },
		stage.credentials,
	);
	await copy.deactivate();
	copy.saveStaticData(original.staticData);
	await copy.activate('activate');
	expect(all().map(({ isActive, channelConfig }) => [isActive, channelConfig.url])).toEqual([
		[true, original.url],
		[true, copy.url],
	]);
	await copy.deactivate();
	await original.deactivate();
});

describe('publishing that fails', () => {
	/** The message of the error: all that n8n shows. */
	const failure = async (eventTypes: unknown, trigger: Partial<INode> = {}) =>
		await activate(eventTypes, trigger).then(
			() => {
				throw new Error('It was published');
			},
			(error: Error) => error.message.replace(/x-request-id [\w-]+/, 'x-request-id …'),
		);

	it('at the third of five says which and why, leaves nothing active, and continues later without duplicates', async () => {
		turn({ eventTypes: 'documented' });
		const wished = [A, B, 'NO_SUCH_TYPE', C, 'ACCOUNT_RESTRICTION_CHANGED'];
		expect(await failure(wished)).toBe(
			'Could not subscribe to NO_SUCH_TYPE: Tesouro refused to subscribe to NO_SUCH_TYPE (status 400): Invalid request. One or more fields are not valid. eventType: NO_SUCH_TYPE is no event type. Fix what the message names. A URL must start with https:// and be reachable from the internet. Tesouro support finds it by x-request-id …. 2 event type(s) before it went well.',
		);
		expect(table()).toEqual([`${A} ${production()} -`, `${B} ${production()} -`]);
		turn({ eventTypes: 'any' });
		const workflow = await activate(wished);
		expect(table()).toEqual(wished.map((eventType) => `${eventType} ${production()} +`));
		await workflow.deactivate();
	});

	it('is avoided when the answer to a creation was lost, and makes one', async () => {
		turn({ changeAnswer: 'lost-once' });
		const workflow = await activate([A]);
		expect(table()).toEqual([`${A} ${production()} +`]);
		await workflow.deactivate();
	});

	it.each([
		['read', 'notification:subscription:write'],
		['write', 'notification:subscription:read'],
	] as const)('for a client that may only %s names the scope', async (scopes, missing) => {
		turn({ scopes });
		const message = await failure([A]);
		expect(message).toContain(`the scope ${missing} is missing (status 403)`);
		expect(message).toContain(`Ask Tesouro to give this client the scope ${missing}.`);
		expect(message).toContain('x-request-id');
		expect(table()).toEqual([]);
	});

	it.each([
		['no event type', [], /event type/i],
		['a name that cannot be one', ['ledger transaction'], /cannot be the name of an event type/],
	])('because of %s sends Tesouro nothing', async (_, eventTypes, words) => {
		expect(await failure(eventTypes)).toMatch(words);
		expect(changes()).toBe(0);
	});

	it('without a credential names the cause', async () => {
		expect(await failure([A], { credentials: {} })).toMatch(/no Tesouro credential/);
	});

	it('for an address that Tesouro cannot reach says so, and sends nothing', async () => {
		stage.harness.saveCredentials({
			real: { environment: 'sandbox', clientId: 'client', clientSecret: 'secret' },
		});
		const message = await failure([A], {
			credentials: { tesouroApi: { id: 'real', name: 'Real' } },
		});
		expect(message).toContain(
			"delivers only to a public address that starts with https://, and this trigger's is",
		);
		expect(message).toContain(production());
		expect(message).toContain('N8N_WEBHOOK_URL');
		expect(stage.sandbox.requests).toEqual([]);
	});

	it('ends while a person would still wait, however slow Tesouro is', async () => {
		turn({ api: 'rate-limited' });
		const start = Date.now();
		expect(await failure([A])).toContain('too many requests');
		expect(Date.now() - start).toBeLessThan(15_000);
	}, 30_000);
});
