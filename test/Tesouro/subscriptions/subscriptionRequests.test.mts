import type { ServerResponse } from 'node:http';
import { changeSubscription } from '../../../nodes/Tesouro/subscriptions/change';
import { listSubscriptions } from '../../../nodes/Tesouro/subscriptions/list';
import { getSubscription } from '../../../nodes/Tesouro/subscriptions/requests';
import { subscribe } from '../../../nodes/Tesouro/subscriptions/subscribe';
import { RemedyError } from '../../../nodes/shared/run/remedyError';
import { connect, type TesouroApi } from '../../../nodes/Tesouro/api/transport';
import { createKnobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
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
	sandbox.configure({ knobs: createKnobs() });
});

const url = 'https://n8n.example.com/webhook/1/webhook';
const wanted = { eventType: 'LEDGER_TRANSACTION', url };
const sent = () =>
	sandbox.requests.flatMap(({ method, rest }) => (rest && method !== 'GET' ? [[method, rest.body]] : []));
const stored = () => [...sandbox.subscriptions.values()];

describe('subscribing', () => {
	it('sends the documented request, and returns the new subscription', async () => {
		const { subscription, adopted } = await subscribe(api, wanted);
		expect(adopted).toBe(false);
		expect(subscription).toMatchObject({ ...wanted, isActive: true, mtlsEnabled: false });
		expect(stored()).toHaveLength(1);
		expect(sent()).toEqual([
			[
				'POST',
				{
					eventType: 'LEDGER_TRANSACTION',
					channelType: 'WEBHOOK',
					channelConfig: { type: 'webhook', url },
				},
			],
		]);
	});

	it.each([
		'top-level',
		'bare',
		'subscription',
		'existingSubscription',
		'existing',
		'data',
		'extensions',
		'none',
	] as const)('adopts an existing subscription, whose place in the answer is: %s', async (conflictBody) => {
		sandbox.configure({ knobs: { conflictBody } });
		const { id } = sandbox.addSubscription(wanted);
		sandbox.addSubscription({ eventType: 'OTHER', url });
		expect(await subscribe(api, wanted)).toMatchObject({
			adopted: true,
			reactivated: false,
			subscription: { id, ...wanted },
		});
		expect(stored()).toHaveLength(2);
		const lists = sandbox.requests.filter(({ method, rest }) => rest && method === 'GET').length;
		expect(lists).toBe(conflictBody === 'none' ? 1 : 0);
	});

	it.each(['top-level', 'none'] as const)('activates what it adopts, alone (%s)', async (conflictBody) => {
		sandbox.configure({ knobs: { conflictBody } });
		const { id } = sandbox.addSubscription({ ...wanted, isActive: false });
		expect(await subscribe(api, wanted)).toMatchObject({
			adopted: true,
			reactivated: true,
			subscription: { id, isActive: true },
		});
		expect(sent().slice(1)).toEqual([['PATCH', { isActive: true }]]);
	});

	it.each(['empty', 'lost-once'] as const)(
		'finds the new one in the list when the answer is %s',
		async (changeAnswer) => {
			sandbox.configure({ knobs: { changeAnswer } });
			const { subscription, adopted } = await subscribe(api, wanted);
			expect(adopted).toBe(false);
			expect(stored().map(({ id }) => id)).toEqual([subscription.id]);
		},
	);

	it('twice at once makes one subscription', async () => {
		const all = await Promise.all(Array.from({ length: 5 }, async () => await subscribe(api, wanted)));
		expect(stored()).toHaveLength(1);
		expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);
	});

	it('never adopts a different subscription', async () => {
		const other = { id: 'x', eventType: 'OTHER', isActive: true, channelConfig: { url } };
		const outcome = withHost(
			(response) => json(response, { title: 'Duplicate', existing: other }, 409),
			async (stranger) => await subscribe(stranger, wanted),
		);
		await expect(outcome).rejects.toThrow(RemedyError);
	});
});

