import { readFile } from 'node:fs/promises';
import type { Execution } from '../../tools/host/n8nApi.mts';
import {
	designIds,
	readPdf,
	type ReportFlowSandboxOptions,
} from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { watchMemory } from './peakMemory.mts';
import { credentialData, startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';
import { reportFlow, splitRows } from './reportFlowNodes.mts';
import { storedPath } from './storage.mts';
import { end, fileWebhook } from './workflow.mts';

/** The whole measurement, on demand; without it, as much as every run of the end-to-end tests has time for. */
const IS_FULL = process.env['E2E_BULK'] === 'full';
const ROWS = Number(process.env['E2E_ROWS'] ?? (IS_FULL ? 1000 : 200));
const ZIP_FILES = Number(process.env['E2E_ZIP_FILES'] ?? (IS_FULL ? 5000 : 500));
const ZIP_FILE_BYTES = Number(process.env['E2E_ZIP_FILE_BYTES'] ?? 60_000);
const PDF_BYTES = 50_000;
const PEAK_MEGABYTES_AT_MOST = 400;
/** Left to itself, Node lets a gigabyte of garbage lie around before it clears up: no measure of what is needed. */
const HEAP_MEGABYTES = 512;

/** The documented 30 and 100 a minute, so much faster: with them, a thousand rows take half an hour. 1 takes it. */
const SCALE = Number(process.env['E2E_SCALE'] ?? (IS_FULL ? 20 : 5));
const EXECUTION_MS = 300_000 + (ROWS / (30 * SCALE)) * 60_000;
const TIMEOUT_MS = EXECUTION_MS + 120_000;
const limits = { sync: 30 * SCALE, other: 100 * SCALE };
/** What n8n is told of them; the second more than ReportFlow gives, as when others use the workspace, too. */
const kept = { sync: limits.sync, async: limits.other };
const exceeded = { sync: 10 * limits.sync, async: 10 * limits.other };

const summary: string[] = [];
const stages: ReportFlowStage[] = [];
afterAll(async () => {
	for (const stage of stages) await stage.close();
	process.stdout.write(`${summary.join('\n')}\n`);
});

/** More files a request than ReportFlow takes: the ZIP is to be large, not the number of requests. */
const sandboxOptions: ReportFlowSandboxOptions = {
	requestsPerMinute: limits,
	jobDelayMs: 2000,
	filesPerRequest: 10_000,
};

/** A fresh n8n for each measurement; one for all where there is less time. */
async function start(): Promise<ReportFlowStage> {
	if (!IS_FULL && stages[0] !== undefined) return stages[0];
	await stages.at(-1)?.close();
	const env = { N8N_LOG_LEVEL: 'info', NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}` };
	const stage = await startReportFlowStage({ sandbox: sandboxOptions, perMinute: kept, env });
	stages.push(stage);
	return stage;
}

/** A credential that says this of the rates. */
async function credentialFor({ n8n, sandbox }: ReportFlowStage, perMinute: typeof kept) {
	const name = `ReportFlow (${perMinute.sync} a minute)`;
	const data = credentialData(sandbox, 'new', perMinute);
	return { reportFlowApi: { id: await n8n.createCredential({ name, type: 'reportFlowApi', data }), name } };
}

const generate = (credentials: ReportFlowStage['api']['new'], operation: string, parameters = {}) =>
	reportFlow('Generate', credentials, {
		resource: 'pdf',
		operation,
		designId: { __rl: true, mode: 'id', value: designIds.invoice },
		fileName: '=invoice-{{ $json.invoiceNumber }}',
		parameters: { mappingMode: 'autoMapInputData', value: null },
		...parameters,
	});

const rows = Array.from({ length: ROWS }, (_, index) => ({
	invoiceNumber: String(index + 1),
	customerName: `Customer ${index + 1}`,
	total: index,
	dueDate: '2026-12-24',
	isPaid: false,
	billTo: { street: `Street ${index}`, city: 'Paris' },
	lines: [{ description: 'Tea', quantity: index, unitPrice: 1 }],
}));

async function measure(stage: ReportFlowStage, pid: number, run: () => Promise<Execution>) {
	const memory = process.platform === 'linux' ? await watchMemory(pid) : undefined;
	const { sandbox } = stage;
	const before = { requests: sandbox.requests.length, files: sandbox.files().length };
	const started = Date.now();
	const execution = await run();
	const seconds = (Date.now() - started) / 1000;
	const above = memory && Math.round((await memory.peak()) - memory.idle);
	if (above !== undefined) expect(above).toBeLessThan(PEAK_MEGABYTES_AT_MOST);
	const requests = sandbox.requests.slice(before.requests);
	const refused = requests.filter(({ status }) => status === 429).length;
	const said =
		above === undefined
			? 'memory was not measured, which needs Linux'
			: `n8n's memory peaked ${above} MB above its idle ${memory!.idle.toFixed(0)} MB`;
	return {
		execution,
		requests,
		made: sandbox.files().slice(before.files),
		says: `in ${seconds.toFixed(1)} s, ${refused} requests refused with 429; ${said}`,
	};
}

async function post(url: string, body: object): Promise<void> {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(answer.status).toBe(200);
}

interface Way {
	name: string;
	operation: 'generate' | 'generateMany';
	parameters?: object;
	perMinute: typeof kept;
	requestsAtMost: number;
}

/** Waits for a minute at least. */
const withinTheRates: Way = {
	name: 'one request a row, within the rates',
	operation: 'generate',
	perMinute: kept,
	requestsAtMost: ROWS,
};

const ways: Way[] = [
	...(IS_FULL ? [withinTheRates] : []),
	{
		name: 'one request for some twenty rows, as many as an immediate answer can name',
		operation: 'generateMany',
		perMinute: kept,
		requestsAtMost: Math.ceil(ROWS / 20),
	},
	{
		name: 'one request for 100 rows, sleeping',
		operation: 'generateMany',
		parameters: { when: 'sleep' },
		perMinute: kept,
		requestsAtMost: Math.ceil(ROWS / 100),
	},
	// Last, because nothing is left of the minute after it.
	{
		name: 'one request a row, while others use up the rates, too',
		operation: 'generate',
		perMinute: exceeded,
		requestsAtMost: ROWS,
	},
];

describe.each(ways)(`${ROWS} rows: $name`, ({ name, operation, parameters, perMinute, requestsAtMost }) => {
	it(
		'each row becomes one PDF, made and billed once, on its item',
		async () => {
			const stage = await start();
			stage.sandbox.configure({ padding: PDF_BYTES });
			const node = generate(await credentialFor(stage, perMinute), operation, parameters);
			const workflow = await stage.publish([fileWebhook(), splitRows, node, end]);
			const { execution, made, requests, says } = await measure(stage, stage.n8n.pid, async () => {
				await post(workflow.url, { rows });
				return (await workflow.executions(1, EXECUTION_MS))[0]!;
			});
			expect(errorOf(execution)).toBeUndefined();
			const items = outputOf(execution, 'NoOp')!;
			expect(items).toHaveLength(ROWS);
			for (const [index, item] of items.entries()) {
				const bytes = await readFile(storedPath(stage, item));
				expect(bytes.length).toBeGreaterThan(PDF_BYTES);
				if (index % 10 !== 0) continue;
				const { lines } = await readPdf(bytes);
				expect(lines).toContain(`invoiceNumber: ${index + 1}`);
				expect(lines).toContain(`billTo: street=Street ${index}, city=Paris`);
				expect(lines).toContain(`  description=Tea, quantity=${index}, unitPrice=1`);
			}
			expect(made).toHaveLength(ROWS);
			expect(new Set(made.map(({ fileName }) => fileName)).size).toBe(ROWS);
			const accepted = requests.filter(({ method, status }) => method === 'POST' && status < 300);
			expect(accepted.length).toBeLessThanOrEqual(requestsAtMost);
			summary.push(
				`${ROWS} rows, ${name}: ${ROWS} PDFs by ${accepted.length} requests ${says} (limits: ${limits.sync} immediate and ${limits.other} other requests a minute)`,
			);
		},
		TIMEOUT_MS,
	);
});

describe(`a ZIP of ${ZIP_FILES} PDFs`, () => {
	it(
		'is unpacked into items in constant memory',
		async () => {
			const stage = await start();
			stage.sandbox.configure({ padding: ZIP_FILE_BYTES });
			const { baseUrl, appKey } = stage.sandbox;
			const headers = { appkey: appKey, 'content-type': 'application/json' };
			const contents = Array.from({ length: ZIP_FILES }, (_, index) => ({
				fileName: `statement-${index + 1}`,
				params: { name: `Nobody ${index + 1}` },
			}));
			const job = await fetch(`${baseUrl.new}/file/async/multiple`, {
				method: 'POST',
				headers,
				body: JSON.stringify({ designId: designIds.certificate, version: 1, contents }),
			});
			const { requestId } = (await job.json()) as { requestId: string };
			await stage.sandbox.idle();
			// The sandbox makes the ZIP when it is first asked for.
			const head = await fetch(`${baseUrl.new}/file/download/${requestId}`, { method: 'HEAD', headers });
			const megabytes = Number(head.headers.get('content-length')) / 1e6;
			expect(megabytes).toBeGreaterThan((ZIP_FILES * ZIP_FILE_BYTES) / 1e6);

			const download = reportFlow('Download', stage.api.new, {
				resource: 'pdf',
				operation: 'download',
				what: 'unpacked',
				requestId: '={{ $json.body.requestId }}',
			});
			const workflow = await stage.publish([fileWebhook(), download, end]);
			const { execution, says } = await measure(stage, stage.n8n.pid, async () => {
				await post(workflow.url, { requestId });
				return (await workflow.executions(1, EXECUTION_MS))[0]!;
			});
			expect(errorOf(execution)).toBeUndefined();
			const items = outputOf(execution, 'NoOp')!;
			expect(items).toHaveLength(ZIP_FILES);
			for (const [index, item] of items.entries()) {
				if (index % 100 !== 0) continue;
				const { lines } = await readPdf(await readFile(storedPath(stage, item)));
				expect(lines).toContain(`name: Nobody ${index + 1}`);
			}
			summary.push(`A ZIP of ${megabytes.toFixed(0)} MB unpacked into ${ZIP_FILES} items ${says}`);
		},
		TIMEOUT_MS,
	);
});
