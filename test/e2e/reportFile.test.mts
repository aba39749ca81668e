import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { defaultColumns } from '../../tools/sandbox/Tesouro/columns.mts';
import { writeCsv } from '../../tools/sandbox/Tesouro/writeCsv.mts';
import { describeWithGpg } from './gpg.mts';
import { askMeanwhile, describeHealth, percentile } from '../../tools/harness/healthChecks.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { watchMemory } from './peakMemory.mts';
import { startStage, type Stage } from './stage.mts';
import { chain, download, trigger, type FlowNode } from './workflow.mts';

/** `E2E_REPORT_ROWS=10000000 E2E_REPORT_PARTS=200` takes a report of 2.8 GB, and six minutes. */
const ROWS = Number(process.env['E2E_REPORT_ROWS'] ?? 100_000);
const PARTS = Number(process.env['E2E_REPORT_PARTS'] ?? 10);
const IS_FULL = ROWS > 1_000_000;
const BLOCK_ROWS = 20_000;
const TIMEOUT_MS = 3_000_000;
const PEAK_MEGABYTES_AT_MOST = 300;
const AMOUNT = 'TRANSACTION_AMOUNT';

let stage: Stage;
const summary: string[] = [];
beforeAll(async () => (stage = await startStage()));
afterAll(async () => {
	await stage.close();
	process.stdout.write(`${summary.join('\n')}\n`);
});

const reportFile = (name: string, parameters: Record<string, unknown>): FlowNode => ({
	name,
	type: 'n8n-nodes-report-delivery.reportFile',
	parameters: { binaryPropertyName: 'data', ...parameters },
});
const sumOfAmounts = {
	resource: 'report',
	operation: 'summarize',
	figures: {
		figure: [
			{ figure: 'sum', column: AMOUNT },
			{ figure: 'count', column: '' },
		],
	},
};

/** The report, and its sum in cents, worked out by csv-parse and BigInt. */
function makeReport() {
	const content = { columns: defaultColumns, seed: 1, firstDay: '2026-01-01', rowsPerDay: 1000 };
	const some = Buffer.concat([...writeCsv({ rows: BLOCK_ROWS, ...content })]);
	const rows = some.subarray(some.indexOf('\n') + 1);
	const parsed = parse(some, { columns: true }) as unknown as Array<Record<string, string>>;
	const cents = parsed.reduce((sum, row) => sum + BigInt(row[AMOUNT]!.replace('.', '')), 0n);
	const blocks = ROWS / BLOCK_ROWS;
	const hash = createHash('sha256');
	let bytes = 0;
	function* csv() {
		for (let block = 0; block < blocks; block++) {
			const next = block === 0 ? some : rows;
			hash.update(next);
			bytes += next.length;
			yield next;
		}
	}
	return { csv, cents: cents * BigInt(blocks), size: () => bytes };
}

/** A workflow that adds up the file that it is called with. */
async function makeSummer(): Promise<string> {
	const called: FlowNode = {
		name: 'Called',
		type: 'n8n-nodes-base.executeWorkflowTrigger',
		typeVersion: 1.1,
		parameters: { inputSource: 'passthrough' },
	};
	const id = await stage.n8n.createWorkflow({
		...chain([called, reportFile('Add up', sumOfAmounts)], {}),
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	});
	await stage.n8n.publish(id);
	return id;
}

const centsOf = (decimal: unknown) => BigInt(String(decimal).replace('.', ''));

