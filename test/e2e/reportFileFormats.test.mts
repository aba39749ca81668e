import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { read as readSheet, utils } from '@e965/xlsx';
import { startDestinations, type Destinations } from '../../tools/sandbox/destinations/destinations.mts';
import { connectMicrosoft } from './connectMicrosoft.mts';
import { readExample } from './connectReportExamples.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { startStage, type Stage } from './stage.mts';
import { storedPath } from './storage.mts';
import { fileWebhook, type FlowNode } from './workflow.mts';

let folder: string;
let destinations: Destinations;
let stage: Stage;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'destinations-'));
	destinations = await startDestinations(folder);
	// Else n8n itself asks api.n8n.io for a list, and the proxy could not say that only the stand-ins were asked.
	stage = await startStage({ env: { ...destinations.env, N8N_DISABLED_MODULES: 'mcp-registry' } });
});
afterAll(async () => {
	await stage?.close();
	await destinations?.close();
	await rm(folder, { recursive: true, force: true });
});

/** The rows of a CSV, by column, as a library reads them. */
const rowsOf = (csv: string) => parse(csv, { columns: true }) as Array<Record<string, string>>;

const cents = (amount: string | number) => Math.round(Number(amount) * 100);

/**
 * On two sheets. They come compressed, for n8n takes a request of at most 16 MB. Seen with 1,000,000 (E2E_EXCEL_ROWS); of
 * 2,000,000 the workbook is made, but n8n's node gives no rows of it.
 */
const EXCEL_ROWS = Number(process.env['E2E_EXCEL_ROWS'] ?? 200);

it("n8n's own Extract from File reads our Excel: amounts as numbers, leading zeros and IDs as text", async () => {
	const onFirst = Math.ceil(EXCEL_ROWS / 2);
	const id = (row: number) => String(row).padStart(8, '0');
	const amount = (row: number) => (((row * 7919) % 1_000_003) / 100 - 5_000).toFixed(2);
	const convert: FlowNode = {
		name: 'Convert',
		type: 'n8n-nodes-report-delivery.reportFile',
		parameters: {
			resource: 'file',
			operation: 'convert',
			format: 'excel',
			options: { rowsPerSheet: onFirst + 1 },
		},
	};
	const extract: FlowNode = {
		name: 'Extract',
		type: 'n8n-nodes-base.extractFromFile',
		parameters: { operation: 'xlsx', binaryPropertyName: 'data', options: { sheetName: 'data (2)' } },
	};
	const unpack: FlowNode = {
		name: 'Unpack',
		type: 'n8n-nodes-report-delivery.reportFile',
		parameters: { resource: 'file', operation: 'unpack' },
	};
	const workflow = await stage.publish([fileWebhook(), unpack, convert, extract]);
	const rowsSent = Array.from({ length: EXCEL_ROWS }, (_, row) => `${id(row)},${amount(row)},2026-11-28\n`);
	const answer = await fetch(workflow.url, {
		method: 'POST',
		headers: {
			'content-type': 'application/gzip',
			'content-disposition': 'attachment; filename="data.csv.gz"',
		},
		body: gzipSync(`id,amount,day\n${rowsSent.join('')}`),
	});
	expect(answer.status).toBe(200);
	const [execution] = await workflow.executions(1);
	expect(errorOf(execution)).toBeUndefined();
	const rows = outputOf(execution, 'Extract')!.map(({ json }) => json);
	expect(rows).toHaveLength(EXCEL_ROWS - onFirst);
	const wrong = rows.findIndex(
		(row, index) => row['id'] !== id(onFirst + index) || row['amount'] !== Number(amount(onFirst + index)),
	);
	expect([wrong, rows[wrong]]).toEqual([-1, undefined]);
	// Extract gives a date as Excel counts it, in days from 1899-12-30.
	expect(new Set(rows.map((row) => row['day']))).toEqual(new Set([46_354]));
});

it('a report of Tesouro becomes an Excel file for each merchant, each in its own folder of OneDrive', async () => {
	const { microsoft, proxy } = destinations;
	const { id: clientId, secret: clientSecret } = microsoft.signIn.client;
	const name = 'Microsoft Drive';
	const type = 'microsoftOneDriveOAuth2Api';
	const drive = {
		id: await stage.n8n.createCredential({ name, type, data: { clientId, clientSecret } }),
		name,
	};
	await connectMicrosoft(stage.n8n, drive.id, microsoft.signIn);

	const merchants = Array.from({ length: 100 }, (_, index) => `store-${index + 1}`);
	const folders = Object.fromEntries(merchants.map((merchant) => [merchant, microsoft.addFolder(merchant)]));
	const parentId = `={{ (${JSON.stringify(folders)})[$('Split by merchant').item.json.file.value] }}`;
	const credentials = { ...stage.credentials, microsoftOneDriveOAuth2Api: drive };
	const example = await readExample('tesouro-excel-by-merchant', credentials, {
		'Save to OneDrive': { parentId },
	});
	const id = await stage.n8n.createWorkflow(example);
	await stage.n8n.publish(id);
	const webhookId = example.nodes.map((node) => node['webhookId'] as string | undefined).find(Boolean)!;

	const report = await stage.sandbox.makeReport({ rows: 2_000 });
	const [attempt] = await stage.sandbox.deliver(report, {
		to: `${stage.n8n.url}/webhook/${webhookId}/webhook`,
		retry: false,
	});
	expect(attempt?.status).toBe(200);
	const [execution] = await stage.n8n.waitForExecutions(id, 1, 120_000);
	expect([execution?.status, errorOf(execution)]).toEqual(['success', undefined]);

	// What the report holds, by an independent calculation.
	const rows = rowsOf(await readFile(storedPath(stage, outputOf(execution, 'Download report')![0]!), 'utf8'));
	const total = rows.reduce((sum, row) => sum + cents(row['TRANSACTION_AMOUNT']!), 0);
	const wanted = [...new Set(rows.map((row) => row['ACCEPTOR_REFERENCE']!))];
	const totals = outputOf(execution, 'Totals')![0]!.json;
	expect([totals['count'], totals['sum_TRANSACTION_AMOUNT']]).toEqual([2_000, (total / 100).toFixed(2)]);

	expect(microsoft.uploads.map((upload) => upload.folder)).toEqual(wanted);
	let sum = 0;
	for (const upload of microsoft.uploads) {
		const { SheetNames, Sheets } = readSheet(upload.bytes);
		const sheet = utils.sheet_to_json<Record<string, unknown>>(Sheets[SheetNames[0]!]!);
		const own = rows.filter((row) => row['ACCEPTOR_REFERENCE'] === upload.folder);
		expect(
			sheet.map((row) => [row['TRANSACTION_ID'], row['ACCOUNT_NUMBER_LAST_FOUR'], row['TRANSACTION_AMOUNT']]),
		).toEqual(
			own.map((row) => [
				row['TRANSACTION_ID'],
				row['ACCOUNT_NUMBER_LAST_FOUR'],
				Number(row['TRANSACTION_AMOUNT']),
			]),
		);
		sum += sheet.reduce((all, row) => all + cents(row['TRANSACTION_AMOUNT'] as number), 0);
	}
	expect(sum).toBe(total);
	expect(new Set(proxy.asked.map(({ host }) => host))).toEqual(
		new Set(['login.microsoftonline.com:443', 'graph.microsoft.com:443']),
	);
});
