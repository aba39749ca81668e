import { createKnobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
import type { SandboxSubscription } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import {
	stage,
	A,
	B,
	parametersFor,
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

describe('an n8n with a new address', () => {
	const moveTo = (name: string) => {
		const port = /:(\d+)/.exec(all()[0]!.channelConfig.url)![1];
		stage.harness.publicAddress = `http://${name}:${port}`;
	};

	it("moves its subscriptions when it starts, so that Tesouro's settings for them stay", async () => {
		const workflow = await activate([A, B]);
		const ids = all().map(({ id }) => id);
		moveTo('localhost');
		await stage.harness.restart();
		expect(all().map(({ id, isActive }) => [id, isActive])).toEqual(ids.map((id) => [id, true]));
		expect(all().map(({ channelConfig }) => new URL(channelConfig.url).hostname)).toEqual([
			'localhost',
			'localhost',
		]);
		await workflow.deactivate();
		expect(all().some(({ isActive }) => isActive)).toBe(false);
	});

	it('also moves inactive ones when the workflow is published', async () => {
		const workflow = await activate([A]);
		const [{ id }] = all() as [SandboxSubscription];
		await workflow.deactivate();
		moveTo('localhost');
		await workflow.activate('activate');
		expect(all()).toMatchObject([
			{ id, isActive: true, channelConfig: { url: urlOf(workflow).replace('127.0.0.1', 'localhost') } },
		]);
		await workflow.deactivate();
	});

	it('uses existing subscriptions for the new address, and deactivates the old ones', async () => {
		const workflow = await activate([A]);
		const old = all()[0]!;
		moveTo('localhost');
		const url = old.channelConfig.url.replace('127.0.0.1', 'localhost');
		const there = stage.sandbox.addSubscription({ eventType: A, url, isActive: false });
		await stage.harness.restart();
		expect(all().map(({ id, isActive }) => [id, isActive])).toEqual([
			[old.id, false],
			[there.id, true],
		]);
		await workflow.deactivate();
	});

	it('no longer touches a subscription that somebody pointed elsewhere', async () => {
		const workflow = await activate([A]);
		all()[0]!.channelConfig.url = 'https://elsewhere.example/';
		await stage.harness.restart();
		expect(table()).toEqual([`${A} https://elsewhere.example/ +`, `${A} ${production()} +`]);
		await workflow.deactivate();
		expect(table()).toEqual([`${A} https://elsewhere.example/ +`, `${A} ${production()} -`]);
	});

	it('does not take the subscriptions of the n8n that it is a copy of', async () => {
		const workflow = await activate([A]);
		const data = workflow.staticData as { 'node:Trigger': { subscriptions: { instanceId: string } } };
		expect(data['node:Trigger'].subscriptions.instanceId).toEqual(expect.any(String));
		data['node:Trigger'].subscriptions.instanceId = 'another n8n';
		workflow.saveStaticData(data);
		moveTo('localhost');
		workflow.close();
		await workflow.activate('activate');
		expect(
			all().map(({ isActive, channelConfig }) => [isActive, new URL(channelConfig.url).hostname]),
		).toEqual([
			[true, '127.0.0.1'],
			[true, 'localhost'],
		]);
		await workflow.deactivate();
	});
});

describe('lost static data', () => {
	it('makes no duplicates and leaves nothing active behind', async () => {
		const workflow = await activate([A, B]);
		workflow.loseStaticData();
		await stage.harness.restart();
		expect(table()).toEqual([`${A} ${production()} +`, `${B} ${production()} +`]);
		workflow.loseStaticData();
		await workflow.deactivate();
		expect(table()).toEqual([`${A} ${production()} -`, `${B} ${production()} -`]);
	});
});

describe('a start of n8n', () => {
	it('restores what was deactivated or removed at Tesouro meanwhile', async () => {
		const workflow = await activate([A, B]);
		all()[0]!.isActive = false;
		stage.sandbox.subscriptions.delete(all()[1]!.id);
		await stage.harness.restart();
		expect(table()).toEqual([`${A} ${production()} +`, `${B} ${production()} +`]);
		await workflow.deactivate();
	});

	it.each([
		['down', { api: 'down' }],
		['without scopes', { scopes: 'none' }],
		['without tokens', { tokenEndpoint: 'wrong-credentials' }],
	] as const)(
		'with Tesouro %s keeps the trigger live and deactivates nothing',
		async (_, knobs) => {
			const workflow = await activate([A]);
			// A token that is still good would hide that no new one can be had.
			turn({ ...knobs, expireTokens: '401' });
			await stage.harness.restart();
			expect(workflow.isActive).toBe(true);
			expect(table()).toEqual([`${A} ${production()} +`]);
			expect(logged('could not be checked, and are assumed to be unchanged')).toBeGreaterThan(0);
			expect((await workflow.deliver({})).status).not.toBe(404);
			turn(createKnobs());
			await workflow.deactivate();
			expect(table()).toEqual([`${A} ${production()} -`]);
		},
		30_000,
	);

	it('keeps the trigger live without anything to verify with, asks for redeliveries, and says why', async () => {
		const hmac = { ...parametersFor([A]), notificationAuthenticity: 'hmac' };
		const workflow = await activate([A], { parameters: hmac });
		stage.harness.saveCredentials({ tesouro: { ...stage.credentials.tesouro!, signingSecret: '' } });
		await stage.harness.restart();
		expect(workflow.isActive).toBe(true);
		expect(table()).toEqual([`${A} ${production()} +`]);
		expect((await workflow.deliver({})).status).toBe(503);
		expect(logged('cannot tell genuine deliveries from forged ones')).toBeGreaterThan(0);
		await workflow.deactivate();
		await expect(workflow.activate('activate')).rejects.toThrow('cannot tell genuine');
	});

	it('fails with Tesouro down and a new address, so that n8n tries again', async () => {
		const workflow = await activate([A]);
		turn({ api: 'down' });
		stage.harness.publicAddress = urlOf(workflow)
			.replace('127.0.0.1', 'localhost')
			.replace(/\/webhook.*/, '');
		await expect(stage.harness.restart()).rejects.toThrow('status 503');
		turn(createKnobs());
		await workflow.activate('init');
		expect(
			all().map(({ isActive, channelConfig }) => [isActive, new URL(channelConfig.url).hostname]),
		).toEqual([[true, 'localhost']]);
		await workflow.deactivate();
	}, 30_000);
});