describeWithGpg(`a report of ${ROWS.toLocaleString('en-US')} rows`, () => {
	it(
		'a report is split, and runs of a sub-workflow add up the parts to the right total',
		async () => {
			const summer = await makeSummer();
			const split = reportFile('Split', {
				resource: 'file',
				operation: 'split',
				splitBy: 'rows',
				rowsAtMost: ROWS / PARTS,
			});
			const each: FlowNode = {
				name: 'Each part',
				type: 'n8n-nodes-base.executeWorkflow',
				typeVersion: 1.2,
				parameters: {
					source: 'database',
					workflowId: { __rl: true, mode: 'id', value: summer },
					mode: 'each',
					options: { waitForSubWorkflow: true },
				},
			};
			const whole = reportFile('Whole', sumOfAmounts);
			const { csv, cents, size } = makeReport();
			const path = join(stage.folder, `${randomUUID()}.csv.gpg`);
			await stage.gpg!.encrypt(stage.key, csv(), path);
			const published = await stage.sandbox.publishFile(path);
			await rm(path);
			const workflow = await stage.publish([trigger(), download(), split, each]);
			const memory = process.platform === 'linux' ? await watchMemory(stage.n8n.pid) : undefined;
			const { result: execution, times } = await askMeanwhile(stage.n8n.url, async () => {
				expect(await workflow.deliver(published)).toBe(200);
				return (await stage.n8n.waitForExecutions(workflow.id, 1, TIMEOUT_MS))[0];
			});
			const peak = await memory?.peak();
			expect(errorOf(execution)).toBeUndefined();
			const sums = outputOf(execution, 'Each part')!;
			expect(sums).toHaveLength(PARTS);
			expect(sums.reduce((sum, { json }) => sum + centsOf(json[`sum_${AMOUNT}`]), 0n)).toBe(cents);
			expect(sums.reduce((sum, { json }) => sum + Number(json['count']), 0)).toBe(ROWS);
			const took = (node: string) =>
				((execution?.data?.resultData.runData[node]?.[0]?.executionTime ?? 0) / 1000).toFixed(1);
			summary.push(
				`${(size() / 1e6).toFixed(0)} MB: downloaded and decrypted in ${took('Download')} s, split into ${PARTS} in ${took('Split')} s, ${PARTS} sub-workflows in ${took('Each part')} s`,
				describeHealth(times),
			);
			if (peak !== undefined && memory !== undefined) {
				summary.push(
					`n8n's memory peaked ${Math.round(peak - memory.idle)} MB above its idle ${memory.idle.toFixed(0)} MB`,
				);
				expect(peak - memory.idle).toBeLessThan(PEAK_MEGABYTES_AT_MOST);
			}
			summary.push(`p95 of health: ${percentile(times, 0.95).toFixed(0)} ms`);

			const single = await stage.publish([trigger(), download(), whole]);
			const watched = process.platform === 'linux' ? await watchMemory(stage.n8n.pid) : undefined;
			expect(await single.deliver(published)).toBe(200);
			const summed = (await stage.n8n.waitForExecutions(single.id, 1, TIMEOUT_MS))[0];
			expect(errorOf(summed)).toBeUndefined();
			const [item] = outputOf(summed, 'Whole')!;
			expect(item!.json['count']).toBe(ROWS);
			expect(centsOf(item!.json[`sum_${AMOUNT}`])).toBe(cents);
			const seconds = ((summed?.data?.resultData.runData['Whole']?.[0]?.executionTime ?? 0) / 1000).toFixed(
				1,
			);
			const above = watched === undefined ? NaN : (await watched.peak()) - watched.idle;
			summary.push(
				`Summarize of the whole file: ${seconds} s, exact; memory with the download ${above.toFixed(0)} MB above ${watched?.idle.toFixed(0)} MB`,
			);
		},
		TIMEOUT_MS,
	);

	// What it is measured against: only on demand, since it may end n8n.
	(IS_FULL ? it : it.skip)(
		"n8n's own Extract from File on the same file",
		async () => {
			const extract: FlowNode = {
				name: 'Extract',
				type: 'n8n-nodes-base.extractFromFile',
				typeVersion: 1,
				parameters: { operation: 'csv', binaryPropertyName: 'data', options: {} },
			};
			const { csv } = makeReport();
			const path = join(stage.folder, `${randomUUID()}.csv.gpg`);
			await stage.gpg!.encrypt(stage.key, csv(), path);
			const published = await stage.sandbox.publishFile(path);
			await rm(path);
			const workflow = await stage.publish([trigger(), download(), extract]);
			const started = Date.now();
			const outcome = await workflow
				.deliver(published)
				.then(async () => (await stage.n8n.waitForExecutions(workflow.id, 1, 600_000))[0])
				.then(
					(execution) => `${execution?.status}: ${errorOf(execution) ?? ''}`,
					(error: unknown) => `n8n did not answer any more: ${String(error).slice(0, 200)}`,
				);
			summary.push(`Extract from File: ${outcome} after ${((Date.now() - started) / 1000).toFixed(0)} s`);
		},
		TIMEOUT_MS,
	);
});
