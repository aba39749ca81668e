import { CloudEvent } from 'cloudevents';
import { orderInvoices } from '../../tools/sandbox/ReportFlow/orderInvoices.mts';
import type { SandboxRequest } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';
import { reportFlowTrigger } from './reportFlowNodes.mts';
import { reportFlowLeaks } from './reportFlowSecrets.mts';
import { end } from './workflow.mts';

let stage: ReportFlowStage;
beforeAll(async () => (stage = await startReportFlowStage({ sandbox: { slowMs: 20_000 } })));
afterAll(async () => await stage.close());
afterEach(() => stage.sandbox.configure({ knobs: { api: 'ok', file: 'ok' } }));

type Generation = 'new' | 'old';

const generate = async (generation: Generation, names = ['invoice-1']) =>
	await orderInvoices(stage.sandbox, names, generation);

const deliver = async (to: string, request: SandboxRequest, payload?: unknown, headers = {}) =>
	(
		await stage.sandbox.deliver(request, {
			to,
			retry: false,
			headers,
			...(payload !== undefined && { payload }),
		})
	)[0]!.status;

describe.each<Generation>(['new', 'old'])('a delivery of the %s generation', (generation) => {
	it('with the token in the path starts exactly one execution, redeliveries none', async () => {
		const trigger = reportFlowTrigger(['path'], stage.tokenCredential);
		const workflow = await stage.publish([trigger, end]);
		// n8n puts the webhook's ID before a path that holds a variable, which holds it itself.
		const { webhookId } = trigger;
		const url = `${stage.n8n.url}/webhook/${webhookId}/${webhookId}/${stage.token}`;
		const made = await generate(generation, ['a', 'b']);
		expect(await deliver(url.replace(stage.token, 'a-token-of-somebody-else'), made)).toBe(401);
		for (let time = 0; time < 3; time++) expect(await deliver(url, made)).toBe(200);
		const [execution, ...more] = await workflow.executions(1);
		expect(more).toEqual([]);
		const [event] = outputOf(execution, 'NoOp')!;
		expect(new CloudEvent(event!.json as never, true).validate()).toBe(true);
		expect(event!.json).toMatchObject({
			type: 'com.re-port-flow.file.completed',
			data: {
				provider: 'reportflow',
				status: 'ready',
				files: made.files.map(({ fileId, fileName }) => ({ id: fileId, name: fileName })),
				verification: { verdict: 'verified', method: 'path-token' },
			},
		});
	});

	it('with the token in a header gives one item per file', async () => {
		const trigger = reportFlowTrigger(['header'], stage.tokenCredential, { emit: 'file' });
		const workflow = await stage.publish([trigger, end]);
		const made = await generate(generation, ['a', 'b', 'c']);
		expect(await deliver(workflow.url, made)).toBe(401);
		expect(await deliver(workflow.url, made, undefined, { 'x-gateway-token': stage.token })).toBe(200);
		const [execution] = await workflow.executions(1);
		const items = outputOf(execution, 'NoOp')!;
		expect(items).toHaveLength(3);
		expect(new Set(items.map(({ json }) => json['id'])).size).toBe(3);
	});

	it('confirmed with the API is refused if its file does not exist, and comes again if the API cannot be asked', async () => {
		const trigger = reportFlowTrigger(['api'], stage.api[generation]);
		const workflow = await stage.publish([trigger, end]);
		const made = await generate(generation);
		stage.sandbox.configure({ knobs: { api: 'down' } });
		expect(await deliver(workflow.url, made)).toBe(503);
		stage.sandbox.configure({ knobs: { api: 'silent' } });
		const started = Date.now();
		expect(await deliver(workflow.url, made)).toBe(503);
		expect(Date.now() - started).toBeLessThan(5000);
		stage.sandbox.configure({ knobs: { api: 'ok' } });
		expect(await deliver(workflow.url, made)).toBe(200);
		const [execution, ...more] = await workflow.executions(1);
		expect(more).toEqual([]);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'NoOp')![0]!.json).toMatchObject({
			data: { verification: { verdict: 'verified', method: 'api' }, files: [{ id: made.files[0]!.fileId }] },
		});
	});
});

describe('a forged delivery', () => {
	/** What a host would be made of, if it were made of what the delivery says. */
	const foreign = () => {
		const { host } = new URL(stage.decoy.url);
		return [`${host}/x?`, `${host}#`, `x@${host}/`, `${host}/v1/file/download`, 'evil.example/', '../../etc'];
	};

	it.each<Generation>(['new', 'old'])('of the %s generation reaches no other host', async (generation) => {
		const workflow = await stage.publish([reportFlowTrigger(['api'], stage.api[generation]), end]);
		const made = await generate(generation);
		const genuine = stage.sandbox.payload(made);
		const before = stage.sandbox.requests.length;
		// The true IDs under the name of somebody else's workspace: confirmed at our own host, and nothing else repeated.
		const theirs = { ...genuine, workspaceId: foreign()[0]! };
		expect(await deliver(workflow.url, made, theirs)).toBe(200);
		for (const workspaceId of foreign()) {
			const ids = { fileId: 'file_of_nobody', uuid: 'uuid_of_nobody' };
			const url = `${stage.decoy.url}/share`;
			const invented = {
				...genuine,
				workspaceId,
				...(generation === 'new' && { requestId: 'request_of_nobody', url }),
				files: [{ ...ids, fileName: 'x.pdf', share: { shareType: 'public', url, passcodeEnabled: false } }],
			};
			// Invented, or not there yet: nobody can tell the two apart.
			expect(await deliver(workflow.url, made, invented)).toBe(503);
		}
		for (const id of ['../../designs', 'a/b', 'a%2Fb', '..', `x?${'y'.repeat(200)}`, stage.decoy.url]) {
			const files = [{ ...genuine.files[0]!, fileId: id, uuid: id }];
			const status = await deliver(workflow.url, made, { ...genuine, requestId: id, files });
			expect([200, 400, 401, 503]).toContain(status);
		}
		const [execution, ...more] = await workflow.executions(1);
		expect(more).toEqual([]);
		expect(JSON.stringify(outputOf(execution, 'NoOp'))).not.toContain(new URL(stage.decoy.url).host);

		const asked = stage.sandbox.requests.slice(before);
		// Some of the invented ones were not asked about: strangers have a share of the requests, and no more.
		expect(asked.length).toBeGreaterThanOrEqual(2);
		const own = new URL(stage.sandbox.baseUrl[generation]).pathname;
		expect(asked.filter(({ path }) => !path.startsWith(`${own}/file/download/`))).toEqual([]);
		expect(stage.decoy.log).toEqual([]);
		const log = asked.map(({ method, path, status }) => `  ${method} ${path}: ${status}`);
		process.stdout.write(
			`forged, ${generation}: ${asked.length} questions to the configured host, ${stage.decoy.log.length} connections to the decoy\n${log.join('\n')}\n`,
		);
	});

	it('does not make the trigger follow a redirect with the keys', async () => {
		const workflow = await stage.publish([reportFlowTrigger(['api'], stage.api.new), end]);
		const made = await generate('new');
		stage.sandbox.configure({ knobs: { api: 'redirect-away' } });
		expect(await deliver(workflow.url, made)).toBe(503);
		expect(stage.decoy.log).toEqual([]);
	});
});

it('no key or token appears in the log, the database or the data of executions', async () => {
	expect(await reportFlowLeaks(stage)).toEqual([]);
});
