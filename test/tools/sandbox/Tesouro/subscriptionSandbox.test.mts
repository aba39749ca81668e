import { setDate } from '../../../fastClock.mts';
import { startSandbox, type Sandbox } from '../../../../tools/sandbox/Tesouro/sandbox.mts';

/** That the sandbox keeps to what is documented: all other tests of subscriptions rest on it. */
let sandbox: Sandbox;
let token: string;
afterEach(async () => {
	jest.useRealTimers();
	await sandbox.close();
});
beforeEach(async () => await start());

async function start() {
	sandbox = await startSandbox();
	const { clientId, clientSecret } = sandbox;
	const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
	const answer = await fetch(`${sandbox.url}/openid/connect/token`, {
		method: 'POST',
		body: new URLSearchParams(form),
	});
	token = ((await answer.json()) as { access_token: string }).access_token;
}

async function ask(method: string, path = '', body?: unknown, bearer = token) {
	const answer = await fetch(`${sandbox.url}/api/v1/notifications/subscriptions${path}`, {
		method,
		headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await answer.text();
	const { status, headers } = answer;
	return { status, headers, json: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}
const url = 'https://a.example/hook';
const valid = { eventType: 'A', channelType: 'WEBHOOK', channelConfig: { type: 'webhook', url } };

it('creates with 201, and refuses the same again with 409 and the existing one', async () => {
	const created = await ask('POST', '', valid);
	expect(created.status).toBe(201);
	expect(created.json).toEqual({
		id: expect.any(String) as string,
		organizationId: sandbox.organizationId,
		eventType: 'A',
		channelType: 'WEBHOOK',
		channelConfig: { url, mtlsEnabled: false },
		isActive: true,
		createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
		updatedAt: expect.any(String) as string,
	});
	const again = await ask('POST', '', valid);
	expect(again.status).toBe(409);
	expect(again.headers.get('content-type')).toBe('application/problem+json');
	expect(again.json).toMatchObject({ status: 409, title: 'Duplicate subscription', id: created.json!['id'] });
});

it.each([
	['no body', '{'],
	['no event type', { ...valid, eventType: undefined }],
	['no channel', { eventType: 'A' }],
	['another channel', { ...valid, channelType: 'EMAIL' }],
	['the config type in capitals', { ...valid, channelConfig: { type: 'WEBHOOK', url } }],
	['no URL', { ...valid, channelConfig: { type: 'webhook' } }],
	['plain http', { ...valid, channelConfig: { type: 'webhook', url: 'http://a.example/' } }],
])('refuses to create with %s', async (_, body) => {
	const { status, json } = await ask('POST', '', body);
	expect(status).toBe(400);
	expect(json).toMatchObject({ status: 400, title: expect.any(String) as string });
	expect(sandbox.subscriptions.size).toBe(0);
});

it('accepts plain http of this machine unless it is as strict as Tesouro', async () => {
	const local = { ...valid, channelConfig: { type: 'webhook', url: 'http://127.0.0.1:1/' } };
	expect((await ask('POST', '', local)).status).toBe(201);
	sandbox.configure({ knobs: { subscriptionUrls: 'public' } });
	expect((await ask('POST', '', { ...local, eventType: 'B' })).status).toBe(400);
});

it.each(['409', '400'] as const)(
	'changes an inactive subscription only after it was activated separately (%s)',
	async (refusal) => {
		sandbox.configure({ knobs: { inactiveRefusal: refusal } });
		const { id } = sandbox.addSubscription({ eventType: 'A', url, isActive: false });
		const channelConfig = { type: 'webhook', url: 'https://b.example/' };
		for (const body of [{ channelConfig }, { isActive: true, channelConfig }, { isActive: false }]) {
			expect((await ask('PATCH', `/${id}`, body)).status).toBe(Number(refusal));
		}
		expect((await ask('PATCH', `/${id}`, { isActive: true })).json).toMatchObject({ id, isActive: true });
		expect((await ask('PATCH', `/${id}`, { channelConfig })).json).toMatchObject({
			channelConfig: { url: 'https://b.example/' },
		});
	},
);

it.each([
	['nothing', {}],
	['a channel without its config', { channelType: 'WEBHOOK' }],
	['a state that is none', { isActive: 'yes' }],
])('refuses to change %s', async (_, body) => {
	const { id } = sandbox.addSubscription({ eventType: 'A', url });
	expect((await ask('PATCH', `/${id}`, body)).status).toBe(400);
});

it('refuses to change a URL to that of a duplicate', async () => {
	sandbox.addSubscription({ eventType: 'A', url: 'https://b.example/' });
	const { id } = sandbox.addSubscription({ eventType: 'A', url });
	const channelConfig = { type: 'webhook', url: 'https://B.example' };
	expect((await ask('PATCH', `/${id}`, { channelConfig })).status).toBe(409);
});

it('has no DELETE, and hides other organizations', async () => {
	const { id } = sandbox.addSubscription({ eventType: 'A', url });
	expect((await ask('DELETE', `/${id}`)).status).toBe(405);
	const other = sandbox.addSubscription({ eventType: 'A', url, organizationId: 'another' });
	for (const method of ['GET', 'PATCH']) {
		const { status, json } = await ask(
			method,
			`/${other.id}`,
			method === 'PATCH' ? { isActive: false } : undefined,
		);
		expect([status, json!['title']]).toEqual([404, 'Subscription not found']);
	}
});

it('requires a token, and the scope of each request', async () => {
	expect((await ask('GET', '', undefined, 'nonsense')).json).toMatchObject({ status: 401 });
	const { id } = sandbox.addSubscription({ eventType: 'A', url });
	sandbox.configure({ knobs: { scopes: 'read' } });
	expect((await ask('GET')).status).toBe(200);
	expect((await ask('PATCH', `/${id}`, { isActive: false })).json).toMatchObject({
		status: 403,
		detail: expect.stringContaining('notification:subscription:write') as string,
	});
	sandbox.configure({ knobs: { scopes: 'write' } });
	expect((await ask('GET')).status).toBe(403);
});

it('counts requests: thirty a second, then 429 with Retry-After', async () => {
	setDate(Date.now());
	const answers = await Promise.all(Array.from({ length: 35 }, async () => await ask('GET')));
	const refused = answers.filter(({ status }) => status === 429);
	expect(refused).toHaveLength(5);
	expect(refused[0]!.json).toEqual({ message: 'API rate limit exceeded' });
	expect(refused[0]!.headers.get('retry-after')).toBe('1');
	expect(answers[0]!.headers.get('ratelimit-limit')).toBe('30');
});

it('shows a table of all', async () => {
	const { id } = sandbox.addSubscription({ eventType: 'LEDGER_TRANSACTION', url, isActive: false });
	const table = await (await fetch(`${sandbox.url}/sandbox/subscriptions.txt`)).text();
	expect(table.trim().split('\n')).toHaveLength(2);
	expect(table).toMatch(new RegExp(`${id}\\s+LEDGER_TRANSACTION\\s+${url}\\s+inactive\\s+\\d{4}-`));
	const list = await (await fetch(`${sandbox.url}/sandbox/subscriptions`)).json();
	expect(list).toMatchObject([{ id }]);
});
