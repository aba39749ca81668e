import { randomUUID } from 'node:crypto';
import { CloudEvent } from 'cloudevents';
import { designIds } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';
import { reportFlow, reportFlowTrigger, splitRows } from './reportFlowNodes.mts';
import { reportFlowLeaks } from './reportFlowSecrets.mts';
import { sha256, storedSha256 } from './storage.mts';
import { end, fileWebhook } from './workflow.mts';

let stage: ReportFlowStage;
/** What was seen, in numbers. */
const summary: string[] = [];
beforeAll(async () => (stage = await startReportFlowStage({ sandbox: { jobDelayMs: 500 } })));
afterAll(async () => {
	await stage.close();
	process.stdout.write(`${summary.join('\n')}\n`);
});
afterEach(() => stage.sandbox.configure({ webhookUrl: '', knobs: { loseAnswer: 'no', job: 'completes' } }));

type Generation = 'new' | 'old';

const generate = (generation: Generation, parameters: Record<string, unknown>) =>
	reportFlow('Generate', stage.api[generation], {
		resource: 'pdf',
		operation: 'generate',
		designId: { __rl: true, mode: 'id', value: designIds.japanese },
		version: 'number',
		versionNumber: 1,
		fileName: '=請求書 {{ $json.number }}',
		parametersBy: 'json',
		parametersJson: '={{ $json.params }}',
		...parameters,
	});

const rows = ['1', '2', '3'].map((number) => ({
	number,
	params: { 会社名: `株式会社${number}`, 明細: [{ 品名: 'お茶', 数量: number, 単価: 100 }] },
}));

async function post(url: string, body: object): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
	expect(answer.status).toBe(200);
}

/** The PDF of a file, as ReportFlow has it. */
async function sha256AtReportFlow(
	generation: Generation,
	requestId: string,
	fileId: string,
): Promise<string> {
	const { baseUrl, appKey, secretKey } = stage.sandbox;
	const headers = { appkey: appKey, ...(generation === 'old' && { secretkey: secretKey }) };
	const answer = await fetch(`${baseUrl[generation]}/file/download/${requestId}/${fileId}`, { headers });
	expect(answer.status).toBe(200);
	return await sha256([Buffer.from(await answer.arrayBuffer())]);
}

describe.each<Generation>(['new', 'old'])('the %s generation', (generation) => {
	it.each(['file', 'sleep'])("makes a PDF of each row, on the row's item (%s)", async (when) => {
		const workflow = await stage.publish([fileWebhook(), splitRows, generate(generation, { when }), end]);
		const before = stage.sandbox.generated.size;
		await post(workflow.url, { rows });
		const [execution] = await workflow.executions(1);
		expect(errorOf(execution)).toBeUndefined();
		const items = outputOf(execution, 'NoOp')!;
		expect(items).toHaveLength(rows.length);
		const made = [...stage.sandbox.generated.values()].slice(before);
		expect(made).toHaveLength(rows.length);
		for (const [index, item] of items.entries()) {
			const request = made.find(({ files }) => files[0]?.fileName === `請求書 ${index + 1}.pdf`)!;
			expect(request.files[0]?.params).toEqual(rows[index]!.params);
			expect(item.binary?.['data']).toMatchObject({
				fileName: `請求書 ${index + 1}.pdf`,
				mimeType: 'application/pdf',
			});
			expect(await storedSha256(stage, item)).toBe(
				await sha256AtReportFlow(generation, request.requestId, request.files[0]!.fileId),
			);
		}
		summary.push(
			`${generation}, Generate (${when}): ${made.length} PDFs for ${rows.length} rows, each with the SHA-256 that ReportFlow has`,
		);
	});

	it('generates at once, delivers, and the trigger downloads what was made', async () => {
		const trigger = reportFlowTrigger(['path'], stage.tokenCredential, { emit: 'file' });
		const { webhookId } = trigger;
		const download = reportFlow('Download', stage.api[generation], {
			resource: 'pdf',
			operation: 'download',
		});
		const receiving = await stage.publish([trigger, download, end]);
		stage.sandbox.configure({
			webhookUrl: `${stage.n8n.url}/webhook/${webhookId}/${webhookId}/${stage.token}`,
		});
		const passthrough = { values: [{ name: 'row', value: '={{ $json.number }}' }] };
		const asking = await stage.publish([
			fileWebhook(),
			splitRows,
			generate(generation, { when: 'atOnce', options: generation === 'new' ? { passthrough } : {} }),
			end,
		]);
		await post(asking.url, { rows });
		const [asked] = await asking.executions(1);
		expect(errorOf(asked)).toBeUndefined();
		expect(outputOf(asked, 'NoOp')).toHaveLength(rows.length);
		await stage.sandbox.idle();

		const executions = await receiving.executions(rows.length);
		expect(executions.map(({ status }) => status)).toEqual(rows.map(() => 'success'));
		const made = [...stage.sandbox.generated.values()].slice(-rows.length);
		for (const execution of executions) {
			const [event] = outputOf(execution, 'ReportFlow Trigger')!;
			expect(new CloudEvent(event!.json as never, true).validate()).toBe(true);
			const { files } = event!.json['data'] as { files: Array<{ id: string; name: string }> };
			const request = made.find((one) => one.files[0]!.fileId === files[0]!.id)!;
			const [item] = outputOf(execution, 'NoOp')!;
			expect(await storedSha256(stage, item!)).toBe(
				await sha256AtReportFlow(generation, request.requestId, files[0]!.id),
			);
			if (generation === 'new') {
				expect(JSON.stringify(event!.json['data'])).toContain(`"row":"${/\d/.exec(files[0]!.name)![0]}"`);
			}
		}
		const ofRun = stage.sandbox.webhooks.filter(({ requestId }) =>
			made.some((request) => request.requestId === requestId),
		);
		summary.push(
			`${generation}, whole way: ${made.length} generated, ${ofRun.length} deliveries (${ofRun.map(({ status }) => status).join(', ')}), ${executions.length} executions, ${executions.length} PDFs downloaded with the SHA-256 that ReportFlow has`,
		);
	});

	it('makes a PDF once when the answer gets lost, also with "Retry On Fail", and the user is told', async () => {
		const repeated = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const workflow = await stage.publish([
			fileWebhook(),
			splitRows,
			{ ...generate(generation, { when: 'file' }), ...repeated },
			end,
		]);
		stage.sandbox.configure({ knobs: { loseAnswer: 'always' } });
		const before = stage.sandbox.generated.size;
		await post(workflow.url, { rows: rows.slice(0, 1) });
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('error');
		expect(stage.sandbox.generated.size - before).toBe(1);
		expect(errorOf(execution)).toContain('requested in an earlier try, and the answer was lost');
		summary.push(
			`${generation}, answer lost, "Retry On Fail" with 3 tries: ${stage.sandbox.generated.size - before} generation`,
		);
	});
});

