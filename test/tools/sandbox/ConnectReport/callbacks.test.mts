import { createServer, type IncomingMessage, type Server } from 'node:http';
import { listenLocally } from '../../../../tools/sandbox/listenLocally.mts';
import { readBody } from '../../../../tools/sandbox/readBody.mts';
import {
	seedIds,
	type ConnectReportSandboxOptions,
} from '../../../../tools/sandbox/ConnectReport/sandbox.mts';
import { sandbox, start, useSandbox } from './sandboxStage.mts';

useSandbox();

describe('callbacks', () => {
	let receiver: {
		url: string;
		bodies: Array<Record<string, any>>;
		headers: Array<IncomingMessage['headers']>;
	};
	let server: Server;
	beforeEach(async () => {
		const bodies: Array<Record<string, any>> = [];
		const headers: Array<IncomingMessage['headers']> = [];
		server = createServer((request, response) => {
			void readBody(request).then((text) => {
				bodies.push(JSON.parse(text));
				headers.push(request.headers);
				response.writeHead(200).end('ok');
			});
		});
		receiver = { url: await listenLocally(server, 0), bodies, headers };
		await start({ preCallbackUrl: receiver.url, postCallbackUrl: `${receiver.url}/?token=t` });
	});
	afterEach(() => {
		server.close();
		server.closeAllConnections();
	});
	const task = () => sandbox.tasks[0]!;

	/** Every property of the seed document's examples, with its values and in its order. */
	const reportTask = {
		id: 'b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
		title: 'Weekly sales overview',
		reportTaskId: '20cf12d4-4c6f-4212-8510-14ddbbd6ae66',
		templateId: '8692affa-7eb4-40b5-ba15-04ba8954a90c',
		startOn: '2020-01-12T00:55:32.941Z',
		endOn: '2021-01-12T00:55:32.941Z',
		frequency: 'Monthly',
		filterCycleId: '487a5c2f-fcae-4ad1-9bfa-444140818446',
		createdAt: '2020-01-12T00:51:07.536Z',
		lastSavedAt: '2020-01-12T00:51:07.659Z',
		templateHtml: expect.stringMatching(/^<div class="report-master-meta">.*<\/div>$/s),
	};

	it("have the content of the provider's document, before and after", async () => {
		await sandbox.run(task());
		await sandbox.run(task(), { fails: 'Data source unavailable' });
		expect(receiver.bodies).toEqual([
			{ reportTask, trigger: 'preReportTask' },
			{ reportTask, trigger: 'postReportTask', status: 'success' },
			{ reportTask, trigger: 'preReportTask' },
			{
				reportTask,
				trigger: 'postReportTask',
				status: 'failure',
				error: 'Report task failed due to Data source unavailable',
			},
		]);
		expect(Object.keys(receiver.bodies[0]!['reportTask'])).toEqual(Object.keys(reportTask));
		expect(receiver.headers[0]).toMatchObject({ 'content-type': 'application/json' });
		expect(sandbox.callbacks.map(({ status, answer }) => [status, answer])).toEqual(
			Array.from({ length: 4 }, () => [200, 'ok']),
		);
		expect(sandbox.reports).toHaveLength(1);
	});

	it('of two runs are identical byte for byte, and each is sent as often as requested', async () => {
		await sandbox.run(task(), { times: 3, gapMs: 5 });
		await sandbox.run(task(), { times: 3, gapMs: 5 });
		const texts = receiver.bodies.map((body) => JSON.stringify(body));
		expect(texts).toHaveLength(12);
		expect(new Set(texts).size).toBe(2);
		expect(sandbox.reports).toHaveLength(2);
	});

	it.each<[ConnectReportSandboxOptions['knobs'], object]>([
		[{ ids: 'parent' }, { reportTask: { id: seedIds.reportTaskId, reportTaskId: seedIds.id } }],
		[{ filterCycle: 'null' }, { reportTask: { filterCycleId: null } }],
		[{ callbackStatus: 'unknown' }, { status: 'partial' }],
		[{ callbackTrigger: 'unknown' }, { trigger: 'reportTaskPaused' }],
		[{ callbackError: 'object' }, { error: { message: 'Report task failed due to it' } }],
		[{ callbackError: 'null' }, { error: null }],
	])('with %j', async (knobs, expected) => {
		sandbox.configure({ knobs });
		await sandbox.run(task(), { fails: 'it' });
		expect(receiver.bodies[1]).toMatchObject(expected);
	});

	it('contain the ID of the report if the document is read so', async () => {
		sandbox.configure({ knobs: { ids: 'report', filterCycle: 'absent' } });
		const report = await sandbox.run(task());
		expect(receiver.bodies[1]!['reportTask']).toMatchObject({
			id: report!.id,
			reportTaskId: seedIds.reportTaskId,
		});
		expect(receiver.bodies[1]!['reportTask']).not.toHaveProperty('filterCycleId');
	});

	it('may be any bytes, and failures to deliver are recorded', async () => {
		const [sent] = await sandbox.deliver(receiver.url, Buffer.from('[]'), { headers: { 'x-token': 't' } });
		expect(sent).toMatchObject({ status: 200 });
		expect(receiver.headers[0]).toHaveProperty('x-token', 't');
		expect(await sandbox.deliver('http://127.0.0.1:1', sandbox.callback(task()))).toMatchObject([
			{ status: null, error: expect.stringContaining('refused') },
		]);
	});
});
