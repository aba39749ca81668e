import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { LoadOptionsContext } from 'n8n-core';
import { Tesouro } from '../../../nodes/Tesouro/Tesouro.node';
import { resources } from '../../../nodes/Tesouro/operations';
import { createKnobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
import { httpContext } from '../api/apiStage.mts';
import { flow, startStage, type Stage } from '../flow.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage({ sandbox: { restRequestsPerSecond: 1000 } })));
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.sandbox.subscriptions.clear();
	stage.sandbox.requests.length = 0;
	stage.sandbox.configure({ knobs: createKnobs() });
});

const url = 'https://n8n.example.com/webhook/1/webhook';
const wanted = { eventType: 'LEDGER_TRANSACTION', url };
const stored = () => [...stage.sandbox.subscriptions.values()];

async function run(
	operation: string,
	parameters: INodeParameters = {},
	{ items, credentials, more }: { items?: INodeExecutionData[]; credentials?: object; more?: object } = {},
) {
	const node = flow({}, { name: 'Tesouro' }).nodes[1]!;
	const result = await stage.harness.runNode(
		{ ...node, ...more, parameters: { resource: 'subscription', operation, ...parameters } },
		items,
		{ credentials: { ...stage.credentials, ...credentials } },
	);
	const { output } = resources
		.find(({ value }) => value === 'subscription')!
		.operations.find(({ value }) => value === operation)!;
	// What n8n shows before the first run is what comes out.
	for (const { json } of result.error ? [] : result.items) {
		if (json['error'] === undefined)
			expect(Object.keys(output.parse(json) as object)).toEqual(Object.keys(json));
	}
	return { ...result, jsons: result.items.map(({ json }) => json) };
}
const byId = (value: string): INodeParameters => ({
	subscriptionId: { __rl: true, mode: 'id', value } as unknown as INodeParameters,
});

describe('Create', () => {
	it('returns the new subscription', async () => {
		const { jsons, hints, error } = await run('create', wanted);
		expect(error).toBeUndefined();
		const [made] = stored();
		expect(jsons).toEqual([
			{
				id: made!.id,
				organizationId: stage.sandbox.organizationId,
				eventType: 'LEDGER_TRANSACTION',
				channelType: 'WEBHOOK',
				url,
				mtlsEnabled: false,
				isActive: true,
				createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
				updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
				adopted: false,
			},
		]);
		expect(hints).toEqual([]);
	});

	it.each([
		[true, 'left as it is'],
		[false, 'was inactive and is active again'],
	])('adopts an existing subscription (active: %s), and says so', async (isActive, words) => {
		const { id } = stage.sandbox.addSubscription({ ...wanted, isActive });
		const { jsons, hints } = await run('create', wanted);
		expect(jsons).toMatchObject([{ id, adopted: true, isActive: true }]);
		expect(stored()).toHaveLength(1);
		expect(hints).toEqual([
			expect.objectContaining({ message: expect.stringContaining(words) as string, type: 'info' }),
		]);
	});

	it('accepts an event type by name', async () => {
		await run('create', { eventType: 'other', otherEventType: ' BRAND_NEW ', url });
		expect(stored()).toMatchObject([{ eventType: 'BRAND_NEW' }]);
	});

	it.each([
		[
			'no name',
			{ eventType: 'other', otherEventType: '={{ "" }}', url },
			/cannot be the name of an event type/,
		],
		['a wrong name', { eventType: 'other', otherEventType: 'a b', url }, /"a b" cannot be the name/],
		['no URL', { ...wanted, url: '={{ "" }}' }, /no URL to deliver to/],
		['what is no URL', { ...wanted, url: 'n8n' }, /cannot deliver to n8n/],
		['another scheme', { ...wanted, url: 'ftp://n8n.example.com/' }, /cannot deliver to ftp:/],
	])('refuses %s before anything is sent', async (_, parameters, words) => {
		const { error } = await run('create', parameters);
		expect(error?.message).toMatch(words);
		expect(error?.description).toBeTruthy();
		expect(stage.sandbox.requests).toEqual([]);
	});

	it.each(['http://n8n.example.com/', 'https://localhost/', 'https://10.1.2.3/', 'https://n8n/'])(
		"reports Tesouro's own refusal of %s",
		async (bad) => {
			const real = { tesouro: { environment: 'sandbox', clientId: 'a', clientSecret: 'b' } };
			const { error } = await run('create', { ...wanted, url: bad }, { credentials: real });
			expect(error?.message).toBe(`Tesouro cannot deliver to ${bad}`);
		},
	);
});