it('a sleeping execution continues after a restart of n8n, and nothing is made twice', async () => {
	stage.sandbox.configure({ knobs: { job: 'stuck' } });
	const workflow = await stage.publish([fileWebhook(), splitRows, generate('new', { when: 'sleep' }), end]);
	const before = stage.sandbox.generated.size;
	await post(workflow.url, { rows });
	const deadline = Date.now() + 60_000;
	const status = async () => (await stage.n8n.executions({ workflowId: workflow.id }))[0]?.status;
	while ((await status()) !== 'waiting' && Date.now() < deadline)
		await new Promise((resolve) => setTimeout(resolve, 200));
	expect(await status()).toBe('waiting');
	await stage.n8n.restart();
	const made = [...stage.sandbox.generated.values()].slice(before);
	for (const request of made) stage.sandbox.finish(request);
	const [execution] = await workflow.executions(1);
	expect(errorOf(execution)).toBeUndefined();
	expect(outputOf(execution, 'NoOp')).toHaveLength(rows.length);
	expect(stage.sandbox.generated.size - before).toBe(rows.length);
	summary.push(
		`sleeping over a restart of n8n: ${rows.length} rows, ${stage.sandbox.generated.size - before} generations, ${rows.length} PDFs`,
	);
});

it('the ZIP of a request is unpacked, or passed on unchanged', async () => {
	const { baseUrl, appKey } = stage.sandbox;
	const contents = ['a', 'b', '請求書'].map((fileName) => ({ fileName, params: { name: fileName } }));
	const answer = await fetch(`${baseUrl.new}/file/async/multiple`, {
		method: 'POST',
		headers: { appkey: appKey, 'content-type': 'application/json' },
		body: JSON.stringify({ designId: designIds.certificate, version: 1, contents }),
	});
	const { requestId } = (await answer.json()) as { requestId: string };
	await stage.sandbox.idle();
	for (const what of ['unpacked', 'zip']) {
		const parameters = { resource: 'pdf', operation: 'download', requestId, what };
		const workflow = await stage.publish([
			fileWebhook(),
			reportFlow('Download', stage.api.new, parameters),
			end,
		]);
		await post(workflow.url, {});
		const [execution] = await workflow.executions(1);
		expect(errorOf(execution)).toBeUndefined();
		const names = outputOf(execution, 'NoOp')!.map(({ binary }) => binary?.['data']?.fileName);
		if (what === 'unpacked') expect(names).toEqual(['a.pdf', 'b.pdf', '請求書.pdf']);
		else expect(names).toEqual([expect.stringMatching(/\.zip$/)]);
	}
});

it('the credentials are tested, a wrong one fails, and they work in the HTTP Request node', async () => {
	for (const generation of ['new', 'old'] as const) {
		const { reportFlowApi } = stage.api[generation];
		expect(await stage.n8n.testCredential(reportFlowApi.id)).toMatchObject({ status: 'OK' });
		const url = `${stage.sandbox.baseUrl[generation]}/file/design/parameter/${designIds.invoice}`;
		const request = {
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url, authentication: 'predefinedCredentialType', nodeCredentialType: 'reportFlowApi' },
			credentials: { reportFlowApi },
		};
		const workflow = await stage.publish([fileWebhook(), request, end]);
		await post(workflow.url, {});
		const [execution] = await workflow.executions(1);
		expect(outputOf(execution, 'NoOp')![0]!.json).toHaveProperty('customerName', 'string');
	}
	const wrong = await stage.n8n.createCredential({
		name: 'Wrong',
		type: 'reportFlowApi',
		data: {
			generation: 'single',
			environment: 'custom',
			baseUrl: stage.sandbox.baseUrl.new,
			appKey: `ak_${randomUUID()}`,
		},
	});
	expect(await stage.n8n.testCredential(wrong)).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('keys'),
	});
});

it('no key or token appears in the log, the database or the data of executions', async () => {
	expect(await reportFlowLeaks(stage)).toEqual([]);
});
