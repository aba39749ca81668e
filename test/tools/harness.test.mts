import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestHelper,
	INode,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { startHarness } from '../../tools/harness/harness.mts';
import type { Harness } from '../../tools/harness/harness.mts';

const hooks: string[] = [];

class ProbeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe Trigger',
		name: 'probeTrigger',
		group: ['trigger'],
		version: [1, 2],
		description: 'A trigger to try the harness with',
		defaults: { name: 'Probe Trigger' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'webhook' },
		],
		properties: [
			{ displayName: 'Dedup', name: 'dedup', type: 'boolean', default: false },
			{ displayName: 'Fail', name: 'fail', type: 'boolean', default: false },
		],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				hooks.push(`checkExists ${this.getActivationMode()}`);
				return this.getWorkflowStaticData('node').registered === true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				hooks.push(`create ${this.getNodeWebhookUrl('default')}`);
				this.getWorkflowStaticData('node').registered = true;
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				hooks.push('delete');
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const request = this.getRequestObject();
		const body = this.getBodyData();
		if (body.act === 'throw') throw new Error('broken trigger');
		if (body.act === 'refuse') {
			this.getResponseObject().status(401).json({ message: 'Unauthorized' });
			return { noWebhookResponse: true };
		}
		if (body.act === 'filter') return { webhookResponse: { message: 'filtered' } };
		this.getWorkflowStaticData('node').seen = body.id as string;
		const json: IDataObject = {
			id: body.id,
			act: body.act,
			mode: this.getMode(),
			rawLength: request.rawBody?.length ?? -1,
			header: this.getHeaderData()['x-probe'] as string,
			url: this.getNodeWebhookUrl('default'),
		};
		const item: INodeExecutionData = { json };
		if (body.act === 'binary') {
			item.binary = { data: await this.helpers.prepareBinaryData(Buffer.from('from webhook'), 'a.txt') };
		}
		return { workflowData: [[item]], webhookResponse: { accepted: body.id } };
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (this.getNodeParameter('fail', 0) && this.getMode() !== 'retry') {
			throw new NodeOperationError(this.getNode(), 'failed for now', { description: 'try again' });
		}
		if (!this.getNodeParameter('dedup', 0)) return [items];
		const ids = items.map((item) => String(item.json.id));
		const { new: fresh } = await this.helpers.checkProcessedAndRecord(ids, 'node', {
			mode: 'entries',
			maxEntries: 100,
		});
		return [items.filter((item) => fresh.includes(String(item.json.id)))];
	}
}

class Probe implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: 'A node to try the harness with',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'probeApi' }],
		properties: [
			{ displayName: 'Do', name: 'task', type: 'string', default: 'store' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const task = this.getNodeParameter('task', 0) as string;
		const url = this.getNodeParameter('url', 0) as string;
		const emit = (json: IDataObject, binary?: INodeExecutionData['binary']): INodeExecutionData[][] => [
			[{ json: { executionId: this.getExecutionId(), ...json }, binary, pairedItem: { item: 0 } }],
		];
		switch (task) {
			case 'store': {
				this.addExecutionHints({ message: 'stored', location: 'outputPane' });
				const stream = Readable.from([Buffer.from('plain '), Buffer.from('text')]);
				const data = await this.helpers.prepareBinaryData(stream, 'report.csv', 'text/csv');
				return emit({ text: this.getNodeParameter('text', 0) as string }, { data });
			}
			case 'tear': {
				const torn = (async function* () {
					yield Buffer.from('half a ');
					throw new Error('torn stream');
				})();
				await this.helpers.prepareBinaryData(Readable.from(torn), 'report.csv', 'text/csv');
				return [];
			}
			case 'download': {
				const response = await this.helpers.httpRequest({
					url,
					encoding: 'stream',
					returnFullResponse: true,
				});
				return emit({}, { data: await this.helpers.prepareBinaryData(response.body as Readable) });
			}
			case 'call':
				return emit(
					(await this.helpers.httpRequestWithAuthentication.call(this, 'probeApi', { url })) as IDataObject,
				);
			default:
				await new Promise((_resolve, reject) => {
					this.onExecutionCancellation(() => reject(new Error('Execution canceled')));
				});
				return [];
		}
	}
}

