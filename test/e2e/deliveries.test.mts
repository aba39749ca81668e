import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CloudEvent } from 'cloudevents';
import { startStage, type Stage } from './stage.mts';
import { captureDelivery, send } from './capturedDelivery.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { processesIn } from './processes.mts';
import { executionTexts, leaks } from './secrets.mts';
import { storedSha256 } from './storage.mts';
import { download, end, trigger } from './workflow.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());
afterEach(() => stage.sandbox.configure({ knobs: { file: 'ok', api: 'ok', signature: 'good' } }));

const report = async (rows = 20) => await stage.sandbox.makeReport({ rows });
const flow = async (parameters: Record<string, unknown> = {}) =>
	await stage.publish([trigger(parameters), download(), end]);

describe('a delivery that the provider signed', () => {
	it('gives exactly one execution, with a CloudEvents 1.0 event and the file as the provider made it', async () => {
		const workflow = await flow();
		const made = await report(2_000);
		expect(await workflow.deliver(made)).toBe(200);
		const [execution, ...more] = await workflow.executions(1);
		expect(more).toEqual([]);
		expect(execution).toMatchObject({ status: 'success', mode: 'webhook' });
		const [event] = outputOf(execution, 'Tesouro Trigger')!;
		expect(new CloudEvent(event!.json as never, true).validate()).toBe(true);
		expect(event!.json).toMatchObject({
			type: 'com.tesouro.report.ready',
			subject: made.requestId,
			data: {
				verification: {
					verdict: 'verified',
					signer: { fingerprint: stage.sandbox.signingFingerprint.toUpperCase() },
				},
			},
		});
		// CONTRIBUTING.md, "Decisions": whether this n8n still lets us have rows of our own.
		expect(await readFile(stage.n8n.logFile, 'utf8')).not.toContain('keeps all events of a node in one list');
		const [item] = outputOf(execution, 'NoOp')!;
		expect(await storedSha256(stage, item!)).toBe(made.plaintextSha256);
		expect(item!.json['file']).toMatchObject({ sha256: made.plaintextSha256, decrypted: true });
	});

	it('is accepted only under its own path and method', async () => {
		const workflow = await flow();
		const delivery = await captureDelivery(stage.sandbox, await report());
		const elsewhere = workflow.url.replace(/\/webhook\/[^/]+\//, '/webhook/nobody-here/');
		expect((await send(elsewhere, delivery)).status).toBe(404);
		expect((await fetch(workflow.url)).status).toBe(404);
		expect(await workflow.executions(0)).toEqual([]);
		expect((await send(workflow.url, delivery)).status).toBe(200);
		expect(await workflow.executions(1)).toHaveLength(1);
	});
});

describe('a delivery that is not genuine', () => {
	it.each([
		['is signed by a stranger', { signature: 'wrong-key' }],
		['is signed over other bytes', { signature: 'bad' }],
		['is not signed', { signature: 'none' }],
	] as const)('gets 401 and starts nothing when it %s', async (_, knobs) => {
		const workflow = await flow();
		const made = await report();
		stage.sandbox.configure({ knobs });
		expect(await workflow.deliver(made)).toBe(401);
		expect(await workflow.executions(0)).toEqual([]);
		stage.sandbox.configure({ knobs: { signature: 'good' } });
		expect(await workflow.deliver(made)).toBe(200);
		expect(await workflow.executions(1)).toHaveLength(1);
	});

	it('gets 401 and starts nothing when one byte of its body changed', async () => {
		const workflow = await flow();
		const genuine = await captureDelivery(stage.sandbox, await report());
		const body = Buffer.from(genuine.body);
		const digit = body.indexOf('"requestId": "') + '"requestId": "'.length;
		body[digit] = body[digit] === 0x61 ? 0x62 : 0x61;
		expect(JSON.parse(body.toString())).not.toEqual(JSON.parse(genuine.body.toString()));
		expect((await send(workflow.url, { ...genuine, body })).status).toBe(401);
		expect(await workflow.executions(0)).toEqual([]);
		expect((await send(workflow.url, genuine)).status).toBe(200);
		expect(await workflow.executions(1)).toHaveLength(1);
	});

	it('is refused and starts nothing when its JSON is broken', async () => {
		const workflow = await flow();
		const genuine = await captureDelivery(stage.sandbox, await report());
		const answer = await send(workflow.url, { ...genuine, body: genuine.body.subarray(0, 100) });
		expect(answer.status).toBeGreaterThanOrEqual(400);
		expect(answer.status).toBeLessThan(500);
		expect(await workflow.executions(0)).toEqual([]);
	});
});

describe('a redelivery', () => {
	it('is acknowledged three times without an execution', async () => {
		const workflow = await flow();
		const made = await report();
		for (let time = 0; time < 4; time++) expect(await workflow.deliver(made)).toBe(200);
		expect(await workflow.executions(1)).toHaveLength(1);
	});

	it('starts exactly one execution when it comes fifty times at once', async () => {
		const workflow = await flow();
		const delivery = await captureDelivery(stage.sandbox, await report());
		const answers = await Promise.all(
			Array.from({ length: 50 }, async () => await send(workflow.url, delivery)),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
		const executions = await workflow.executions(1);
		expect(executions.map(({ status }) => status)).toEqual(['success']);
	});
});

describe('when the provider cannot be asked', () => {
	it('a delivery gets 503 with Retry-After, and starts exactly one execution when it comes again', async () => {
		const workflow = await flow({ authenticity: 'api' });
		stage.sandbox.configure({ knobs: { signature: 'none' } });
		const delivery = await captureDelivery(stage.sandbox, await report());
		stage.sandbox.configure({ knobs: { api: 'down' } });
		const refused = await send(workflow.url, delivery);
		expect(refused.status).toBe(503);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await workflow.executions(0)).toEqual([]);
		stage.sandbox.configure({ knobs: { api: 'ok' } });
		expect((await send(workflow.url, delivery)).status).toBe(200);
		expect((await send(workflow.url, delivery)).status).toBe(200);
		const [execution, ...more] = await workflow.executions(1);
		expect(more).toEqual([]);
		expect(execution?.status).toBe('success');
		expect(outputOf(execution, 'Tesouro Trigger')?.[0]?.json).toMatchObject({
			data: { verification: { verdict: 'verified', method: 'api' } },
		});
	});
});

describe('after n8n was started again', () => {
	it('redeliveries run nothing, a retry from the list of executions does, and no process is left', async () => {
		const workflow = await flow();
		const [good, troubled] = [await report(), await report()];
		expect(await workflow.deliver(good)).toBe(200);
		await workflow.executions(1);
		stage.sandbox.configure({ knobs: { file: 'error-500' } });
		expect(await workflow.deliver(troubled)).toBe(200);
		const [done, failed] = await workflow.executions(2);
		expect(done?.status).toBe('success');
		expect(failed?.status).toBe('error');
		expect(errorOf(failed)).toContain('status 500');

		const before = stage.n8n.pid;
		await stage.n8n.restart();
		expect(stage.n8n.pid).not.toBe(before);
		if (process.platform === 'linux') {
			const left = await processesIn(stage.userFolder);
			expect(left).toContain(stage.n8n.pid);
			expect(left).not.toContain(before);
		}
		stage.sandbox.configure({ knobs: { file: 'ok' } });
		expect(await workflow.deliver(good)).toBe(200);
		expect(await workflow.deliver(troubled)).toBe(200);
		const redelivered = (await workflow.executions(4)).slice(2);
		expect(redelivered).toHaveLength(2);
		for (const execution of redelivered) {
			expect(execution.status).toBe('success');
			expect(outputOf(execution, 'Tesouro Trigger')).toEqual([]);
			expect(outputOf(execution, 'Download')).toBeUndefined();
		}

		await stage.n8n.retryExecution(failed!.id);
		const [retried, ...more] = (await workflow.executions(5)).slice(4);
		expect(more).toEqual([]);
		expect(retried).toMatchObject({ status: 'success', mode: 'retry' });
		expect(await storedSha256(stage, outputOf(retried, 'NoOp')![0]!)).toBe(troubled.plaintextSha256);
	});

	it('n8n itself refuses to retry an execution that succeeded', async () => {
		const workflow = await flow();
		expect(await workflow.deliver(await report())).toBe(200);
		const [execution] = await workflow.executions(1);
		await expect(stage.n8n.retryExecution(execution!.id)).rejects.toThrow(/409.*cannot be retried/);
		expect(await workflow.executions(1)).toHaveLength(1);
	});
});

it('no secret appears in the log, the database or the data of executions, and no link in the log', async () => {
	expect(stage.tokens.size).toBeGreaterThan(0);
	expect((await executionTexts(stage)).length).toBeGreaterThan(8);
	expect(await readFile(stage.n8n.logFile, 'utf8')).toContain('a delivery was refused with 401');
	expect(await leaks(stage)).toEqual([]);
});

it('closing n8n leaves no process and no folder behind', async () => {
	const { folder, n8n } = stage;
	await stage.close();
	expect(existsSync(folder)).toBe(false);
	await expect(fetch(n8n.url)).rejects.toThrow('fetch failed');
	if (process.platform === 'linux') expect(await processesIn(folder)).toEqual([]);
});
