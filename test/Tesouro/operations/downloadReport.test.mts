import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enums, readPrivateKey } from 'openpgp';
import type { INodeExecutionData } from 'n8n-workflow';
import { listenLocally } from '../../../tools/sandbox/listenLocally.mts';
import type { Knobs, SandboxReport } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { encryptBytes } from '../../OpenPgp/messages.mts';
import { downloadNode, flow, startStage, type Stage } from '../flow.mts';

let stage: Stage;
beforeEach(async () => (stage = await startStage()));
afterEach(async () => await stage.close());

const event = (report: SandboxReport, changes: object = {}): INodeExecutionData => ({
	json: {
		kept: 'as it came',
		data: {
			files: [
				{
					id: report.requestId,
					name: report.fileName,
					url: report.url,
					mediaType: 'application/pgp-encrypted',
					encrypted: true,
					...changes,
				},
			],
		},
	},
});

const run = async (
	items: INodeExecutionData[],
	parameters: object = {},
	more: { onError?: 'continueRegularOutput' | 'continueErrorOutput'; signal?: AbortSignal } = {},
) =>
	await stage.harness.runNode(
		{
			...flow({}, downloadNode).nodes[1]!,
			...(more.onError && { onError: more.onError }),
			parameters: { ...downloadNode.parameters, ...parameters },
		},
		items,
		{ credentials: stage.credentials, ...(more.signal && { signal: more.signal }) },
	);

/** The same file under another name of the host, which is not the one of the API. */
const elsewhere = ({ url }: SandboxReport) => url.replace('127.0.0.1', 'localhost');

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('from a report event', () => {
	it('fetches, decrypts and stores the file, and keeps the item', async () => {
		const report = await stage.sandbox.makeReport({ rows: 200 });
		const { items, error } = await run([event(report)]);
		expect(error).toBeUndefined();
		const [item] = items;
		expect(item!.json).toMatchObject({
			kept: 'as it came',
			file: {
				mediaType: 'text/csv',
				sha256: report.plaintextSha256,
				bytes: report.plaintextBytes,
				decrypted: true,
				cipher: expect.stringMatching(/^aes/) as string,
			},
		});
		expect(item!.binary!.data).toMatchObject({
			mimeType: 'text/csv',
			fileName: expect.stringMatching(/\.csv$/) as string,
		});
		expect(sha256(await stage.harness.readBinary(item!.binary!.data!))).toBe(report.plaintextSha256);
		expect(item!.pairedItem).toEqual({ item: 0 });
	});

	it('needs no parameter directly after the trigger', async () => {
		const workflow = await stage.harness.activate(flow({}, downloadNode), stage.credentials);
		stage.sandbox.configure({ webhookUrl: workflow.url });
		const report = await stage.sandbox.makeReport({ rows: 50 });
		await stage.sandbox.deliver(report);
		const [execution] = await workflow.settled();
		expect(execution!.status).toBe('success');
		expect(execution!.nodeOutput('Download')[0]!.json.file).toMatchObject({ sha256: report.plaintextSha256 });
	});

	it('recognises a compressed report by its bytes', async () => {
		const report = await stage.sandbox.makeReport({ rows: 50, compressed: true });
		const { items } = await run([event(report, { name: 'report.csv.gpg' })]);
		expect(items[0]!.json.file).toMatchObject({ mediaType: 'application/gzip', fileName: 'report.csv.gz' });
	});

	it('keeps the encrypted file when decryption is switched off', async () => {
		const report = await stage.sandbox.makeReport({ rows: 50 });
		const { items } = await run([event(report)], { decrypt: false });
		expect(items[0]!.json.file).toMatchObject({ decrypted: false, bytes: report.ciphertextBytes });
		expect(items[0]!.binary!.data!.mimeType).toBe('application/pgp-encrypted');
	});

	it('works in memory mode', async () => {
		await stage.close();
		stage = await startStage({ harness: { binaryMode: 'default' } });
		const report = await stage.sandbox.makeReport({ rows: 50 });
		const { items } = await run([event(report)]);
		expect(sha256(await stage.harness.readBinary(items[0]!.binary!.data!))).toBe(report.plaintextSha256);
	});
});

