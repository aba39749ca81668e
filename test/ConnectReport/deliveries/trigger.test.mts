import { gzipSync } from 'node:zlib';
import { CloudEvent } from 'cloudevents';
import { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';
import { deliver } from '../../../tools/harness/deliver.mts';
import {
	eventsOf,
	OLD_TOKEN,
	startTriggerStage,
	TOKEN,
	withQuery,
	type TriggerStage,
} from './triggerStage.mts';

let stage: TriggerStage;
beforeEach(async () => (stage = await startTriggerStage()));
afterEach(async () => await stage.close());

const seedTask = () => stage.sandbox.tasks[0]!;
const success = () => stage.sandbox.callback(seedTask(), { outcome: {} });

describe('a run of a report task', () => {
	it('starts an execution for its start, its success and its failure, each with a CloudEvents report event', async () => {
		const { url, settled } = bind(await stage.activate({ authenticity: ['query', 'api'] }));
		const { sandbox } = stage;
		sandbox.configure({ preCallbackUrl: withQuery(url), postCallbackUrl: withQuery(url) });
		const report = await sandbox.run(seedTask());
		await sandbox.run(seedTask(), { fails: 'no disk' });
		expect(sandbox.callbacks.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		const events = eventsOf(await settled());
		expect(events.map(({ type }) => type.replace('com.connectreport.report-task.', ''))).toEqual([
			'started',
			'succeeded',
			'failed',
		]);
		for (const event of events) {
			expect(new CloudEvent(event as never, true).validate()).toBe(true);
			expect(ReportEvent.parse(event)).toEqual(event);
			expect(event).toMatchObject({
				source: sandbox.url,
				subject: seedTask().id,
				data: { verification: { verdict: 'verified', method: 'query-token+api' } },
			});
		}
		expect(events[1]!.data).toMatchObject({
			status: 'ready',
			report: { id: report!.id, name: 'Weekly sales overview' },
			details: { reportId: report!.id, frequency: 'Monthly', id: expect.any(String) },
		});
		expect(events[2]!.data).toMatchObject({ error: 'Report task failed due to no disk' });
	});

	it('keeps the markup of the template out of event and log, except its length, unless the user wants it', async () => {
		const html = '<h1>confidential</h1>';
		stage.sandbox.templates[0]!.html = html;
		const workflow = await stage.activate();
		await workflow.deliver(success());
		const [event] = eventsOf(await workflow.settled());
		expect(JSON.stringify([event, stage.harness.logs])).not.toContain('confidential');
		expect(event!.data.details.templateHtmlLength).toBe(html.length);
		const other = await stage.activate({ options: { includeTemplateHtml: true } }, { webhookId: 'other' });
		await other.deliver(success());
		expect(eventsOf(await other.settled())[0]!.data.payload).toEqual(success());
	});

	it('leaves the payload out if the user wants that', async () => {
		const workflow = await stage.activate({ options: { leaveOutPayload: true } });
		await workflow.deliver(success());
		expect(eventsOf(await workflow.settled())[0]!.data).not.toHaveProperty('payload');
	});
});

/** Methods that can be taken apart. */
function bind(workflow: Awaited<ReturnType<TriggerStage['activate']>>) {
	return { url: workflow.url, settled: async () => await workflow.settled() };
}

describe('a delivery', () => {
	it.each([
		['compressed with gzip', gzipSync, { 'content-encoding': 'gzip' }],
		['with a charset', Buffer.from, { 'content-type': 'application/json; charset=utf-8' }],
		[
			'in Latin-1',
			(text: string) => Buffer.from(text, 'latin1'),
			{ 'content-type': 'application/json; charset=latin1' },
		],
		['without a content type that says JSON', Buffer.from, { 'content-type': 'application/octet-stream' }],
	])('may be %s', async (_, encode: (text: string) => Buffer, headers) => {
		seedTask().title = 'Umsätze';
		const workflow = await stage.activate();
		const answer = await workflow.deliver(encode(JSON.stringify(success())), { headers: headers as never });
		expect(answer.status).toBe(200);
		expect(eventsOf(await workflow.settled())[0]!.data.report!.name).toBe('Umsätze');
	});

	it.each([
		['no JSON', Buffer.from('postReportTask')],
		['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
		['nothing', Buffer.alloc(0)],
		['half a body', Buffer.from('{"trigger":"postReportTask","reportTask":{')],
	])('is refused with 400 when it has %s', async (_, body) => {
		const workflow = await stage.activate();
		const headers = { 'content-type': 'application/octet-stream' };
		expect((await workflow.deliver(body, { headers })).status).toBe(400);
		expect(await workflow.settled()).toEqual([]);
	});

	it('is passed on as unrecognised when its status or trigger is unknown, whatever is selected', async () => {
		const workflow = await stage.activate({ events: ['failed'] });
		stage.sandbox.configure({ knobs: { callbackStatus: 'unknown' } });
		await workflow.deliver(success());
		stage.sandbox.configure({ knobs: { callbackTrigger: 'unknown' } });
		await workflow.deliver(success());
		const events = eventsOf(await workflow.settled());
		expect(events.map(({ type }) => type)).toEqual(Array(2).fill('com.connectreport.unrecognised'));
	});
});

describe('a token in the URL', () => {
	it('is compared as a whole, and both tokens are accepted during a change', async () => {
		stage.credentials.api!.previousToken = OLD_TOKEN;
		const workflow = await stage.activate({ authenticity: ['query'] });
		const post = async (query: string) => (await deliver(workflow.url + query, success())).status;
		for (const wrong of ['', '?token=', '?token', `?token=${TOKEN}x`, `?token=${TOKEN}&token=${TOKEN}`]) {
			expect([wrong, await post(wrong)]).toEqual([wrong, 401]);
		}
		for (const wrong of [
			`?token[]=${TOKEN}`,
			`?token[a]=${TOKEN}`,
			`?Token=${TOKEN}`,
			`?token=${TOKEN}%00`,
		]) {
			expect([wrong, await post(wrong)]).toEqual([wrong, 401]);
		}
		expect(await workflow.settled()).toEqual([]);
		expect(await post(`?token=${TOKEN}`)).toBe(200);
		expect(await post(`?token=${OLD_TOKEN}&more=x`)).toBe(200);
		const [event] = eventsOf(await workflow.settled());
		expect(event!.data.verification).toEqual({ verdict: 'verified', method: 'query-token' });
		expect(stage.warnings().join()).toContain('its URL has no ?token=');
	});

	it('never appears in the log, an answer or an event', async () => {
		const workflow = await stage.activate({ authenticity: ['query', 'header'] });
		const refused = await deliver(withQuery(workflow.url), success());
		const accepted = await deliver(withQuery(workflow.url), success(), {
			headers: { 'x-webhook-token': TOKEN },
		});
		expect([refused.status, accepted.status]).toEqual([401, 200]);
		const said = [stage.harness.logs, refused.text, accepted.text, eventsOf(await workflow.settled())];
		expect(JSON.stringify(said)).not.toContain(TOKEN);
	});

	it('is not accepted in a header or in the body instead', async () => {
		const workflow = await stage.activate({ authenticity: ['query'] });
		const headers = { 'x-webhook-token': TOKEN, token: TOKEN, authorization: `Bearer ${TOKEN}` };
		const answer = await workflow.deliver(
			{ ...success(), token: TOKEN, query: { token: TOKEN } },
			{ headers },
		);
		expect(answer.status).toBe(401);
	});
});

describe('a token in a header, and a source address', () => {
	it('must both be right when both are chosen', async () => {
		const parameters = { authenticity: ['header', 'address'], addresses: '127.0.0.1' };
		const workflow = await stage.activate(parameters);
		const headers = { 'x-webhook-token': TOKEN };
		expect((await workflow.deliver(success())).status).toBe(401);
		expect((await workflow.deliver(success(), { headers })).status).toBe(200);
		const elsewhere = await stage.activate(
			{ ...parameters, addresses: '10.0.0.0/8' },
			{ webhookId: 'other' },
		);
		expect((await elsewhere.deliver(success(), { headers })).status).toBe(401);
		expect(eventsOf(await workflow.settled())[0]!.data.verification.method).toBe(
			'header-token+source-address',
		);
	});
});

describe('filters', () => {
	const selected = async (parameters: object) => {
		const workflow = await stage.activate(parameters);
		const answer = await workflow.deliver(success());
		expect(answer.status).toBe(200);
		return (await workflow.settled()).length === 1;
	};

	it.each([
		[{ events: ['succeeded'] }, true],
		[{ events: ['started', 'failed'] }, false],
		[{ filters: { title: 'sales' } }, true],
		[{ filters: { title: ' WEEKLY Sales ' } }, true],
		[{ filters: { title: 'Sales.*' } }, false],
		[{ filters: { title: 'stock' } }, false],
		[{ filters: { templateIds: 'x, 8692affa-7eb4-40b5-ba15-04ba8954a90c' } }, true],
		[{ filters: { templateIds: '8692affa' } }, false],
		[{ filters: { frequencies: 'weekly,monthly' } }, true],
		[{ filters: { frequencies: 'Weekly' } }, false],
		[{ filters: { frequencies: 'Month' } }, false],
		[{ filters: { title: 'sales', frequencies: 'Weekly' } }, false],
		[{ filters: { title: '', templateIds: ' , ', frequencies: '', tags: '' } }, true],
	])('%j: %s', async (parameters, expected) => {
		expect(await selected(parameters)).toBe(expected);
		expect(stage.sandbox.requests).toEqual([]);
	});
});

describe('activation', () => {
	it.each([
		['nothing chosen', { authenticity: [] }, {}, 'Choose under "Verify Deliveries With"'],
		['None beside others', { authenticity: ['none', 'query'] }, {}, 'is combined with other choices'],
		['a choice that ReportFlow alone has', { authenticity: ['path'] }, {}, 'is unknown'],
		['no token', { authenticity: ['query'] }, { credentials: {} }, 'none to compare'],
		['no address', { authenticity: ['address'] }, {}, 'List them under Allowed Addresses'],
		['every address', { authenticity: ['address'], addresses: '0.0.0.0/0' }, {}, 'every address'],
		['no API', { authenticity: ['api'] }, { credentials: {} }, 'Choose one'],
		['no API for tags', { filters: { tags: 'sales' } }, { credentials: {} }, 'filter Tags'],
	])('is refused for %s, and says what to do', async (_, parameters, node, remedy) => {
		const failure = await stage.activate(parameters, node as never).catch((error: unknown) => error);
		expect(failure).toMatchObject({
			// n8n 2 shows the message alone.
			message: expect.stringMatching(
				new RegExp(`^The trigger (cannot tell genuine|must ask ConnectReport).*${remedy}`),
			) as string,
		});
	});

	it('is refused for an address that the key must not travel to', async () => {
		stage.credentials.api!.allowHttp = false;
		const failure = await stage.activate({ authenticity: ['api'] }).catch((error: unknown) => error);
		expect(failure).toMatchObject({
			message: expect.stringMatching(/not encrypted.*Allow Plain HTTP/) as string,
		});
	});

	it('is refused for plain HTTP outside this computer, unless that is allowed', async () => {
		stage.harness.publicAddress = 'http://n8n.corp.example';
		await expect(stage.activate({ authenticity: ['query'] })).rejects.toThrow(
			/starts with http.*Allow Plain HTTP/,
		);
	});

	it('is refused for an unusable token beside a good one, while a live trigger accepts the good one', async () => {
		stage.credentials.api!.previousToken = 'short';
		await expect(stage.activate({ authenticity: ['query'] })).rejects.toThrow(/fewer than 16 characters/);
		delete stage.credentials.api!.previousToken;
		const workflow = await stage.activate({ authenticity: ['query'] });
		stage.harness.saveCredentials({ api: { ...stage.credentials.api!, previousToken: 'short' } });
		await stage.harness.restart();
		expect(workflow.isActive).toBe(true);
		expect((await deliver(withQuery(workflow.url), success())).status).toBe(200);
		// It may carry the token that cannot be used: nobody can tell.
		expect((await deliver(withQuery(workflow.url, `${TOKEN}x`), success())).status).toBe(503);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('stays at a start of n8n when its token was removed, and asks to come again', async () => {
		const workflow = await stage.activate({ authenticity: ['query'] });
		stage.harness.saveCredentials({ api: { ...stage.credentials.api!, token: '' } });
		await stage.harness.restart();
		expect(workflow.isActive).toBe(true);
		expect((await deliver(withQuery(workflow.url), success())).status).toBe(503);
	});

	it('for a test ends with the reason when a delivery is refused', async () => {
		const workflow = await stage.activate({ authenticity: ['query'] });
		const { url } = await workflow.listen();
		expect((await deliver(url, success())).status).toBe(401);
		const execution = (await workflow.settled()).at(-1)!;
		expect(execution.error!.message).toContain('refused with 401: its URL has no ?token=');
	});

	it('starts the workflow for refused deliveries if that is wanted, once per reason', async () => {
		const workflow = await stage.activate({ authenticity: ['query'], options: { refusedDeliveries: true } });
		for (let time = 0; time < 3; time++) expect((await deliver(workflow.url, success())).status).toBe(401);
		const executions = await workflow.settled();
		expect(executions).toHaveLength(1);
		expect(executions[0]!.nodeOutput('Trigger')).toEqual([]);
		expect(JSON.stringify(executions[0]!.data)).toContain('its URL has no ?token=');
	});

	it('says nothing about a private address', async () => {
		stage.harness.publicAddress = 'http://192.168.1.5:5678';
		await stage.activate({
			authenticity: ['address'],
			addresses: '192.168.1.9',
			options: { allowHttp: true },
		});
		expect(stage.warnings().filter((text) => text.includes('token'))).toEqual([]);
	});

	it.each(['http://192.168.1.5:5678', 'http://n8n.corp.example'])(
		'warns of a token that travels unencrypted to %s, in the log and beside the output',
		async (address) => {
			stage.harness.publicAddress = address;
			const workflow = await stage.activate({ authenticity: ['query'], options: { allowHttp: true } });
			expect(stage.warnings().join()).toContain('sent unencrypted');
			const { port, pathname } = new URL(workflow.url);
			await deliver(withQuery(`http://127.0.0.1:${port}${pathname}`), success());
			const [execution] = await workflow.settled();
			expect(execution!.nodeHints('Trigger')[0]).toMatchObject({ type: 'warning' });
		},
	);

	it.each(['https://n8n.corp.example', 'http://localhost:5678', 'http://127.0.0.1:5678'])(
		'does not warn of a token that travels to %s',
		async (address) => {
			stage.harness.publicAddress = address;
			await stage.activate({ authenticity: ['query'] });
			expect(stage.warnings().filter((text) => text.includes('token'))).toEqual([]);
		},
	);
});
