import type { ServerResponse } from 'node:http';
import { listSubscriptions } from '../../../nodes/Tesouro/subscriptions/list';
import { connect, type TesouroApi } from '../../../nodes/Tesouro/api/transport';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { afterSignIn, credentialOf, httpContext, startHost } from '../api/apiStage.mts';

let sandbox: Sandbox;
let api: TesouroApi;
beforeAll(async () => {
	sandbox = await startSandbox({ restRequestsPerSecond: 1000 });
	api = connect(httpContext, credentialOf(sandbox));
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.subscriptions.clear();
	sandbox.requests.length = 0;
	sandbox.configure({ knobs: { subscriptionList: 'pages', largestPage: '100' } });
});

function fill(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) => sandbox.addSubscription({ eventType: `EVENT_${index}`, url: 'https://a.example/' }).id,
	);
}
const queries = () => sandbox.requests.flatMap(({ rest }) => (rest === undefined ? [] : [rest.query]));
const ids = async () => (await listSubscriptions(api)).map(({ id }) => id);

describe('the list of subscriptions', () => {
	it.each(['pages', 'totals', 'items', 'array', 'tokens'] as const)(
		'is read to its end in the form "%s"',
		async (subscriptionList) => {
			sandbox.configure({ knobs: { subscriptionList } });
			for (const count of [0, 1, 10, 49, 50, 51, 123]) {
				sandbox.subscriptions.clear();
				const made = fill(count);
				expect(await ids()).toEqual(made);
			}
		},
	);

	it.each(['10', '50', 'clamped-25', 'clamped-10'] as const)(
		'is read to its end if the largest page is %s',
		async (largestPage) => {
			sandbox.configure({ knobs: { largestPage } });
			for (const count of [9, 10, 25, 26, 60]) {
				sandbox.subscriptions.clear();
				const made = fill(count);
				expect(await ids()).toEqual(made);
			}
		},
	);

	it('is requested in pages of fifty, or of ten if that is refused', async () => {
		sandbox.configure({ knobs: { largestPage: '10' } });
		fill(12);
		await ids();
		expect(queries()).toEqual([
			{ page: '1', pageSize: '50' },
			{ page: '1', pageSize: '10' },
			{ page: '2', pageSize: '10' },
		]);
	});

	it('takes one request if there are few', async () => {
		fill(4);
		await ids();
		expect(queries()).toEqual([{ page: '1', pageSize: '50' }]);
	});

	it('leaves out subscriptions of another organization', async () => {
		sandbox.addSubscription({ eventType: 'A', url: 'https://a.example/', organizationId: 'another' });
		expect(await ids()).toEqual([]);
	});

	it('returns the facts of each as documented, in UTC', async () => {
		const made = sandbox.addSubscription({
			eventType: 'LEDGER_TRANSACTION',
			url: 'https://a.example/hook',
			channelConfig: { url: 'https://a.example/hook', mtlsEnabled: true },
			createdAt: '2026-04-07T12:00:00Z',
			updatedAt: '2026-04-07T14:00:00+02:00',
		});
		expect(await listSubscriptions(api)).toEqual([
			{
				id: made.id,
				organizationId: sandbox.organizationId,
				eventType: 'LEDGER_TRANSACTION',
				channelType: 'WEBHOOK',
				url: 'https://a.example/hook',
				mtlsEnabled: true,
				isActive: true,
				createdAt: '2026-04-07T12:00:00.000Z',
				updatedAt: '2026-04-07T12:00:00.000Z',
			},
		]);
	});
});

/** Lists from a host that answers otherwise than the sandbox. */
async function listFrom(answer: (response: ServerResponse, page: number) => void) {
	let page = 0;
	const host = await startHost(afterSignIn((response) => answer(response, ++page)));
	try {
		const stranger = connect(httpContext, { ...credentialOf(sandbox), baseUrl: host.url });
		return { list: await listSubscriptions(stranger), requests: page };
	} finally {
		await host.close();
	}
}
const record = (id: string, more: object = {}) => ({ id, eventType: 'A', isActive: true, ...more });
const json = (response: ServerResponse, body: unknown, status = 200) => {
	response.statusCode = status;
	response.end(JSON.stringify(body));
};

describe('an undocumented list', () => {
	it('ends when the same page comes again', async () => {
		const tenTimes = Array.from({ length: 10 }, (_, index) => record(String(index)));
		const { list, requests } = await listFrom((response) => json(response, { subscriptions: tenTimes }));
		expect(list).toHaveLength(10);
		expect(requests).toBe(2);
	});

	it('ends when a token comes again', async () => {
		const { list, requests } = await listFrom((response, page) =>
			json(response, { data: [record(`s${page}`)], nextPaginationToken: 'always-the-same' }),
		);
		expect(list.map(({ id }) => id)).toEqual(['s1', 's2']);
		expect(requests).toBe(2);
	});

	it('ends when the page after the last one is refused', async () => {
		const ten = Array.from({ length: 10 }, (_, index) => record(String(index)));
		const { list } = await listFrom((response, page) =>
			page === 1 ? json(response, ten) : json(response, { title: 'No such page' }, 404),
		);
		expect(list).toHaveLength(10);
	});

	it('may name its position in other words', async () => {
		const { list, requests } = await listFrom((response, page) =>
			json(response, { subscriptions: [record(`s${page}`)], pagination: { hasNextPage: page < 3 } }),
		);
		expect(list).toHaveLength(3);
		expect(requests).toBe(3);
	});

	it('is an error when it never ends', async () => {
		const endless = listFrom((response, page) =>
			json(response, { subscriptions: [record(`s${page}`)], hasNextPage: true }),
		);
		await expect(endless).rejects.toMatchObject({ message: expect.stringContaining('no end') as string });
	}, 30_000);

	it('fails half-way instead of passing as complete', async () => {
		const halfWay = listFrom((response, page) =>
			page === 1
				? json(response, { data: [record('s1')], nextPaginationToken: 'next' })
				: json(response, { title: 'Broken' }, 500),
		);
		await expect(halfWay).rejects.toMatchObject({ temporary: true });
	});

	it('may contain a subscription with only the most basic facts', async () => {
		const { list } = await listFrom((response) =>
			json(response, [record('s1', { channelConfig: null, createdAt: null, somethingNew: { a: 1 } })]),
		);
		expect(list).toEqual([{ id: 's1', eventType: 'A', channelType: 'WEBHOOK', isActive: true }]);
	});

	it.each([
		['an object without a list', { total: 3 }],
		['a list of something else', { subscriptions: [{ name: 'x' }] }],
		['no JSON object', 'hello'],
	])('is refused when it is %s', async (_, body) => {
		const odd = listFrom((response) => json(response, body));
		await expect(odd).rejects.toMatchObject({
			message: expect.stringContaining('unknown format') as string,
			remedy: expect.stringContaining('base URL') as string,
		});
	});
});
