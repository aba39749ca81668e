import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultColumns } from '../../tools/sandbox/Tesouro/columns.mts';
import { writeCsv } from '../../tools/sandbox/Tesouro/writeCsv.mts';
import { startStage, type Stage } from './stage.mts';
import { describeWithGpg } from './gpg.mts';
import { askMeanwhile, describeHealth, percentile } from '../../tools/harness/healthChecks.mts';
import { outputOf } from './liveWorkflow.mts';
import { watchMemory } from './peakMemory.mts';
import { sha256 as sha256Of, storedPath } from './storage.mts';
import { download, end, trigger } from './workflow.mts';

const MEGABYTES = Number(process.env['E2E_LARGE_MB'] ?? 1000);
const BLOCK_ROWS = 20_000;
const TIMEOUT_MS = 600_000;
const EXECUTION_MS = 280_000;
const PEAK_MEGABYTES_AT_MOST = 400;
const HEALTH_P95_MS_BELOW = 200;

let stage: Stage;
const summary: string[] = [];
beforeAll(async () => (stage = await startStage()));
afterAll(async () => {
	await stage.close();
	process.stdout.write(`${summary.join('\n')}\n`);
});

/**
 * Some megabytes of rows, again and again: zlib looks back 32 kB only, so that nothing but the time to make them is
 * saved.
 */
function* largeCsv(): Generator<Buffer> {
	const content = { columns: defaultColumns, seed: 1, firstDay: '2026-01-01', rowsPerDay: 1000 };
	const some = Buffer.concat([...writeCsv({ rows: BLOCK_ROWS, ...content })]);
	const rows = some.subarray(some.indexOf('\n') + 1);
	yield some;
	for (let bytes = some.length; bytes < MEGABYTES * 1e6; bytes += rows.length) yield rows;
}

/** A report as gpg encrypts it by default: compressed with zlib, AES-256, to an RSA-4096 key. */
async function makeLargeReport() {
	const path = join(stage.folder, 'large.csv.gpg');
	const hash = createHash('sha256');
	let bytes = 0;
	function* csv() {
		for (const block of largeCsv()) {
			hash.update(block);
			bytes += block.length;
			yield block;
		}
	}
	await stage.gpg!.encrypt(stage.key, csv(), path);
	const published = await stage.sandbox.publishFile(path);
	await rm(path);
	return { published, bytes, sha256: hash.digest('hex') };
}

describeWithGpg(`a report of ${MEGABYTES} MB`, () => {
	it(
		'a large report is fetched and decrypted in constant memory, while n8n answers other requests',
		async () => {
			const workflow = await stage.publish([trigger(), download(), end]);
			const { published, bytes, sha256 } = await makeLargeReport();
			const memory = process.platform === 'linux' ? await watchMemory(stage.n8n.pid) : undefined;
			const { result: execution, times } = await askMeanwhile(stage.n8n.url, async () => {
				expect(await workflow.deliver(published)).toBe(200);
				return (await stage.n8n.waitForExecutions(workflow.id, 1, EXECUTION_MS))[0];
			});
			const peak = await memory?.peak();
			expect(execution?.status).toBe('success');
			const [item] = outputOf(execution, 'NoOp')!;
			expect(item!.json['file']).toMatchObject({ bytes, sha256 });
			expect(await sha256Of(createReadStream(storedPath(stage, item!), { highWaterMark: 1 << 20 }))).toBe(
				sha256,
			);

			const { executionTime = 0 } = execution?.data?.resultData.runData['Download']?.[0] ?? {};
			const did = `${(bytes / 1e6).toFixed(0)} MB fetched and decrypted in ${(executionTime / 1000).toFixed(1)} s`;
			summary.push(describeHealth(times));
			expect(percentile(times, 0.95)).toBeLessThan(HEALTH_P95_MS_BELOW);
			if (memory === undefined || peak === undefined) {
				summary.unshift(`${did}; memory was not measured, which needs Linux`);
				return;
			}
			const above = Math.round(peak - memory.idle);
			summary.unshift(`${did}; n8n's memory peaked ${above} MB above its idle ${memory.idle.toFixed(0)} MB`);
			expect(above).toBeLessThan(PEAK_MEGABYTES_AT_MOST);
		},
		TIMEOUT_MS,
	);
});