describe('Get', () => {
	it('returns one subscription', async () => {
		const { id } = stage.sandbox.addSubscription(wanted);
		expect((await run('get', byId(` ${id} `))).jsons).toMatchObject([{ id, ...wanted }]);
	});

	it('fails for an unknown subscription, and for none', async () => {
		expect((await run('get', byId('no-such-id'))).error?.message).toContain('no such subscription');
		expect((await run('get', byId('={{ "" }}'))).error?.message).toBe('No subscription is chosen');
	});

	it('stays within its path, whatever the ID', async () => {
		await run('get', byId('../../../openid/connect/token?x=1'));
		const asked = stage.sandbox.requests
			.map(({ path }) => path)
			.filter((path) => path.includes('notifications'));
		expect(asked).toEqual([
			'/api/v1/notifications/subscriptions/..%2F..%2F..%2Fopenid%2Fconnect%2Ftoken%3Fx%3D1',
		]);
	});

	it('continues after a failed item if the node continues on fail', async () => {
		const { id } = stage.sandbox.addSubscription(wanted);
		const { jsons } = await run(
			'get',
			{ subscriptionId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } as unknown as INodeParameters },
			{ items: [{ json: { id: 'none' } }, { json: { id } }], more: { onError: 'continueRegularOutput' } },
		);
		expect(jsons).toMatchObject([{ id: 'none', error: expect.any(String) as string }, { id }]);
	});
});

describe('Get Many', () => {
	beforeEach(() => {
		for (let index = 0; index < 60; index++) {
			stage.sandbox.addSubscription({
				eventType: index % 2 === 0 ? 'LEDGER_TRANSACTION' : 'ACCOUNT_STATUS_CHANGED',
				url: `https://${index < 10 ? 'old' : 'new'}.example.com/${index}`,
				isActive: index % 3 !== 0,
			});
		}
	});
	const count = async (parameters: INodeParameters) => (await run('getAll', parameters)).items.length;

	it('returns fifty by default, or all', async () => {
		expect(await count({})).toBe(50);
		expect(await count({ limit: 3 })).toBe(3);
		expect(await count({ returnAll: true })).toBe(60);
	});

	it('selects by event type, status and URL', async () => {
		const all = { returnAll: true };
		expect(await count({ ...all, filters: { eventType: 'LEDGER_TRANSACTION' } })).toBe(30);
		expect(await count({ ...all, filters: { status: 'active' } })).toBe(40);
		expect(await count({ ...all, filters: { status: 'inactive' } })).toBe(20);
		expect(await count({ ...all, filters: { status: 'any', url: 'OLD.example' } })).toBe(10);
		expect(await count({ ...all, filters: { eventType: 'NONE' } })).toBe(0);
	});
});

describe('Update, Activate and Deactivate', () => {
	it('change only what is named', async () => {
		const { id } = stage.sandbox.addSubscription(wanted);
		const moved = await run('update', { ...byId(id), url: 'https://new.example.com/' });
		expect(moved.jsons).toMatchObject([{ id, url: 'https://new.example.com/', isActive: true }]);
		const slept = await run('update', { ...byId(id), status: 'inactive' });
		expect(slept.jsons).toMatchObject([{ id, url: 'https://new.example.com/', isActive: false }]);
		expect((await run('activate', byId(id))).jsons).toMatchObject([{ id, isActive: true }]);
		expect((await run('deactivate', byId(id))).jsons).toMatchObject([{ id, isActive: false }]);
		const woken = await run('update', { ...byId(id), url, status: 'active' });
		expect(woken.jsons).toMatchObject([{ id, url, isActive: true }]);
		expect(stored()).toHaveLength(1);
	});

	it('fail without a change', async () => {
		const { id } = stage.sandbox.addSubscription(wanted);
		expect((await run('update', byId(id))).error?.message).toBe('There is nothing to change');
	});

	it('name the missing scope', async () => {
		const { id } = stage.sandbox.addSubscription(wanted);
		stage.sandbox.configure({ knobs: { scopes: 'read' } });
		const { error } = await run('deactivate', byId(id));
		expect(error?.message).toContain('notification:subscription:write');
		expect(error?.description).toContain('x-request-id');
	});
});

describe('the list to choose a subscription from', () => {
	const search = async (filter?: string) => {
		const { searchSubscriptions } = new Tesouro().methods.listSearch;
		// Only what the method asks for of n8n's context.
		const context = Object.assign(Object.create(LoadOptionsContext.prototype) as LoadOptionsContext, {
			helpers: httpContext.helpers,
			getCredentials: async () => stage.credentials['tesouro'],
			getNode: () => flow().nodes[0],
		});
		return await searchSubscriptions.call(context, filter);
	};

	it('names subscriptions readably, active ones first, and finds them by what is shown', async () => {
		const slept = stage.sandbox.addSubscription({ ...wanted, isActive: false });
		const active = stage.sandbox.addSubscription({ eventType: 'BRAND_NEW', url });
		expect(await search()).toEqual({
			results: [
				{ name: `BRAND_NEW: ${url}`, value: active.id },
				{ name: `Ledger Transaction: ${url} (inactive)`, value: slept.id },
			],
		});
		expect((await search('ledger')).results).toHaveLength(1);
		expect((await search(active.id)).results).toHaveLength(1);
		expect((await search('nothing like it')).results).toEqual([]);
	});

	it('says what is wrong if it cannot be read', async () => {
		stage.sandbox.configure({ knobs: { scopes: 'none' } });
		await expect(search()).rejects.toMatchObject({
			message: expect.stringContaining('notification:subscription:read') as string,
			description: expect.stringContaining('Ask Tesouro') as string,
		});
	});
});
