import { CloudEvent } from 'cloudevents';
import { takePlace } from '../../../nodes/ReportFlow/api/rateLimit';
import { connect } from '../../../nodes/ReportFlow/api/transport';
import { reportFlow } from '../../../nodes/ReportFlow/facts';
import { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';
import type { ActiveWorkflow } from '../../../tools/harness/harness.mts';
import {
	itemsOf,
	OLD_TOKEN,
	olderCredential,
	startTriggerStage,
	TOKEN,
	type Generation,
	type TriggerStage,
} from './triggerStage.mts';
import { endProcess } from '../../../nodes/shared/run/processMemory';

let stage: TriggerStage;
beforeEach(async () => (stage = await startTriggerStage()));
afterEach(async () => await stage.close());

const withToken = (workflow: ActiveWorkflow, token: string) => workflow.url.replace(':token', token);

/** Delivers to another URL than that of the workflow, as somebody who types it does. */
const post = async (url: string, body: unknown) =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

describe.each<[Generation, object]>([
	['new', {}],
	['old', olderCredential],
])('a delivery of the %s generation', (generation, node) => {
	it('starts one execution with one CloudEvents report event', async () => {
		const workflow = await stage.activate({ authenticity: ['api', 'header'] }, node);
		const request = await stage.make(generation, [{}, {}]);
		const attempts = await stage.sandbox.deliver(request, {
			to: workflow.url,
			headers: { 'X-Webhook-Token': TOKEN },
		});
		expect(attempts.map(({ status }) => status)).toEqual([200]);
		const [event, ...rest] = itemsOf(await workflow.settled());
		expect(rest).toEqual([]);
		expect(new CloudEvent(event as never, true).validate()).toBe(true);
		expect(ReportEvent.parse(event)).toEqual(event);
		expect(event).toMatchObject({
			type: 'com.re-port-flow.file.completed',
			subject: request.requestId,
			source: `${stage.sandbox.baseUrl[generation]}/workspaces/${stage.sandbox.workspaceId}`,
			data: {
				provider: 'reportflow',
				status: 'ready',
				report: { id: request.requestId },
				files: request.files.map(({ fileId }) => ({
					id: fileId,
					url: `${stage.sandbox.baseUrl[generation]}/file/download/${request.requestId}/${fileId}`,
					mediaType: 'application/pdf',
				})),
				verification: { verdict: 'verified', method: 'header-token+api' },
			},
		});
	});

	it('returns each file as its own item if the user wants that', async () => {
		const workflow = await stage.activate({ emit: 'file' }, node);
		const request = await stage.make(generation, [{}, {}, {}]);
		await workflow.deliver(stage.payload(request));
		const items = itemsOf(await workflow.settled());
		const files = request.files.map(({ fileId }) => fileId);
		expect(items.map((item) => (item as never as ReportEvent).data.files.map(({ id }) => id))).toEqual(
			files.map((id) => [id]),
		);
		expect(new Set(items.map(({ id }) => id)).size).toBe(3);
		for (const item of items) expect(new CloudEvent(item as never, true).validate()).toBe(true);
	});

	it('starts nothing when it is delivered again, with or without one item per file', async () => {
		for (const emit of ['event', 'file']) {
			const workflow = await stage.activate({ emit }, { ...node, webhookId: emit });
			const request = await stage.make(generation, [{}, {}]);
			const body = stage.payload(request);
			const again = { ...body, timestamp: '2026-12-31T00:00:00Z', files: [...body.files].reverse() };
			for (const payload of [body, body, again]) {
				expect((await workflow.deliver(payload)).status).toBe(200);
			}
			expect(await workflow.settled()).toHaveLength(1);
		}
	});

	it('is confirmed with the API, which is asked for each file by its IDs', async () => {
		const workflow = await stage.activate({ authenticity: ['api'] }, node);
		const request = await stage.make(generation, [{}, {}]);
		expect((await workflow.deliver(stage.payload(request))).status).toBe(200);
		expect(
			stage
				.asked()
				.map((path) => path.split('/').slice(-2).join('/'))
				.sort(),
		).toEqual(request.files.map(({ fileId }) => `${request.requestId}/${fileId}`).sort());
		const [event] = itemsOf(await workflow.settled());
		expect(event).toMatchObject({
			data: { verification: { method: 'api' }, files: [{ name: expect.stringContaining('.pdf') }, {}] },
		});
	});
});

describe('a token in a header', () => {
	const header = { authenticity: ['header'] };
	const body = async () => stage.payload(await stage.make());

	it.each([
		['none', {}],
		['another one', { 'x-webhook-token': `${TOKEN}x` }],
		['a part of it', { 'x-webhook-token': TOKEN.slice(0, -1) }],
		['it twice', { 'x-webhook-token': `${TOKEN}, ${TOKEN}` }],
		['it in another header', { authorization: `Bearer ${TOKEN}` }],
		['the previous one, which nobody allowed', { 'x-webhook-token': OLD_TOKEN }],
	])('refuses a delivery with %s', async (_, headers) => {
		const workflow = await stage.activate(header);
		const answer = await workflow.deliver(await body(), { headers: headers as Record<string, string> });
		expect(answer.status).toBe(401);
		expect(await workflow.settled()).toEqual([]);
		expect(stage.warnings().join()).toContain('does not hold the token');
	});

	it('accepts both tokens during a change, and any letter case in the header name', async () => {
		stage.credentials.new!.previousToken = OLD_TOKEN;
		const workflow = await stage.activate(header);
		for (const token of [TOKEN, OLD_TOKEN]) {
			const answer = await workflow.deliver(await body(), { headers: { 'X-WEBHOOK-Token': token } });
			expect(answer.status).toBe(200);
		}
		expect(await workflow.settled()).toHaveLength(2);
	});

	it('accepts Authorization with the word before the token', async () => {
		stage.credentials.new!.headerName = 'Authorization';
		const workflow = await stage.activate(header);
		for (const value of [`Bearer ${TOKEN}`, TOKEN]) {
			expect((await workflow.deliver(await body(), { headers: { authorization: value } })).status).toBe(200);
		}
	});

	it('passes an unknown shape on with its payload, and a failure with its reason', async () => {
		const workflow = await stage.activate(header);
		const headers = { 'x-webhook-token': TOKEN };
		await workflow.deliver({ hello: 'world' }, { headers });
		await workflow.deliver({ event: 'file.failed', requestId: 'r-1', message: 'no font' }, { headers });
		const events = (await workflow.settled()).flatMap((execution) => execution.nodeOutput('Trigger'));
		expect(events.map(({ json }) => json)).toMatchObject([
			{ type: reportFlow.unrecognisedType, data: { files: [], payload: { hello: 'world' } } },
			{
				type: reportFlow.unrecognisedType,
				subject: 'r-1',
				data: { status: 'failed', error: 'no font', details: { event: 'file.failed' } },
			},
		]);
		for (const { json } of events) expect(new CloudEvent(json as never, true).validate()).toBe(true);
	});
});

describe('a token in the path', () => {
	it('is accepted at the place of :token in the URL, and nowhere else', async () => {
		const workflow = await stage.activate({ authenticity: ['path'] });
		expect(workflow.url).toMatch(/\/hook\/hook\/:token$/);
		const body = stage.payload(await stage.make());
		for (const token of [':token', 'x', `${TOKEN}x`, `${TOKEN}%20`, 'hook', TOKEN.toUpperCase()]) {
			expect((await post(withToken(workflow, token), body)).status).toBe(401);
		}
		for (const token of ['', `${TOKEN}/x`, encodeURIComponent(`${TOKEN}/..`)]) {
			expect((await post(withToken(workflow, token), body)).status).toBe(404);
		}
		expect(await workflow.settled()).toEqual([]);
		expect((await post(withToken(workflow, TOKEN), body)).status).toBe(200);
		const [event] = itemsOf(await workflow.settled());
		expect(event).toMatchObject({ data: { verification: { verdict: 'verified', method: 'path-token' } } });
		expect(stage.warnings().join()).toContain('its path ends with :token');
	});

	it('that is wrong ends a test listen with the reason', async () => {
		const workflow = await stage.activate({ authenticity: ['path'] });
		const { url } = await workflow.listen();
		const body = stage.payload(await stage.make());
		expect((await post(url.replace(':token', `${TOKEN}x`), body)).status).toBe(401);
		const { message } = (await workflow.settled()).at(-1)!.error!;
		expect(message).toMatch(/^A delivery was refused with 401: \w/);
		expect(stage.warnings().join()).toContain(message.replace(/^.*401: /, ''));
		expect(message).not.toContain(TOKEN);
	});

	it('never appears in the log, the answer or the event', async () => {
		const workflow = await stage.activate({ authenticity: ['path', 'header'] });
		const body = stage.payload(await stage.make());
		const answer = await post(withToken(workflow, TOKEN), body);
		expect(answer.status).toBe(401);
		const accepted = await fetch(withToken(workflow, TOKEN), {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-webhook-token': TOKEN },
			body: JSON.stringify(body),
		});
		expect(accepted.status).toBe(200);
		const items = itemsOf(await workflow.settled());
		const said = JSON.stringify([stage.harness.logs, await answer.text(), await accepted.text(), items]);
		expect(said).not.toContain(TOKEN);
	});
});

describe('a source address', () => {
	it.each([
		['127.0.0.1', 200],
		['10.0.0.0/8, 127.0.0.0/8', 200],
		['203.0.113.7', 401],
		['127.0.0.2/32', 401],
		['::1', 401],
	])('in %s is answered with %i', async (addresses, status) => {
		const workflow = await stage.activate({ authenticity: ['address'], addresses });
		expect((await workflow.deliver(stage.payload(await stage.make()))).status).toBe(status);
		expect(await workflow.settled()).toHaveLength(status === 200 ? 1 : 0);
	});

	it('is the address of the connection, whatever a header says', async () => {
		const workflow = await stage.activate({ authenticity: ['address'], addresses: '203.0.113.7' });
		const headers = {
			'x-forwarded-for': '203.0.113.7',
			'x-real-ip': '203.0.113.7',
			forwarded: 'for=203.0.113.7',
		};
		expect((await workflow.deliver(stage.payload(await stage.make()), { headers })).status).toBe(401);
	});
});

describe('confirming with the API', () => {
	const api = { authenticity: ['api'] };

	it('alone repeats only those parts of the body that ReportFlow confirmed', async () => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		const body = stage.payload(request);
		const forged = {
			...body,
			workspaceId: 'ws_forged',
			designId: 'forged',
			timestamp: '2099-01-01T00:00:00Z',
			note: 'forged',
			files: body.files.map((file) => ({
				...file,
				fileName: 'forged.exe',
				passthrough: { cid: 'forged' },
				share: { shareType: 'public', url: `${stage.decoy.url}/forged` },
			})),
		};
		expect((await workflow.deliver(forged)).status).toBe(200);
		const [event] = itemsOf(await workflow.settled());
		expect(JSON.stringify(event)).not.toMatch(/forged|2099/);
		expect(event).toMatchObject({
			subject: request.requestId,
			data: {
				files: [{ id: request.files[0]!.fileId, name: 'certificate 1.pdf' }],
				details: { confirmedFiles: 1 },
			},
		});
		expect(event).not.toHaveProperty('data.payload');
		// Another workspace named, the same files: still the same event.
		expect((await workflow.deliver({ ...forged, workspaceId: 'ws_other' })).status).toBe(200);
		expect(await workflow.settled()).toHaveLength(1);
		expect(stage.decoy.log).toEqual([]);
	});

	it('beside a token also returns the body, with the correlation ID', async () => {
		const workflow = await stage.activate({ authenticity: ['api', 'header'] });
		const passthrough = { [reportFlow.correlation.key]: 'n-17', row: 17 };
		const request = await stage.make('new', [{ passthrough }]);
		await workflow.deliver(stage.payload(request), { headers: { 'x-webhook-token': TOKEN } });
		expect(itemsOf(await workflow.settled())[0]).toMatchObject({
			data: { details: { correlationId: 'n-17', files: [{ correlationId: 'n-17', passthrough }] } },
		});
	});

	it.each([
		['a file that ReportFlow does not have, or not yet', { file: 'expired' }, 503],
		['the API being down', { api: 'down' }, 503],
		['the API answering 500', { api: 'error-500' }, 503],
		['too many requests', { api: 'rate-limited' }, 503],
		['no leave to download', { api: 'forbidden' }, 503],
		['a validator that refuses the IDs', { api: 'bad-request' }, 503],
		['a page to sign in at', { file: 'login-page' }, 503],
		['something else than a PDF', { file: 'not-pdf' }, 503],
		['nothing in the file', { file: 'empty' }, 503],
		['an answer that breaks off', { api: 'cut-off' }, 503],
	] as const)('answers %s (%j) with %i', async (_, knobs, status) => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		stage.sandbox.configure({ knobs });
		const answer = await workflow.deliver(stage.payload(request));
		expect(answer.status).toBe(status);
		if (status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
		expect(await workflow.settled()).toEqual([]);
	});

	it.each(['api', 'file'] as const)('stops in time when the %s never answers', async (knob) => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		stage.sandbox.configure({ knobs: { [knob]: 'silent' } });
		const since = Date.now();
		expect((await workflow.deliver(stage.payload(request))).status).toBe(503);
		expect(Date.now() - since).toBeLessThan(20_000);
		expect(stage.warnings().join()).toMatch(/in time/);
	});

	it.each(['a token that works', 'an expired token', 'no token'])(
		'works through OAuth2, with %s',
		async (has) => {
			const { url, clientId, clientSecret, baseUrl } = stage.sandbox;
			const accessTokenUrl = `${url}/api/v1/oauth/token`;
			const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
			const answer = await fetch(accessTokenUrl, { method: 'POST', body: new URLSearchParams(form) });
			const token = ((await answer.json()) as { access_token: string }).access_token;
			stage.credentials.oauth = {
				environment: 'custom',
				baseUrl: baseUrl.new,
				grantType: has === 'a token that works' ? 'pkce' : 'clientCredentials',
				clientId,
				clientSecret,
				accessTokenUrl,
				scope: 'designs:read pdf:generate',
				authentication: 'body',
				...(has !== 'no token' && {
					oauthTokenData: {
						access_token: has === 'an expired token' ? 'expired' : token,
						token_type: 'Bearer',
					},
				}),
			};
			const workflow = await stage.activate(
				{ ...api, authentication: 'oAuth2' },
				{ credentials: { reportFlowOAuth2Api: { id: 'oauth', name: 'OAuth2' } } },
			);
			expect((await workflow.deliver(stage.payload(await stage.make()))).status).toBe(200);
			expect(itemsOf(await workflow.settled())[0]).toMatchObject({
				data: { verification: { method: 'api' } },
			});
			expect(stage.sandbox.requests.at(-1)).toMatchObject({ signIn: 'bearer', status: 200 });
		},
	);

	it('makes ReportFlow deliver again after a failure, and then starts exactly one execution', async () => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		stage.sandbox.configure({ knobs: { api: 'down' } });
		const answers = stage.sandbox.deliver(request, { to: workflow.url });
		while (stage.sandbox.webhooks.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		stage.sandbox.configure({ knobs: { api: 'ok' } });
		const statuses = (await answers).map(({ status }) => status);
		expect(statuses[0]).toBe(503);
		expect(statuses.at(-1)).toBe(200);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('waits for a file that comes a moment late', async () => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		request.state = 'queued';
		stage.sandbox.configure({ knobs: { notReady: '404' } });
		const answer = workflow.deliver(stage.payload(request));
		while (stage.asked().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		stage.sandbox.finish(request);
		expect((await answer).status).toBe(200);
		expect(stage.asked()).toHaveLength(2);
	});

	it('with an older credential refuses a delivery that names another workspace, without any request', async () => {
		stage.credentials.old = { ...stage.credentials.old, environment: 'production', workspaceId: 'ws_ours' };
		const workflow = await stage.activate(api, olderCredential);
		const body = { ...stage.payload(await stage.make('old')), workspaceId: 'ws_theirs' };
		expect((await workflow.deliver(body)).status).toBe(401);
		expect(stage.warnings().join()).toContain('another workspace');
	});

	it('asks for at most 20 files of one delivery, and for none after a missing one', async () => {
		const workflow = await stage.activate(api);
		const request = await stage.make(
			'new',
			Array.from({ length: 30 }, () => ({})),
		);
		expect((await workflow.deliver(stage.payload(request))).status).toBe(200);
		expect(stage.asked()).toHaveLength(20);
		const [event] = itemsOf(await workflow.settled());
		expect(event).toMatchObject({ data: { details: { confirmedFiles: 20 } } });
		expect((event as never as ReportEvent).data.files).toHaveLength(30);

		const body = stage.payload(request);
		const invented = body.files.map((file, index) => ({ ...file, fileId: `invented-${index}` }));
		expect((await workflow.deliver({ ...body, files: invented })).status).toBe(503);
		// One file, looked for twice.
		expect(stage.asked()).toHaveLength(22);
	});

	/** For what shows what is asked, not how fast: a busy machine may need longer than ReportFlow waits. */
	const giveTime = () => jest.replaceProperty(reportFlow, 'webhookAnswerWithinMs', 60_000 as never);
	afterEach(() => jest.restoreAllMocks());

	it('asks once for all deliveries waiting for the same files', async () => {
		giveTime();
		const workflow = await stage.activate(api);
		const body = stage.payload(await stage.make());
		stage.sandbox.configure({ knobs: { api: 'slow' } });
		const answers = await Promise.all(Array.from({ length: 10 }, async () => await workflow.deliver(body)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(stage.asked()).toHaveLength(1);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('asks nothing again about an accepted delivery when ReportFlow repeats it, API down or not', async () => {
		const workflow = await stage.activate(api);
		const body = stage.payload(await stage.make());
		expect((await workflow.deliver(body)).status).toBe(200);
		expect(await workflow.settled()).toHaveLength(1);
		stage.sandbox.configure({ knobs: { api: 'down' } });
		expect((await workflow.deliver(body)).status).toBe(200);
		expect(stage.asked()).toHaveLength(1);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('asks about many deliveries a few at a time', async () => {
		giveTime();
		const workflow = await stage.activate(api);
		const bodies = [];
		for (let count = 0; count < 30; count++) bodies.push(stage.payload(await stage.make()));
		stage.sandbox.configure({ knobs: { api: 'slow' } });
		const answers = await Promise.all(bodies.map(async (body) => await workflow.deliver(body)));
		expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
		expect(await workflow.settled()).toHaveLength(30);
	});

	it('stays within the published rate, and reserves no request that it does not send', async () => {
		stage.credentials.new!.asyncPerMinute = 3;
		const workflow = await stage.activate(api);
		const bodies = [];
		for (let count = 0; count < 5; count++) bodies.push(stage.payload(await stage.make()));
		const statuses = [];
		for (const body of bodies) statuses.push((await workflow.deliver(body)).status);
		expect(statuses).toEqual([200, 200, 200, 503, 503]);
		expect(stage.asked()).toHaveLength(3);
		expect(stage.warnings().join()).toContain('published request rate');
		const { identity } = connect(stage.harness as never, stage.credentials.new as never);
		expect(takePlace(identity, 'async', 3)).toBeLessThan(61_000);
	});

	it('sends nothing while ReportFlow asks for a pause', async () => {
		const workflow = await stage.activate(api);
		const request = await stage.make();
		stage.sandbox.configure({ knobs: { api: 'rate-limited' } });
		expect((await workflow.deliver(stage.payload(request))).status).toBe(503);
		expect((await workflow.deliver(stage.payload(request))).status).toBe(503);
		expect(stage.asked()).toHaveLength(1);
	});
});

describe('the user’s own filters', () => {
	it('acknowledge, without an execution, what the user did not choose', async () => {
		const options = { workspaceIds: 'ws_one, ws_two', designIds: 'design_123' };
		const workflow = await stage.activate({ options });
		const body = { ...stage.payload(await stage.make()), workspaceId: 'ws_two', designId: 'design_123' };
		expect((await workflow.deliver({ ...body, workspaceId: 'ws_three' })).status).toBe(200);
		expect((await workflow.deliver({ ...body, designId: 'another' })).status).toBe(200);
		expect((await workflow.deliver({ ...body, workspaceId: undefined })).status).toBe(200);
		expect(await workflow.settled()).toEqual([]);
		expect((await workflow.deliver(body)).status).toBe(200);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('leave out files that a ReportFlow node waited for, and ask the API nothing about them', async () => {
		const workflow = await stage.activate({
			authenticity: ['api'],
			options: { ignoreWaitedFor: true },
		});
		const { key, waitedPrefix, prefix } = reportFlow.correlation;
		const waited = { passthrough: { [key]: `${waitedPrefix}1` } };
		const other = { passthrough: { [key]: `${prefix}2` } };
		expect((await workflow.deliver(stage.payload(await stage.make('new', [waited])))).status).toBe(200);
		expect(stage.asked()).toEqual([]);
		expect(await workflow.settled()).toEqual([]);
		const both = await stage.make('new', [waited, other]);
		expect((await workflow.deliver(stage.payload(both))).status).toBe(200);
		expect(itemsOf(await workflow.settled())[0]).toMatchObject({
			data: { files: [{ id: both.files[1]!.fileId }] },
		});
	});

	it('can leave out the payload, which has the values of the PDF', async () => {
		const workflow = await stage.activate({ options: { leaveOutPayload: true } });
		await workflow.deliver(stage.payload(await stage.make('old')));
		const [event] = itemsOf(await workflow.settled());
		expect(event).not.toHaveProperty('data.payload');
		expect(JSON.stringify(event)).not.toContain('A. Person');
	});
});

describe('redeliveries', () => {
	it('of the same event that arrive at once start exactly one execution', async () => {
		const workflow = await stage.activate();
		const body = stage.payload(await stage.make());
		const answers = await Promise.all(Array.from({ length: 50 }, async () => await workflow.deliver(body)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('take the place of a delivery that n8n failed to accept', async () => {
		const workflow = await stage.activate();
		workflow.failNextStore = true;
		const attempts = await stage.sandbox.deliver(await stage.make(), { to: workflow.url });
		expect(attempts.map(({ status }) => status)).toEqual([500, 200]);
		const successes = (await workflow.settled()).filter(({ status }) => status === 'success');
		expect(successes).toHaveLength(1);
	});

	it.each(['event', 'file'])(
		'after a restart pass the first layer and are dropped by the second (one item per %s)',
		async (emit) => {
			const workflow = await stage.activate({ emit });
			const body = stage.payload(await stage.make('new', [{}, {}]));
			await workflow.deliver(body);
			await workflow.settled();
			await stage.harness.restart();
			endProcess();
			expect((await workflow.deliver(body)).status).toBe(200);
			const [first, second] = await workflow.settled();
			expect(first!.nodeOutput('Trigger')).toHaveLength(emit === 'file' ? 2 : 1);
			expect(second!.status).toBe('success');
			expect(second!.nodeOutput('Trigger')).toEqual([]);
			// An execution that n8n starts again by itself goes on.
			const again = await workflow.rerun(first!.id);
			expect(again.nodeOutput('Trigger')).toHaveLength(emit === 'file' ? 2 : 1);
		},
	);

	it('are shown every time while listening for a test event', async () => {
		const workflow = await stage.activate({ authenticity: ['path'] });
		const body = stage.payload(await stage.make());
		await post(withToken(workflow, TOKEN), body);
		for (let time = 0; time < 2; time++) {
			const { url } = await workflow.listen();
			expect((await post(url.replace(':token', TOKEN), body)).status).toBe(200);
			expect((await workflow.settled()).at(-1)!.nodeOutput('Trigger')).toHaveLength(1);
		}
	});

	it('are distinguished from another delivery for the same request', async () => {
		const workflow = await stage.activate();
		stage.sandbox.configure({ webhookUrl: workflow.url, knobs: { webhooks: 'per-file' } });
		await stage.make('new', [{}, {}, {}]);
		expect(await workflow.settled()).toHaveLength(3);
	});
});

describe('activation', () => {
	it.each([
		['nothing chosen', { authenticity: [] }, {}, 'Choose under "Verify Deliveries With"'],
		['None beside others', { authenticity: ['none', 'header'] }, {}, 'is combined with other choices'],
		['a choice that nobody knows', { authenticity: ['signature'] }, {}, 'is unknown'],
		['no token', { authenticity: ['header'] }, { credentials: {} }, 'no(thing|ne) to compare'],
		['no token for the path', { authenticity: ['path'] }, { credentials: {} }, 'none to compare'],
		['no address', { authenticity: ['address'] }, {}, 'List them under Allowed Addresses'],
		['no readable address', { authenticity: ['address'], addresses: '1.2.3' }, {}, '1.2.3'],
		['every address', { authenticity: ['address'], addresses: '10.0.0.1, ::/0' }, {}, 'every address'],
		['no API', { authenticity: ['api'] }, { credentials: {} }, 'missing or has no keys'],
		[
			'no API beside addresses',
			{ authenticity: ['address', 'api'], addresses: '10.0.0.1' },
			{ credentials: {} },
			'missing or has no keys',
		],
	])('is refused for %s, and says what to do', async (_, parameters, node, remedy) => {
		const failure = await stage.activate(parameters, node).catch((error: unknown) => error);
		expect(failure).toMatchObject({
			// n8n 2 shows the message alone.
			message: expect.stringMatching(
				new RegExp(`^The trigger cannot tell genuine deliveries from forged ones\\. .*${remedy}`),
			) as string,
		});
	});

	it.each(['short', 'with spaces in between them', 'slash/slash/slash/slash'])(
		'is refused for the token "%s"',
		async (token) => {
			stage.credentials.new!.token = token;
			await expect(stage.activate({ authenticity: ['path'] })).rejects.toThrow(/cannot tell genuine/);
		},
	);

	it('is refused for plain HTTP outside this computer, unless that is allowed', async () => {
		stage.harness.publicAddress = 'http://n8n.corp.example';
		const parameters = { authenticity: ['path'] };
		await expect(stage.activate(parameters)).rejects.toThrow(/starts with http:.*Allow Plain HTTP/);
		const allowed = await stage.activate({ ...parameters, options: { allowHttp: true } });
		expect(allowed.isActive).toBe(true);
	});

	it('is refused for a base URL that keys must not travel to, and names it', async () => {
		stage.credentials.new!.baseUrl = 'http://api.example.com/v1';
		const failure = await stage.activate({ authenticity: ['api'] }).catch((error: unknown) => error);
		expect(failure).toMatchObject({ message: expect.stringContaining('base URL') as string });
	});

	it('warns about a URL that ReportFlow cannot reach, in the log and beside the output', async () => {
		const workflow = await stage.activate();
		expect(stage.warnings().join()).toContain('ReportFlow will not be able to deliver');
		await workflow.deliver(stage.payload(await stage.make()));
		const [execution] = await workflow.settled();
		expect(execution!.nodeHints('Trigger')[0]).toMatchObject({ type: 'warning' });
	});
});
