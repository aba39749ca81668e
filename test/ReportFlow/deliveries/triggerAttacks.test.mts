import { request as plainRequest } from 'node:http';
import { parsePayload } from '../../../nodes/ReportFlow/deliveries/payload';
import { reportFlow } from '../../../nodes/ReportFlow/facts';
import { itemsOf, olderCredential, startTriggerStage, TOKEN, type TriggerStage } from './triggerStage.mts';

let stage: TriggerStage;
beforeEach(async () => (stage = await startTriggerStage()));
afterEach(async () => await stage.close());

const api = { authenticity: ['api'] };

/** Sends a path as it is: `fetch` would tidy it up. */
async function postRaw(url: string, path: string, body: unknown): Promise<number> {
	const { hostname, port } = new URL(url);
	return await new Promise((resolve, reject) => {
		const headers = { 'content-type': 'application/json' };
		const outgoing = plainRequest({ hostname, port, path, method: 'POST', headers }, (incoming) => {
			incoming.resume();
			resolve(incoming.statusCode ?? 0);
		});
		outgoing.on('error', reject);
		outgoing.end(JSON.stringify(body));
	});
}

describe('a forged workspaceId, from which the sample of ReportFlow builds the host', () => {
	const hosts = () => {
		const { host } = new URL(stage.decoy.url);
		return [
			`${host}/`,
			`${host}#`,
			`${host}?`,
			`${host}\\`,
			`user@${host}/`,
			`//${host}/`,
			`${stage.decoy.url}/`,
		];
	};

	it.each(['new', 'old'] as const)('of the %s generation reaches no other host', async (generation) => {
		const workflow = await stage.activate(api, generation === 'old' ? olderCredential : {});
		const body = stage.payload(await stage.make(generation));
		for (const workspaceId of hosts()) {
			await workflow.deliver({ ...body, workspaceId });
			await workflow.deliver({ ...body, workspaceId, requestId: undefined });
		}
		await workflow.settled();
		expect(stage.decoy.log).toEqual([]);
		// Our own host was asked, so that it was no accident.
		expect(stage.asked().length).toBeGreaterThan(0);
		const urls = stage.harness.executions
			.flatMap((execution) => execution.nodeOutput('Trigger'))
			.map(({ json }) => (json as never as { data: { files: Array<{ url: string }> } }).data.files[0]!.url);
		expect(urls.length).toBeGreaterThan(0);
		for (const url of urls) expect(url.startsWith(stage.sandbox.baseUrl[generation])).toBe(true);
	});

	it('reaches no other host through links and share links either', async () => {
		const workflow = await stage.activate(api);
		const body = stage.payload(await stage.make());
		const link = `${stage.decoy.url}/x.pdf`;
		const files = body.files.map((file) => ({
			...file,
			url: link,
			share: { shareType: 'public', url: link },
		}));
		expect((await workflow.deliver({ ...body, url: link, baseUrl: link, files })).status).toBe(200);
		expect(stage.decoy.log).toEqual([]);
	});

	it('reaches no other host through a redirect of the API', async () => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		stage.sandbox.configure({ knobs: { api: 'redirect-away' } });
		expect((await workflow.deliver(stage.payload(request))).status).toBe(503);
		expect(stage.asked()).toHaveLength(1);
		expect(stage.decoy.log).toEqual([]);
	});
});

describe('IDs that are paths', () => {
	it.each(['../designs', '..%2fdesigns', 'a/../../designs', 'x?y=', 'x#', '%00', 'a b', '.', '..'])(
		'are never sent to the API: %s',
		async (evil) => {
			const workflow = await stage.activate(api);
			const body = stage.payload(await stage.make());
			const inFile = { ...body, files: [{ ...body.files[0], fileId: evil }] };
			const inUuid = { ...body, requestId: undefined, files: [{ fileId: 'x', uuid: evil }] };
			for (const forged of [{ ...body, requestId: evil }, inFile, inUuid]) {
				expect((await workflow.deliver(forged)).status).toBe(401);
			}
			expect(stage.asked()).toEqual([]);
			expect(await workflow.settled()).toEqual([]);
		},
	);
});