describe('a file that grows a thousandfold', () => {
	async function publishZeros(megabytes: number) {
		const key = await readPrivateKey({ armoredKey: stage.credentials.tesouro!.privateKeys! });
		const wish = { to: [key.toPublic()], compression: enums.compression.zip };
		const folder = mkdtempSync(path.join(tmpdir(), 'rd-zeros-'));
		try {
			writeFileSync(path.join(folder, 'zeros.gpg'), await encryptBytes(Buffer.alloc(megabytes * 1e6), wish));
			return await stage.sandbox.publishFile(path.join(folder, 'zeros.gpg'));
		} finally {
			rmSync(folder, { recursive: true });
		}
	}

	it('is refused if n8n would keep it in memory, unless it is small enough to do no harm', async () => {
		await stage.close();
		stage = await startStage({ harness: { binaryMode: 'default' } });
		const small = await run([event(await publishZeros(15))]);
		expect(small.items[0]!.json.file).toMatchObject({ bytes: 15e6 });
		const { error, items } = await run([event(await publishZeros(17))]);
		expect(error?.message).toMatch(/more than 100 times its size/);
		expect(error?.description).toMatch(
			/N8N_DEFAULT_BINARY_DATA_MODE=filesystem\), where the limit is far higher\.$/,
		);
		expect(items).toEqual([]);
	});

	it('is kept if n8n stores it on disk', async () => {
		const { items } = await run([event(await publishZeros(17))]);
		expect(items[0]!.json.file).toMatchObject({ bytes: 17e6 });
	});
});

describe('a failure names its remedy and leaves nothing behind:', () => {
	const knob = (knobs: Partial<Knobs>) => stage.sandbox.configure({ knobs });

	it.each<[string, Partial<Knobs>, RegExp]>([
		['a truncated file', { file: 'truncated' }, /damaged|broke off/],
		['a tampered file', { file: 'tampered' }, /integrity check failed/],
		['an expired link', { file: 'expired' }, /expired or was already used/],
		['a file host in trouble', { file: 'error-500' }, /status 500/],
		['a link that leads to another host', { file: 'redirect-away' }, /not among the allowed file hosts/],
	])('%s', async (_, knobs, message) => {
		const report = await stage.sandbox.makeReport({ rows: 2_000 });
		knob(knobs);
		const { error, items } = await run([event(report)]);
		expect(error?.message).toMatch(message);
		expect(error?.description).toBeTruthy();
		expect(items).toEqual([]);
		expect(stage.harness.storedFiles()).toEqual([]);
	});

	it.each(['expired', 'error-500'] as const)(
		'an error of the file host, with the ID that Tesouro support asks for (%s)',
		async (file) => {
			knob({ file });
			const { error } = await run([event(await stage.sandbox.makeReport({ rows: 10 }))]);
			expect(error?.description).toMatch(/ Tesouro support finds it by x-request-id [0-9a-f-]{36}\.$/);
		},
	);

	it('the node continues on fail with the item as it came, and fetches the next item', async () => {
		const damaged = await stage.sandbox.makeReport({ rows: 2_000 });
		const good = await stage.sandbox.makeReport({ rows: 100 });
		const file = { data: 'YWJj', mimeType: 'text/plain' };
		const items = [
			{ ...event(good), binary: { other: file } },
			{ ...event(damaged, { expiresAt: '2020-01-01T00:00:00.000Z' }), binary: { other: file } },
			event(good),
		];
		const result = await run(items, {}, { onError: 'continueRegularOutput' });
		expect(result.items).toHaveLength(3);
		expect(result.items[1]!.json).toMatchObject({
			kept: 'as it came',
			error: expect.stringContaining('expired') as string,
		});
		expect(result.items[1]!.binary).toEqual({ other: file });
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(result.items[2]!.json.file).toMatchObject({ sha256: good.plaintextSha256 });
	});

	it('the failed item goes to the error output with its JSON and files', async () => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const file = { data: 'YWJj', mimeType: 'text/plain' };
		const expired = { ...event(report, { expiresAt: '2020-01-01T00:00:00.000Z' }), binary: { other: file } };
		const { outputs } = await run([expired, event(report)], {}, { onError: 'continueErrorOutput' });
		expect(outputs[0]).toHaveLength(1);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]![0]).toMatchObject({
			json: { kept: 'as it came', error: expect.stringContaining('expired') as string },
			binary: { other: file },
		});
	});

	it('an expired file is not requested', async () => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const before = stage.sandbox.requests.length;
		const { error } = await run([event(report, { expiresAt: '2020-01-01T00:00:00.000Z' })]);
		expect(error?.message).toContain('expired at 2020-01-01');
		expect(stage.sandbox.requests).toHaveLength(before);
	});

	it('a file that could not be opened afterwards is not requested, since a link may work only once', async () => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const before = stage.sandbox.requests.length;
		stage.credentials.tesouro!.passphrase = 'wrong';
		const { error } = await run([event(report)]);
		expect(error?.description).toContain('does not open with the passphrase');
		expect(stage.sandbox.requests).toHaveLength(before);
	});

	it('a link that works only once', async () => {
		stage.sandbox.configure({ knobs: { file: 'single-use' } });
		const report = await stage.sandbox.makeReport({ rows: 1 });
		expect((await run([event(report)])).error).toBeUndefined();
		expect((await run([event(report)])).error?.message).toContain('already used');
	});

	it('a file above the size limit', async () => {
		const report = await stage.sandbox.makeReport({ rows: 20_000 });
		const { error } = await run([event(report)], { options: { megabytesAtMost: 0.1 } });
		expect(error?.message).toContain('larger than the limit');
		expect(stage.harness.storedFiles()).toEqual([]);
	});

	it('an item without a report event', async () => {
		const { error } = await run([{ json: { hello: 'world' } }]);
		expect(error).toMatchObject({
			message: expect.stringContaining('contains no report event') as string,
			description: expect.stringContaining('Tesouro Trigger') as string,
		});
	});

	it('no error shows the link', async () => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const path = new URL(report.url).pathname;
		for (const file of ['expired', 'error-500', 'redirect-away'] as const) {
			knob({ file });
			const { error } = await run([event(report)]);
			expect(JSON.stringify([error?.message, error?.description])).not.toContain(path);
		}
	});
});