describe('a change', () => {
	it('of the URL of an active subscription takes one request', async () => {
		const { id } = sandbox.addSubscription(wanted);
		const changed = await changeSubscription(api, id, { url: 'https://new.example/' });
		expect(changed).toMatchObject({ id, url: 'https://new.example/', isActive: true });
		expect(sent()).toEqual([['PATCH', { channelConfig: { type: 'webhook', url: 'https://new.example/' } }]]);
	});

	it.each(['409', '400'] as const)(
		'of an inactive one activates it first, alone, and deactivates it again (%s)',
		async (inactiveRefusal) => {
			sandbox.configure({ knobs: { inactiveRefusal } });
			const { id } = sandbox.addSubscription({ ...wanted, isActive: false });
			const changed = await changeSubscription(api, id, { url: 'https://new.example/' });
			expect(changed).toMatchObject({ id, url: 'https://new.example/', isActive: false });
			expect(sent()).toEqual([
				['PATCH', { isActive: true }],
				['PATCH', { channelConfig: { type: 'webhook', url: 'https://new.example/' } }],
				['PATCH', { isActive: false }],
			]);
		},
	);

	it('of an inactive one leaves it active if that is requested', async () => {
		const { id } = sandbox.addSubscription({ ...wanted, isActive: false });
		await changeSubscription(api, id, { url: 'https://new.example/', isActive: true });
		expect(stored()).toMatchObject([{ isActive: true, channelConfig: { url: 'https://new.example/' } }]);
		expect(sent()).toHaveLength(2);
	});

	it.each([
		[true, true, 0],
		[false, true, 1],
		[true, false, 1],
		[false, false, 0],
	])('of the state from %s to %s takes %i requests', async (isActive, wish, requests) => {
		const { id } = sandbox.addSubscription({ ...wanted, isActive });
		expect(await changeSubscription(api, id, { isActive: wish })).toMatchObject({ id, isActive: wish });
		expect(sent()).toHaveLength(requests);
	});

	it('is read back when the answer has no body', async () => {
		sandbox.configure({ knobs: { changeAnswer: 'empty' } });
		const { id } = sandbox.addSubscription(wanted);
		expect(await changeSubscription(api, id, { isActive: false })).toMatchObject({ id, isActive: false });
	});

	it('to the URL of another subscription says that it exists', async () => {
		sandbox.addSubscription({ ...wanted, url: 'https://new.example/' });
		const { id } = sandbox.addSubscription(wanted);
		await expect(changeSubscription(api, id, { url: 'https://new.example/' })).rejects.toMatchObject({
			message: expect.stringMatching(/status 409.*already exists/) as string,
			remedy: expect.stringContaining('"Get Many"') as string,
		});
	});
});