describe('files that were invented', () => {
	it('are detected beside a real one, in any position', async () => {
		const workflow = await stage.activate(api);
		const body = stage.payload(await stage.make());
		const invented = { fileId: '00000000-0000-4000-8000-000000000000', fileName: 'x.pdf' };
		for (const files of [
			[...body.files, invented],
			[invented, ...body.files],
		]) {
			expect((await workflow.deliver({ ...body, files })).status).toBe(503);
		}
		expect(await workflow.settled()).toEqual([]);
	});

	it('are refused when they belong to another request', async () => {
		const workflow = await stage.activate(api);
		const [one, other] = [stage.payload(await stage.make()), stage.payload(await stage.make())];
		expect((await workflow.deliver({ ...one, files: other.files })).status).toBe(503);
	});

	it('are refused when the event has an invented name', async () => {
		const workflow = await stage.activate(api);
		const body = stage.payload(await stage.make());
		for (const event of ['file.completed ', 'FILE.COMPLETED', 'file.deleted', ['file.completed'], {}]) {
			expect((await workflow.deliver({ ...body, event })).status).toBe(401);
		}
		expect(stage.asked()).toEqual([]);
	});
});

describe('a genuine delivery, replayed with changes', () => {
	it('starts nothing again when confirmed with the API alone, whatever was changed', async () => {
		const workflow = await stage.activate(api);
		const body = stage.payload(await stage.make('new', [{}, {}]));
		const changes = [
			{},
			{ timestamp: new Date().toISOString() },
			{ workspaceId: 'ws_other' },
			{ designId: 'other', version: 99 },
			{ extra: 'x' },
			{ files: [...body.files].reverse() },
			{ files: [...body.files, ...body.files] },
			{ files: body.files.map((file) => ({ ...file, fileName: 'other.pdf', uuid: 'other' })) },
			{ requestId: String(body.requestId).toUpperCase() },
		];
		for (const change of changes) await workflow.deliver({ ...body, ...change });
		expect(await workflow.settled()).toHaveLength(1);
	});
});