class ProbeApi implements ICredentialType {
	name = 'probeApi';
	displayName = 'Probe API';
	properties: INodeProperties[] = [
		{ displayName: 'Token', name: 'token', type: 'hidden', default: '', typeOptions: { expirable: true } },
		{ displayName: 'URL', name: 'baseUrl', type: 'string', default: '' },
	];
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const { token } = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${credentials.baseUrl as string}/token`,
		})) as { token: string };
		return { token };
	}
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};
}

let harness: Harness;

beforeEach(async () => {
	hooks.length = 0;
	harness = await startHarness({ nodes: [ProbeTrigger, new Probe()], credentialTypes: [ProbeApi] });
});

afterEach(async () => {
	await harness.stop();
});

function triggerNode(node: Partial<INode> = {}): INode {
	return {
		id: 'trigger-id',
		webhookId: 'hook-id',
		name: 'Trigger',
		type: 'n8n-nodes-report-delivery.probeTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...node,
	};
}

const storeNode: INode = {
	id: 'store-id',
	name: 'Store',
	type: 'probe',
	typeVersion: 1,
	position: [200, 0],
	parameters: { text: '={{ $json.id }} {{ $("Trigger").item.json.header }}' },
};

const triggerToStore = { Trigger: { main: [[{ node: 'Store', type: 'main' as const, index: 0 }]] } };

describe('a delivery', () => {
	it('is answered after storing, and runs the trigger and what follows', async () => {
		const workflow = await harness.activate({
			nodes: [triggerNode(), storeNode],
			connections: triggerToStore,
		});
		expect(workflow.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook\/hook-id\/webhook$/);

		const answer = await workflow.deliver({ id: 'e1' }, { headers: { 'x-probe': 'hello' } });

		expect([answer.status, answer.text]).toEqual([200, '{"accepted":"e1"}']);
		const [execution] = await workflow.settled();
		expect(execution).toMatchObject({ id: '1', mode: 'webhook', status: 'success' });
		expect(execution!.nodesRun).toEqual(['Trigger', 'Store']);
		const [triggered] = execution!.nodeOutput('Trigger');
		expect(triggered!.json).toMatchObject({ id: 'e1', mode: 'webhook', rawLength: 11, url: workflow.url });
		const [stored] = execution!.nodeOutput('Store');
		expect(stored!.json).toEqual({ executionId: '1', text: 'e1 hello' });
		expect((await harness.readBinary(stored!.binary!.data!)).toString()).toBe('plain text');
		expect(execution!.nodeHints('Store')).toMatchObject([{ message: 'stored' }]);
		expect(harness.storedFiles()).toHaveLength(1);
	});

	it('starts nothing when the node answers it itself', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		const refused = await workflow.deliver({ act: 'refuse' });
		expect([refused.status, refused.text]).toEqual([401, '{"message":"Unauthorized"}']);
		const filtered = await workflow.deliver({ act: 'filter' });
		expect([filtered.status, filtered.text]).toEqual([200, '{"message":"filtered"}']);
		expect(workflow.executions).toEqual([]);
	});

	it('gets 500 and leaves a failed execution when the node throws', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		expect((await workflow.deliver({ act: 'throw' })).status).toBe(500);
		const [execution] = await workflow.settled();
		expect(execution).toMatchObject({ status: 'error', error: { message: 'broken trigger' } });
	});

	it('gets 500 when n8n cannot store it', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		workflow.failNextStore = true;
		expect((await workflow.deliver({ id: 'e1' })).status).toBe(500);
		expect(workflow.executions).toEqual([]);
		expect((await workflow.deliver({ id: 'e1' })).status).toBe(200);
	});

	it('has its body handled as in n8n', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		expect((await workflow.deliver('{"id":')).status).toBe(422);
		await workflow.deliver('id=form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
		await workflow.deliver('anything', { headers: { 'content-type': 'application/octet-stream' } });
		const boundary = '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n';
		await workflow.deliver(boundary, { headers: { 'content-type': 'multipart/form-data; boundary=b' } });
		const executions = await workflow.settled();
		const seen = executions.map((execution) => execution.nodeOutput('Trigger')[0]!.json);
		expect(seen.map(({ id, rawLength }) => [id, rawLength])).toEqual([
			['form', 7],
			[undefined, 8],
			[undefined, -1],
		]);
		expect((await workflow.deliver({}, { method: 'GET' })).status).toBe(404);
	});

	it('keeps binary data of webhook() with the execution, and loses static data as in n8n', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		await workflow.deliver({ id: 'e1', act: 'binary' });
		const [execution] = await workflow.settled();
		const { data } = execution!.nodeOutput('Trigger')[0]!.binary!;
		expect(data!.id).toContain('/executions/1/');
		expect((await harness.readBinary(data!)).toString()).toBe('from webhook');
		expect(workflow.staticData).toEqual({ 'node:Trigger': { registered: true } });
	});
});

describe('executions', () => {
	it('share the processed values, also after a restart', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode({ parameters: { dedup: true } })] });
		const emitted = async () =>
			(await workflow.settled()).map((execution) => execution.nodeOutput('Trigger').length);
		await workflow.deliver({ id: 'e1' });
		await workflow.settled();
		await workflow.deliver({ id: 'e1' });
		expect(await emitted()).toEqual([1, 0]);
		await harness.restart();
		await workflow.deliver({ id: 'e1' });
		await workflow.settled();
		await workflow.deliver({ id: 'e2' });
		expect(await emitted()).toEqual([1, 0, 0, 1]);
	});

	it('compete for the processed values as in n8n', async () => {
		await harness.stop();
		harness = await startHarness({ nodes: [ProbeTrigger], dedupLatencyMs: 100 });
		const workflow = await harness.activate({ nodes: [triggerNode({ parameters: { dedup: true } })] });
		await workflow.deliver({ id: 'first' });
		await workflow.settled();
		await Promise.all(Array.from({ length: 5 }, async () => await workflow.deliver({ id: 'same' })));
		const executions = await workflow.settled();
		const passed = executions.filter((execution) => execution.nodeOutput('Trigger').length > 0);
		expect(passed.length).toBeGreaterThan(2);
	});

	it('can be retried when they failed, and any can be run again under its id', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode({ parameters: { fail: true } })] });
		await workflow.deliver({ id: 'e1' });
		const [failed] = await workflow.settled();
		expect(failed).toMatchObject({
			status: 'error',
			error: { message: 'failed for now', description: 'try again' },
		});
		const retried = await workflow.retry('1');
		expect(retried).toMatchObject({ id: '2', mode: 'retry', retryOf: '1', status: 'success' });
		expect(retried.nodeOutput('Trigger')[0]!.json.id).toBe('e1');
		await expect(workflow.retry('2')).rejects.toThrow('cannot be retried');
		expect(await workflow.rerun('1')).toMatchObject({ id: '1', mode: 'webhook', status: 'error' });
	});
});

describe('activation', () => {
	it('calls the hooks of the node', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		await harness.restart();
		await workflow.deactivate();
		expect(hooks).toEqual(['checkExists activate', `create ${workflow.url}`, 'checkExists init', 'delete']);
		expect((await workflow.deliver({})).status).toBe(404);
	});

	it('listens for a test event', async () => {
		const workflow = await harness.activate({ nodes: [triggerNode()] });
		const { url } = await workflow.listen();
		expect(url).toContain('/webhook-test/hook-id/webhook');
		const post = async (body: IDataObject) =>
			await fetch(url, {
				method: 'POST',
				body: JSON.stringify(body),
				headers: { 'content-type': 'application/json' },
			});
		expect((await post({ act: 'refuse' })).status).toBe(401);
		expect((await post({ id: 'e1' })).status).toBe(200);
		expect((await post({ id: 'e2' })).status).toBe(404);
		const [execution] = await workflow.settled();
		expect(execution!.mode).toBe('manual');
		expect(execution!.nodeOutput('Trigger')[0]!.json.mode).toBe('manual');
		expect(hooks.slice(2)).toEqual(['checkExists manual', `create ${url}`, 'delete']);
	});
});

describe('a node alone', () => {
	let sandbox: Server;
	let url: string;
	let tokens: number;

	beforeEach(async () => {
		tokens = 0;
		sandbox = createServer((request: IncomingMessage, response: ServerResponse) => {
			response.setHeader('content-type', 'application/json');
			if (request.url === '/token') return response.end(JSON.stringify({ token: `t${++tokens}` }));
			if (request.url === '/file.zip') {
				response.setHeader('content-type', 'application/zip');
				return response.end('zipped');
			}
			const { authorization } = request.headers;
			if (authorization === 'Bearer t1') response.statusCode = 401;
			return response.end(JSON.stringify({ authorization }));
		});
		await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(sandbox.address() as AddressInfo).port}`;
	});

	afterEach(async () => {
		sandbox.closeAllConnections();
		await new Promise((resolve) => sandbox.close(resolve));
	});

	it('gets items, parameters and hints', async () => {
		const { items, error, hints, execution } = await harness.runNode(
			{ type: 'probe', parameters: { text: '={{ $json.id }} {{ $("Input").item.json.id }}' } },
			[{ json: { id: 'i1' } }],
		);
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({ text: 'i1 i1', executionId: execution.id });
		expect(hints).toMatchObject([{ message: 'stored' }]);
	});

	it('streams a download into the binary store', async () => {
		const { items } = await harness.runNode({
			type: 'probe',
			parameters: { task: 'download', url: `${url}/file.zip` },
		});
		const { data } = items[0]!.binary!;
		expect(data).toMatchObject({ mimeType: 'application/zip', fileName: 'file.zip', bytes: 6 });
		expect((await harness.readBinary(data!)).toString()).toBe('zipped');
	});

	it('signs in by preAuthentication, again after a 401, and keeps the token', async () => {
		const credentials = { probeApi: { id: 'c1', name: 'Probe' } };
		const call = { type: 'probe', credentials, parameters: { task: 'call', url: `${url}/me` } };
		const first = await harness.runNode(call, [], { credentials: { c1: { baseUrl: url } } });
		expect(first.error).toBeUndefined();
		expect(first.items[0]!.json).toMatchObject({ authorization: 'Bearer t2' });
		expect(harness.savedCredential('c1')).toEqual({ baseUrl: url, token: 't2' });
		await harness.runNode(call);
		expect(tokens).toBe(2);
	});

	it('can be stopped', async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 50);
		const { execution } = await harness.runNode({ type: 'probe', parameters: { task: 'wait' } }, [], {
			signal: stop.signal,
		});
		expect(execution.status).toBe('canceled');
	});

	it('fails with the error as n8n saves it', async () => {
		const { error, execution } = await harness.runNode({ type: 'probe', parameters: { task: 'tear' } });
		expect(error!.message).toBe('torn stream');
		expect(execution.status).toBe('error');
		expect(harness.storedFiles()).toHaveLength(1); // n8n-core 2.8.1 leaves a torn file behind
		expect(harness.logs.some(({ level, message }) => level === 'error' && message.includes('torn'))).toBe(
			true,
		);
	});
});