/** What the user reads for each status. */
describe('a refusal', () => {
	const problemOf = async (work: () => Promise<unknown>) => {
		const error = await work().then(
			() => undefined,
			(failure: unknown) => failure,
		);
		expect(error).toBeInstanceOf(RemedyError);
		return error as RemedyError;
	};

	it.each([
		[
			{ subscriptionUrls: 'public' },
			async () => await subscribe(api, { ...wanted, url: 'http://127.0.0.1/' }),
			'Tesouro refused to subscribe to LEDGER_TRANSACTION (status 400): Invalid request. One or more fields are not valid. channelConfig.url: must begin with https:// and be publicly accessible',
			'Fix what the message names. A URL must start with https:// and be reachable from the internet.',
		],
		[
			{},
			async () => await listWithBadToken(),
			'Tesouro refused to list the subscriptions (status 401): Unauthorized. Bad token',
			'Check the client ID and secret in the Tesouro credential, and that they belong to its environment.',
		],
		[
			{ scopes: 'read' },
			async () => await subscribe(api, wanted),
			'The client of the Tesouro credential may not subscribe to LEDGER_TRANSACTION: the scope notification:subscription:write is missing (status 403)',
			'Ask Tesouro to give this client the scope notification:subscription:write.',
		],
		[
			{ scopes: 'write' },
			async () => await listSubscriptions(api),
			'The client of the Tesouro credential may not list the subscriptions: the scope notification:subscription:read is missing (status 403)',
			'Ask Tesouro to give this client the scope notification:subscription:read.',
		],
		[
			{},
			async () => await getSubscription(api, 'no-such-id'),
			'Tesouro has no such subscription, or it belongs to another organization (status 404): Subscription not found. There is no subscription no-such-id',
			'Check the ID, and the environment of the Tesouro credential. "Get Many" lists what there is.',
		],
		[
			{},
			async () => await conflict(),
			'Tesouro refused to change the subscription <id> (status 409): Duplicate subscription. A subscription with the same event type, channel, and URL already exists',
			'A subscription for this event type and URL already exists. "Get Many" shows it; activate or change that one.',
		],
		[
			{ api: 'rate-limited' },
			async () => await listSubscriptions(api),
			'Tesouro received too many requests (status 429)',
			'Try again in 1 second, and less often.',
		],
		[
			{ api: 'error-500' },
			async () => await subscribe(api, wanted),
			'Tesouro could not subscribe to LEDGER_TRANSACTION (status 500): Internal server error. Something went wrong on our side',
			'Try again after several minutes.',
		],
		[
			{ api: 'down' },
			async () => await listSubscriptions(api),
			'Tesouro could not list the subscriptions (status 503): Service unavailable. The service is down',
			'Try again after several minutes.',
		],
	] as const)('comes with a remedy (%j, %p): %s', async (knobs, work, message, remedy) => {
		sandbox.configure({ knobs });
		const problem = await problemOf(work);
		expect(problem.message).toBe(message);
		expect(problem.remedy).toMatch(/ Tesouro support finds it by x-request-id [\w-]+\.$/);
		expect(problem.remedy.replace(/ Tesouro support finds.*/, '')).toBe(remedy);
	});

	it("of another organization's subscription looks like a missing one", async () => {
		const { id } = sandbox.addSubscription({ ...wanted, organizationId: 'another' });
		await expect(getSubscription(api, id)).rejects.toThrow('belongs to another organization');
	});

	it('names each field that the validator names', async () => {
		const errors = { 'channelConfig.url': ['must be public'], eventType: 'is unknown' };
		const { message } = await problemOf(
			async () =>
				await withHost(
					(response) => json(response, { title: 'Invalid.', detail: 'Invalid', errors }, 422),
					async (stranger) => await subscribe(stranger, wanted),
				),
		);
		expect(message).toBe(
			'Tesouro refused to subscribe to LEDGER_TRANSACTION (status 422): Invalid. channelConfig.url: must be public. eventType: is unknown',
		);
	});

	async function listWithBadToken() {
		return await withHost(
			(response) => json(response, { title: 'Unauthorized', detail: 'Bad token.' }, 401),
			listSubscriptions,
		);
	}

	async function conflict() {
		sandbox.addSubscription({ ...wanted, url: 'https://new.example/' });
		const { id } = sandbox.addSubscription(wanted);
		return await changeSubscription(api, id, { url: 'https://new.example/' }).catch((error: RemedyError) => {
			throw new RemedyError(error.message.replaceAll(id, '<id>'), error.remedy);
		});
	}
});

const json = (response: ServerResponse, body: unknown, status: number) => {
	response.statusCode = status;
	response.setHeader('x-request-id', 'request-1');
	response.end(JSON.stringify(body));
};

async function withHost<T>(
	answer: (response: ServerResponse) => void,
	work: (stranger: TesouroApi) => Promise<T>,
): Promise<T> {
	const host = await startHost(afterSignIn(answer));
	try {
		return await work(connect(httpContext, { ...credentialOf(sandbox), baseUrl: host.url }));
	} finally {
		await host.close();
	}
}