describe('a flood', () => {
	it('of forged deliveries with many files costs two questions each at most, eight at a time', async () => {
		const workflow = await stage.activate(api);
		const forged = (index: number) => ({
			event: reportFlow.events[0]!.event,
			requestId: `forged-${index}`,
			files: Array.from({ length: 1_000 }, (_, file) => ({ fileId: `forged-${file}` })),
		});
		stage.sandbox.configure({ knobs: { api: 'slow' } });
		const answers = await Promise.all(
			Array.from({ length: 40 }, async (_, index) => await workflow.deliver(forged(index))),
		);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
		expect(stage.asked().length).toBeLessThanOrEqual(2 * answers.length);
		// No answer comes earlier than that, so the ninth question after another cannot be asked before. Later, deliveries whose
		// time is up give their places away in the middle of a question.
		const times = stage.sandbox.requests.map(({ at }) => at.getTime());
		const early = times.filter((time) => time - times[0]! < 2_500);
		const gaps = early.slice(8).map((time, index) => time - early[index]!);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(stage.slowMs - 20);
		expect(await workflow.settled()).toEqual([]);
	});

	it('of forged deliveries costs a small share of the rate, and blocks no genuine delivery', async () => {
		const workflow = await stage.activate(api);
		const forged = async (index: number) => {
			const body = { event: 'file.completed', requestId: `forged-${index}`, files: [{ fileId: 'x' }] };
			return (await workflow.deliver(body, { from: '127.0.0.2' })).status;
		};
		const bodies = [stage.payload(await stage.make()), stage.payload(await stage.make())];
		const flood = Array.from({ length: 100 }, async (_, index) => await forged(index));
		for (const body of bodies) expect((await workflow.deliver(body)).status).toBe(200);
		expect(new Set(await Promise.all(flood))).toEqual(new Set([503]));
		expect(await workflow.settled()).toHaveLength(2);
		expect(stage.asked().length - 2).toBeLessThanOrEqual(8);
	});

	it('for one workspace does not stop requests about another', async () => {
		const flooded = await stage.activate(api);
		const other = await stage.activate(api, { ...olderCredential, webhookId: 'other' });
		const genuine = stage.payload(await stage.make('old'));
		const forged = (index: number) => ({
			event: reportFlow.events[0]!.event,
			requestId: `forged-${index}`,
			files: [{ fileId: 'x' }],
		});
		const flood = Array.from({ length: 40 }, async (_, index) => await flooded.deliver(forged(index)));
		while (stage.asked().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		expect((await other.deliver(genuine)).status).toBe(200);
		await Promise.all(flood);
	});

	it('of files in one delivery is not examined one by one', () => {
		const files = Array.from({ length: 200_000 }, (_, index) => ({ fileId: `f${index}` }));
		const body = Buffer.from(JSON.stringify({ event: reportFlow.events[0]!.event, requestId: 'r', files }));
		expect(parsePayload(body).kind).toBe('unrecognised');
	});

	it('of bytes is refused before it is read as JSON or the API is asked', async () => {
		const workflow = await stage.activate(api);
		const body = JSON.stringify(stage.payload(await stage.make()));
		const limit = jest.replaceProperty(reportFlow, 'deliveryBytesAtMost', body.length as never);
		expect((await workflow.deliver(`${body} `)).status).toBe(413);
		expect(stage.asked()).toEqual([]);
		expect((await workflow.deliver(body)).status).toBe(200);
		limit.restore();
		expect(await workflow.settled()).toHaveLength(1);
	});

	it.each([
		['no JSON', Buffer.from('file.completed')],
		['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
		['nothing', Buffer.alloc(0)],
		['half a body', Buffer.from('{"event":"file.completed","files":[')],
	])('is refused with 400 when it has %s', async (_, body) => {
		const workflow = await stage.activate();
		const headers = { 'content-type': 'application/octet-stream' };
		expect((await workflow.deliver(body, { headers })).status).toBe(400);
		expect(await workflow.settled()).toEqual([]);
	});

	it('of nesting does no harm', async () => {
		const workflow = await stage.activate();
		const deep = `{"event":"file.completed","files":[{"fileId":"a","uuid":"b","params":${'['.repeat(5_000)}${']'.repeat(5_000)}}]}`;
		const { status } = await workflow.deliver(deep);
		expect(status).toBe(200);
		await workflow.settled();
	});
});

describe('a sender who knows part of a secret', () => {
	it('gets the same answer whatever is wrong', async () => {
		const workflow = await stage.activate({
			authenticity: ['address', 'api', 'header'],
			addresses: '127.0.0.1',
		});
		const body = stage.payload(await stage.make());
		const answers = [];
		for (const token of [undefined, 'x', TOKEN.slice(0, -1)]) {
			const headers: Record<string, string> = token === undefined ? {} : { 'x-webhook-token': token };
			const { status, text } = await workflow.deliver(body, { headers });
			answers.push(`${status} ${text}`);
		}
		expect(new Set(answers).size).toBe(1);
		expect(answers[0]).toMatch(/^401/);
		expect(stage.asked()).toEqual([]);
	});

	it('must pass every chosen check, not just one', async () => {
		const workflow = await stage.activate({
			authenticity: ['address', 'header', 'path'],
			addresses: '127.0.0.1',
		});
		const body = stage.payload(await stage.make());
		const post = async (pathToken: string, headers: Record<string, string>) =>
			(
				await fetch(workflow.url.replace(':token', pathToken), {
					method: 'POST',
					headers: { 'content-type': 'application/json', ...headers },
					body: JSON.stringify(body),
				})
			).status;
		expect(await post(TOKEN, {})).toBe(401);
		expect(await post('x', { 'x-webhook-token': TOKEN })).toBe(401);
		expect(await workflow.settled()).toEqual([]);
		expect(await post(TOKEN, { 'x-webhook-token': TOKEN })).toBe(200);
		expect(itemsOf(await workflow.settled())[0]).toMatchObject({
			data: { verification: { method: 'header-token+path-token+source-address' } },
		});
	});

	it('cannot send the token in the query instead', async () => {
		const workflow = await stage.activate({ authenticity: ['path'] });
		const body = stage.payload(await stage.make());
		const { pathname } = new URL(workflow.url);
		for (const query of [`?token=${TOKEN}`, `?x-webhook-token=${TOKEN}`]) {
			expect(await postRaw(workflow.url, `${pathname}${query}`, body)).toBe(401);
			expect(await postRaw(workflow.url, `${pathname.replace(':token', 'x')}${query}`, body)).toBe(401);
		}
		expect(await workflow.settled()).toEqual([]);
	});
});

it('none of our keys appears in the log, an answer or an event', async () => {
	const workflow = await stage.activate(api);
	const request = await stage.make();
	const said: unknown[] = [];
	for (const knobs of [
		{ api: 'ok' },
		{ api: 'forbidden' },
		{ api: 'down' },
		{ api: 'redirect-away' },
	] as const) {
		stage.sandbox.configure({ knobs });
		said.push((await workflow.deliver(stage.payload(request))).text);
	}
	said.push(stage.harness.logs, itemsOf(await workflow.settled()));
	const text = JSON.stringify(said);
	expect(text).not.toContain(stage.sandbox.appKey);
	expect(text).not.toContain(stage.sandbox.secretKey);
});
