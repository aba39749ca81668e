import type { SandboxSubscription } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import {
	stage,
	webhookId,
	A,
	nodesFor,
	activate,
	turn,
	all,
	table,
	production,
	logged,
	useLifecycleStage,
} from './lifecycleStage.mts';

useLifecycleStage();

const testPath = () => `/webhook-test/hook-${webhookId}/webhook`;

describe('unpublishing', () => {
	it('logs which subscriptions the credential no longer shows', async () => {
		const workflow = await activate([A]);
		const [{ id }] = all() as [SandboxSubscription];
		all()[0]!.organizationId = 'another';
		await workflow.deactivate();
		expect(workflow.teardownFailure).toBeUndefined();
		expect(
			logged(`no longer shows these subscriptions: ${A} (subscription ${id}). If the credential was changed`),
		).toBe(1);
	});
});

describe('a test listen', () => {
	it('subscribes only the test URL, and ends that subscription afterwards', async () => {
		const workflow = await activate([A]);
		const before = JSON.stringify(all());
		const listener = await workflow.listen();
		expect(table().slice(1)).toEqual([`${A} ${testPath()} +`]);
		await listener.close();
		expect(JSON.stringify(all().slice(0, 1))).toBe(before);
		expect(table().slice(1)).toEqual([`${A} ${testPath()} -`]);

		const again = await workflow.listen();
		expect(table().slice(1)).toEqual([`${A} ${testPath()} +`]);
		await again.close();
		expect(all()).toHaveLength(2);
		expect(JSON.stringify(all().slice(0, 1))).toBe(before);
		await workflow.deactivate();
	});

	it('only logs a subscription that cannot be ended', async () => {
		const workflow = await activate([A]);
		const listener = await workflow.listen();
		turn({ scopes: 'read' });
		await listener.close();
		expect(logged(`Still active: ${A} (subscription ${all()[1]!.id})`)).toBe(1);
		turn({ scopes: 'both' });
		await (await workflow.listen()).close();
		expect(table()).toEqual([`${A} ${production()} +`, `${A} ${testPath()} -`]);
		await workflow.deactivate();
	});

	it('of an unpublished workflow leaves its inactive subscriptions as they are', async () => {
		const workflow = await activate([A]);
		await workflow.deactivate();
		const listener = await workflow.listen();
		expect(table()).toEqual([`${A} ${production()} -`, `${A} ${testPath()} +`]);
		await listener.close();
		expect(table()).toEqual([`${A} ${production()} -`, `${A} ${testPath()} -`]);
	});

	it('for an address that Tesouro cannot reach says so', async () => {
		stage.harness.saveCredentials({
			real: { environment: 'production', clientId: 'client', clientSecret: 'secret' },
		});
		const workflow = await activate([A]);
		await workflow.deactivate();
		workflow.replaceNodes(nodesFor([A], { credentials: { tesouroApi: { id: 'real', name: 'Real' } } }));
		await expect(workflow.listen()).rejects.toThrow(testPath());
	});
});