describe('the file host', () => {
	it('is refused without a request when nobody allowed it', async () => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const before = stage.sandbox.requests.length;
		const { error } = await run([event(report, { url: elsewhere(report) })]);
		expect(error).toMatchObject({
			message: expect.stringContaining('not among the allowed file hosts') as string,
			description: expect.stringContaining('Additional File Hosts') as string,
		});
		expect(stage.sandbox.requests).toHaveLength(before);
	});

	it.each([
		'https://tesouro.com.evil.example/r.gpg',
		'https://eviltesouro.com/r.gpg',
		'https://tesouro.com@evil.example/r.gpg',
		'file:///etc/passwd',
		'ftp://download.tesouro.com/r.gpg',
		'no link',
	])('is refused when it is %s', async (url) => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		expect((await run([event(report, { url })])).error?.message).toMatch(
			/not among the allowed|not a URL|instead of https/,
		);
	});

	it('is asked with https instead of http, unless http was allowed for that host', async () => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		stage.credentials.tesouro!.additionalFileHosts = new URL(elsewhere(report)).host;
		const { error } = await run([event(report, { url: elsewhere(report) })]);
		expect(error?.message).toContain('could not be fetched');
	});

	it('may redirect to an allowed host', async () => {
		stage.sandbox.configure({ knobs: { file: 'redirect' } });
		const report = await stage.sandbox.makeReport({ rows: 10 });
		expect((await run([event(report)])).items[0]!.json.file).toMatchObject({
			sha256: report.plaintextSha256,
		});
	});

	it('gets the token when it is the API host and asks for it, and no other host gets it', async () => {
		stage.sandbox.configure({ knobs: { file: 'needs-token' } });
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const asked = () => stage.sandbox.requests.filter(({ path }) => path.startsWith('/files/'));
		expect((await run([event(report)])).items).toHaveLength(1);
		expect(asked().map(({ authorization }) => authorization)).toEqual(['none', 'bearer']);

		const decoy = createServer((request, response) => {
			seen.push(request.headers.authorization ?? 'none');
			response.writeHead(401).end();
		});
		const seen: string[] = [];
		const url = await listenLocally(decoy, 0);
		stage.credentials.tesouro!.additionalFileHosts = url;
		const { error } = await run([event(report, { url: `${url}/files/1` })]);
		decoy.close();
		expect(error?.message).toContain('expired or was already used');
		expect(seen).toEqual(['none']);
	});

	it.each(['', 'much', null, -1])('is not asked when the size limit is %j', async (megabytesAtMost) => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const before = stage.sandbox.requests.length;
		const { error } = await run([event(report)], { options: { megabytesAtMost } });
		expect(error?.message).toBe('"Maximum Download Size (MB)" must be a number above 0');
		expect(stage.sandbox.requests).toHaveLength(before);
	});
});

describe('by request ID', () => {
	it('Tesouro is asked for a fresh link', async () => {
		const report = await stage.sandbox.makeReport({ rows: 5 });
		const { items } = await run([{ json: {} }], { from: 'requestId', requestId: report.requestId });
		expect(items[0]!.json.file).toMatchObject({ sha256: report.plaintextSha256 });
	});

	it('a report that is not ready yet is an error', async () => {
		const report = await stage.sandbox.makeReport({ rows: 5 });
		stage.sandbox.configure({ knobs: { status: 'FILE_GENERATED' } });
		const { error } = await run([{ json: {} }], { from: 'requestId', requestId: report.requestId });
		expect(error?.message).toContain('is not ready');
	});
});

it('the download stops when the execution is cancelled', async () => {
	stage.sandbox.configure({ knobs: { file: 'slow' } });
	const report = await stage.sandbox.makeReport({ rows: 20_000 });
	const stop = new AbortController();
	const running = run([event(report)], {}, { signal: stop.signal });
	setTimeout(() => stop.abort(), 150);
	await running.catch(() => undefined);
	expect(stage.harness.storedFiles()).toEqual([]);
});

it('the fixtures still have their original line endings', () => {
	expect(readFileSync('test/Tesouro/fixtures/report-ready/body.json').includes('\r')).toBe(false);
});