describe('the binary store', () => {
	it('returns what another execution or the test put in', async () => {
		const binary = await harness.storeBinary(Buffer.from('bytes'), { fileName: 'a.pgp' });
		expect(binary.id).toMatch(/^filesystem-v2:/);
		expect((await harness.readBinary(binary)).toString()).toBe('bytes');
	});

	it.each(['filesystemAtomic', 'default'] as const)('has a mode %s', async (binaryMode) => {
		await harness.stop();
		harness = await startHarness({ nodes: [Probe], binaryMode });
		const { items } = await harness.runNode({ type: 'probe' });
		const { data } = items[0]!.binary!;
		expect(data!.id === undefined).toBe(binaryMode === 'default');
		expect((await harness.readBinary(data!)).toString()).toBe('plain text');
		const before = harness.storedFiles();
		await harness.runNode({ type: 'probe', parameters: { task: 'tear' } });
		expect(harness.storedFiles()).toEqual(before);
	});

	it('is removed with the harness', async () => {
		const folder = process.env.N8N_USER_FOLDER!;
		expect(existsSync(folder)).toBe(true);
		await expect(startHarness({ nodes: [] })).rejects.toThrow('one harness at a time');
		await harness.stop();
		expect(existsSync(folder)).toBe(false);
		expect(process.env.N8N_USER_FOLDER).toBeUndefined();
	});
});
