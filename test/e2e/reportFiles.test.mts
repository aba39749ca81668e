import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultColumns } from '../../tools/sandbox/Tesouro/columns.mts';
import type { Knobs } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { writeCsv } from '../../tools/sandbox/Tesouro/writeCsv.mts';
import { startStage, type Stage } from './stage.mts';
import { describeWithGpg } from './gpg.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { leaks } from './secrets.mts';
import { sha256, storedFiles, storedSha256 } from './storage.mts';
import { decrypt, download, end, fileWebhook, trigger } from './workflow.mts';

const INTEGRITY = /integrity check failed/;

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());
afterEach(() => stage.sandbox.configure({ knobs: { file: 'ok' } }));

function flip(bytes: Buffer, at: number): Buffer {
	bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
	return bytes;
}

const csv = (rows = 3_000) =>
	writeCsv({ rows, columns: defaultColumns, seed: rows, firstDay: '2026-01-01', rowsPerDay: 100 });

/** A file that the real gpg made, and what is in it. */
async function encrypt(options: string[] = []) {
	const path = join(stage.folder, `report-${Math.random().toString(36).slice(2)}.csv.gpg`);
	await stage.gpg!.encrypt(stage.key, csv(), path, options);
	return { path, sha256: await sha256(csv()) };
}

describe('a file that was damaged or changed on its way', () => {
	it.each<[string, Partial<Knobs>, RegExp]>([
		['has one flipped byte', { file: 'tampered' }, INTEGRITY],
		['is only its first half', { file: 'truncated' }, INTEGRITY],
		['broke off', { file: 'cut-off' }, /broke off/],
	])('%s: the execution fails with the reason and nothing is stored', async (_, knobs, reason) => {
		const workflow = await stage.publish([trigger(), download(), end]);
		const made = await stage.sandbox.makeReport({ rows: 3_000 });
		const before = await storedFiles(stage);
		stage.sandbox.configure({ knobs });
		expect(await workflow.deliver(made)).toBe(200);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('error');
		expect(errorOf(execution)).toMatch(reason);
		expect(outputOf(execution, 'NoOp')).toBeUndefined();
		expect(await storedFiles(stage)).toEqual(before);
	});

	it('is passed on with its error, JSON and files when the node continues on errors', async () => {
		const continues = { onError: 'continueRegularOutput' } as const;
		const workflow = await stage.publish([
			trigger(),
			{ ...download({ decrypt: false, outputBinaryPropertyName: 'encrypted' }), name: 'Keep' },
			{ ...download(), ...continues },
			{ ...decrypt({ binaryPropertyName: 'encrypted' }), ...continues },
			end,
		]);
		const made = await stage.sandbox.makeReport({ rows: 3_000 });
		stage.sandbox.configure({ knobs: { file: 'tampered' } });
		const before = await storedFiles(stage);
		expect(await workflow.deliver(made)).toBe(200);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('success');
		const [kept] = outputOf(execution, 'Keep')!;
		for (const node of ['Download', 'Decrypt']) {
			const [item, ...more] = outputOf(execution, node)!;
			expect(more).toEqual([]);
			expect(item!.json).toEqual({ ...kept!.json, error: expect.stringMatching(INTEGRITY) as string });
			expect(item!.binary).toEqual(kept!.binary);
		}
		const stored = (await storedFiles(stage)).filter((file) => !before.includes(file));
		expect(stored.filter((file) => !file.endsWith('.metadata'))).toHaveLength(1);
	});
});

describeWithGpg('a file that the real gpg made and somebody changed,', () => {
	it.each<[string, (bytes: Buffer) => Buffer, string[]]>([
		['with a flipped byte in the middle', (bytes) => flip(bytes, bytes.length >> 1), []],
		['with a flipped last byte', (bytes) => flip(bytes, bytes.length - 1), []],
		['without its last 22 bytes, the integrity check', (bytes) => bytes.subarray(0, -22), []],
		['cut in the middle', (bytes) => bytes.subarray(0, bytes.length >> 1), []],
		['uncompressed, with a flipped byte', (bytes) => flip(bytes, bytes.length >> 1), ['-z', '0']],
	])('%s: the execution fails with the reason and nothing is stored', async (_, change, options) => {
		const { path } = await encrypt(options);
		await writeFile(path, change(await readFile(path)));
		const published = await stage.sandbox.publishFile(path);
		const workflow = await stage.publish([trigger(), download(), end]);
		const before = await storedFiles(stage);
		expect(await workflow.deliver(published)).toBe(200);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('error');
		expect(errorOf(execution)).toMatch(INTEGRITY);
		expect(await storedFiles(stage)).toEqual(before);
	});
});

describeWithGpg('a file that the real gpg made', () => {
	it.each<[string, string[]]>([
		['as it does by default', []],
		['armoured', ['--armor']],
		['uncompressed', ['-z', '0']],
		['with bzip2', ['--compress-algo', 'bzip2']],
		['with AES-128', ['--cipher-algo', 'AES']],
	])('%s is fetched and decrypted', async (_, options) => {
		const file = await encrypt(options);
		const published = await stage.sandbox.publishFile(file.path);
		const workflow = await stage.publish([trigger(), download(), end]);
		expect(await workflow.deliver(published)).toBe(200);
		const [execution] = await workflow.executions(1);
		expect(errorOf(execution)).toBeUndefined();
		expect(await storedSha256(stage, outputOf(execution, 'NoOp')![0]!)).toBe(file.sha256);
	});

	it("an encrypted file received by n8n's own webhook is decrypted, with the rest of the item kept", async () => {
		const file = await encrypt();
		const workflow = await stage.publish([fileWebhook(), decrypt(), end]);
		const answer = await fetch(workflow.url, {
			method: 'POST',
			headers: { 'content-type': 'application/octet-stream' },
			body: await readFile(file.path),
		});
		expect(answer.status).toBe(200);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('success');
		const [received] = outputOf(execution, 'Webhook')!;
		const [item] = outputOf(execution, 'NoOp')!;
		expect(await storedSha256(stage, item!)).toBe(file.sha256);
		expect(item!.json).toMatchObject(received!.json);
		expect(item!.json['openPgp']).toMatchObject({ sha256: file.sha256, cipher: 'aes256' });
	});

	it('an encrypted file that Download left encrypted is decrypted into a second field', async () => {
		const file = await encrypt();
		const published = await stage.sandbox.publishFile(file.path);
		const workflow = await stage.publish([
			trigger(),
			download({ decrypt: false }),
			decrypt({ outputBinaryPropertyName: 'plain' }),
			end,
		]);
		expect(await workflow.deliver(published)).toBe(200);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('success');
		const [downloaded] = outputOf(execution, 'Download')!;
		const [item] = outputOf(execution, 'NoOp')!;
		expect(item!.json).toMatchObject(downloaded!.json);
		expect(item!.binary!['data']).toEqual(downloaded!.binary!['data']);
		expect(await storedSha256(stage, item!, 'data')).toBe(await sha256([await readFile(file.path)]));
		expect(await storedSha256(stage, item!, 'plain')).toBe(file.sha256);
	});
});

it('no secret appears in the log, the database or the data of executions, and no link in the log', async () => {
	expect(await leaks(stage)).toEqual([]);
});
