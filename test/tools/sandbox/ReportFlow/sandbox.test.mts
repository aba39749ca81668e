import { setDate } from '../../../fastClock.mts';
import { createHash } from 'node:crypto';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, configure } from '@zip.js/zip.js';
import { listenLocally } from '../../../../tools/sandbox/listenLocally.mts';
import { readBody } from '../../../../tools/sandbox/readBody.mts';
import {
	designIds,
	readPdf,
	startReportFlowSandbox,
	type ReportFlowSandbox,
	type ReportFlowSandboxOptions,
} from '../../../../tools/sandbox/ReportFlow/sandbox.mts';

configure({ useWebWorkers: false });

const params = {
	customerName: 'Ada Lovelace',
	invoiceNumber: '7',
	total: 12.5,
	lines: [{ description: 'Tea' }],
};
const wish = { designId: designIds.invoice, version: 3, content: { fileName: 'invoice-7.pdf', params } };

let sandbox: ReportFlowSandbox;
const start = async (options: ReportFlowSandboxOptions = {}) => {
	await sandbox?.close();
	sandbox = await startReportFlowSandbox(options);
};
beforeEach(async () => await start());
afterEach(async () => {
	jest.useRealTimers();
	await sandbox.close();
});

const keys = () => ({ appkey: sandbox.appKey });
const bothKeys = () => ({ AppKey: sandbox.appKey, SecretKey: sandbox.secretKey });

const post = async (
	path: string,
	body: unknown,
	headers: Record<string, string> = keys(),
	base = sandbox.baseUrl.new,
) =>
	await fetch(base + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
const ask = async (path: string, headers: Record<string, string> = keys(), base = sandbox.baseUrl.new) =>
	await fetch(base + path, { headers, redirect: 'manual' });
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

async function unzip(bytes: Uint8Array): Promise<Array<[name: string, bytes: Uint8Array]>> {
	const reader = new ZipReader(new Uint8ArrayReader(bytes));
	const entries = await reader.getEntries();
	return await Promise.all(
		entries.map(async (entry): Promise<[string, Uint8Array]> => {
			if (entry.directory) throw new Error('A folder');
			return [entry.filename, await entry.getData(new Uint8ArrayWriter())];
		}),
	);
}

describe('a PDF', () => {
	it('is made at once, contains what the design prints, and is billed once', async () => {
		const response = await post('/file/sync/single', wish);
		expect(response.status).toBe(201);
		expect(response.headers.get('content-type')).toBe('application/pdf');
		const pdf = await readPdf(await bytesOf(response));
		expect(pdf).toMatchObject({ fileName: 'invoice-7.pdf', pages: 1, metadata: [] });
		expect(pdf.lines).toEqual([
			'Invoice (version 3)',
			'customerName: Ada Lovelace',
			'invoiceNumber: 7',
			'total: 12.5',
			'dueDate: ',
			'isPaid: ',
			'billTo: ',
			'lines:',
			'  description=Tea',
		]);
		expect(sandbox.billedPages()).toBe(1);
		const requestId = response.headers.get('request-id');
		expect(response.headers.get('file-url')).toBe(`${sandbox.baseUrl.new}/file/download/${requestId}`);
		expect(JSON.parse(decodeURIComponent(response.headers.get('x-file-mapping') ?? ''))).toEqual([
			{
				fileId: sandbox.files()[0]?.fileId,
				fileName: 'invoice-7.pdf',
				share: { shareType: 'workspace', passcodeEnabled: false },
			},
		]);
	});

	it('is the same, byte for byte, when it is downloaded', async () => {
		const made = await post('/file/sync/single', wish);
		const { fileId } = sandbox.files()[0]!;
		const path = `/file/download/${made.headers.get('request-id')}/${fileId}`;
		const again = await ask(path);
		expect(again.headers.get('file-id')).toBe(fileId);
		expect(again.headers.get('content-disposition')).toContain('filename="invoice-7.pdf"');
		const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
		expect(sha256(await bytesOf(again))).toBe(sha256(await bytesOf(made)));
		expect(sandbox.files()).toHaveLength(1);
	});

	it('leaks the top level of passthrough in its metadata, as ReportFlow says, and echoes all of it', async () => {
		const passthrough = { cid: 'a<b>', row: 7, deep: { secret: 1 }, yes: true };
		const content = { ...wish.content, passthrough };
		const response = await post('/file/async/single', { ...wish, content });
		expect(response.status).toBe(202);
		const job = (await response.json()) as { requestId: string; files: Array<{ fileId: string }> };
		expect(job.files).toMatchObject([{ passthrough }]);
		await sandbox.idle();
		const file = await ask(`/file/download/${job.requestId}/${job.files[0]?.fileId}`);
		expect((await readPdf(await bytesOf(file))).metadata).toEqual(['cid=a<b>', 'row=7']);
	});

	it('accepts Japanese names of parameters and values, prints blanks for others, and breaks pages', async () => {
		const 明細 = Array.from({ length: 100 }, (_, index) => ({ 品名: `お茶${index}`, 数量: 2 }));
		const content = { fileName: '請求書 (1)#', params: { 会社名: '株式会社𠮷野', 明細, typo: 'x' } };
		const response = await post('/file/sync/single', { designId: designIds.japanese, version: 1, content });
		const pdf = await readPdf(await bytesOf(response));
		expect(pdf.fileName).toBe('請求書 (1)#.pdf');
		expect(pdf.pages).toBe(3);
		expect(pdf.lines).toContain('会社名: 株式会社𠮷野');
		expect(pdf.lines).toContain('  品名=お茶99, 数量=2');
		expect(pdf.lines.join()).not.toContain('typo');
		expect(sandbox.billedPages()).toBe(3);
	});
});

describe('a ZIP', () => {
	const contents = ['a', 'b', '請求書'].map((fileName) => ({ fileName, params: { name: fileName } }));
	const many = { designId: designIds.certificate, version: 1, contents };

	it.each(['ok', 'stored', 'sizes-first', 'stored-sizes-first', 'zip64'] as const)(
		'contains all PDFs (%s)',
		async (zip) => {
			sandbox.configure({ knobs: { zip } });
			const response = await post('/file/sync/multiple', many);
			expect(response.headers.get('content-type')).toBe('application/zip');
			const entries = await unzip(await bytesOf(response));
			expect(entries.map(([name]) => name)).toEqual(['a.pdf', 'b.pdf', '請求書.pdf']);
			expect((await readPdf(entries[2]![1])).lines).toContain('name: 請求書');
			const later = await ask(`/file/download/${response.headers.get('request-id')}`);
			expect(later.headers.get('content-disposition')).toBe('attachment; filename="files.zip"');
			expect(await unzip(await bytesOf(later))).toHaveLength(3);
		},
	);

	it('can be broken in many ways', async () => {
		const zipped = async (zip: ReportFlowSandbox['knobs']['zip']) => {
			sandbox.configure({ knobs: { zip } });
			return await bytesOf(await post('/file/sync/multiple', many));
		};
		const names = async (zip: ReportFlowSandbox['knobs']['zip']) =>
			(await unzip(await zipped(zip))).map(([name]) => name);
		await expect(names('parent-paths')).rejects.toThrow('Unsafe filename');
		expect(await names('same-names')).toEqual(['a.pdf', 'b.pdf', '請求書.pdf', 'a.pdf']);
		expect(await names('extra-entry')).toHaveLength(4);
		expect(await names('missing-entry')).toHaveLength(2);
		expect((await unzip(await zipped('bomb')))[0]![1]).toHaveLength(200 * 1024 * 1024);
		await expect(names('truncated')).rejects.toThrow();
		await expect(names('no-directory')).rejects.toThrow();
		await expect(names('encrypted')).rejects.toThrow(/encrypted/i);
		await expect(names('not-zip')).rejects.toThrow();
		await expect(readPdf((await unzip(await zipped('not-pdf-entry')))[0]![1])).rejects.toThrow();
	});
});

describe('the older generation', () => {
	it('requires both keys and the workspace of its address, and reveals less', async () => {
		const response = await post('/file/sync/single', wish, bothKeys(), sandbox.baseUrl.old);
		expect(response.status).toBe(201);
		expect(response.headers.get('file-id')).toBe(sandbox.files()[0]?.fileId);
		expect(response.headers.get('request-id')).toBeNull();
		expect(response.headers.get('x-file-mapping')).toBeNull();
		const elsewhere = sandbox.baseUrl.old.replace(sandbox.workspaceId, 'ws_other');
		expect((await post('/file/sync/single', wish, bothKeys(), elsewhere)).status).toBe(401);
		expect((await post('/file/sync/single', wish, keys(), sandbox.baseUrl.old)).status).toBe(412);
		expect((await ask('/file/designs', bothKeys(), sandbox.baseUrl.old)).status).toBe(404);
	});

	it('announces uuid and params for the download of a file', async () => {
		const receiver = await receive();
		sandbox.configure({ webhookUrl: receiver.url });
		const content = { ...wish.content, passthrough: { cid: '1' } };
		const response = await post('/file/async/single', { ...wish, content }, bothKeys(), sandbox.baseUrl.old);
		expect(await response.json()).toEqual({ url: expect.any(String), fileId: sandbox.files()[0]?.fileId });
		await sandbox.idle();
		const [delivery] = receiver.bodies as Array<{ files: Array<Record<string, string>> }>;
		expect(Object.keys(delivery!)).toEqual([
			'event',
			'timestamp',
			'workspaceId',
			'designId',
			'version',
			'files',
		]);
		expect(delivery!.files).toEqual([
			{ fileId: expect.any(String), uuid: expect.any(String), fileName: 'invoice-7.pdf', params },
		]);
		const { uuid, fileId } = delivery!.files[0]!;
		const file = await ask(`/file/download/${uuid}/${fileId}`, bothKeys(), sandbox.baseUrl.old);
		expect((await readPdf(await bytesOf(file))).metadata).toEqual([]);
		expect((await ask(`/file/download/${uuid}`, bothKeys(), sandbox.baseUrl.old)).status).toBe(404);
		receiver.close();
	});
});

describe('every documented error', () => {
	const bad = (change: object) => ({ ...wish, ...change });
	const named = (fileName: string) => ({ content: { fileName, params } });
	it.each<[string, unknown, number, unknown]>([
		[
			'fields',
			bad({ designId: 7, version: '1' }),
			400,
			['designId must be a UUID', 'version must be an integer number'],
		],
		['no content', bad({ content: undefined }), 400, ['content must be an object']],
		[
			'a share word',
			bad({ content: { ...wish.content, shareType: 'public' } }),
			400,
			[expect.stringContaining('01, 02, 03')],
		],
		['a file name', bad(named('a/b')), 400, expect.stringContaining('a/b')],
		['not JSON', '{', 400, expect.any(String)],
		['no design', bad({ designId: 'nobody' }), 404, '指定したデザインが存在しません'],
		['no version', bad({ version: 9 }), 404, '指定したバージョン(9)が存在しません'],
	])('%s', async (_, body, status, message) => {
		const response = await post('/file/sync/single', body);
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ statusCode: status, message, error: expect.any(String) });
		expect(sandbox.files()).toEqual([]);
	});

	it('covers names that differ only in case, and requests without files', async () => {
		const contents = ['A', 'a'].map((fileName) => ({ fileName, params: {} }));
		const twice = await post('/file/async/multiple', { ...wish, contents });
		expect(await twice.json()).toMatchObject({
			statusCode: 400,
			message: ['contents.fileName must be unique'],
		});
		expect((await post('/file/async/multiple', { ...wish, contents: [] })).status).toBe(400);
	});

	it('covers keys', async () => {
		expect((await ask('/file/designs', {})).status).toBe(412);
		expect((await ask('/file/designs', { appkey: 'ak_wrong' })).status).toBe(401);
		expect((await ask('/file/designs', { authorization: 'Bearer nothing' })).status).toBe(401);
	});

	it('covers size, time, quota and failure', async () => {
		await start({ bodyBytesAtMost: { new: 1000, old: 1000 } });
		const content = { fileName: 'a', params: { name: 'x'.repeat(1000) } };
		expect((await post('/file/sync/single', { ...wish, content })).status).toBe(413);
		for (const [api, status] of [
			['error-500', 500],
			['quota', 402],
			['forbidden', 403],
			['down', 503],
		] as const) {
			sandbox.configure({ knobs: { api } });
			expect((await post('/file/sync/single', wish)).status).toBe(status);
		}
		expect(sandbox.files()).toEqual([]);
		sandbox.configure({ knobs: { api: 'sync-timeout' } });
		expect((await post('/file/sync/single', wish)).status).toBe(504);
		expect(sandbox.files()).toHaveLength(1);
	});

	it('covers files that are unknown, not ready, failed or expired', async () => {
		expect((await ask('/file/download/nothing')).status).toBe(404);
		sandbox.configure({ knobs: { job: 'stuck' } });
		const { requestId } = (await (await post('/file/async/single', wish)).json()) as { requestId: string };
		expect((await ask(`/file/download/${requestId}`)).status).toBe(409);
		sandbox.configure({ knobs: { notReady: '404' } });
		expect((await ask(`/file/download/${requestId}`)).status).toBe(404);
		sandbox.finish(sandbox.generated.get(requestId)!);
		expect((await ask(`/file/download/${requestId}`)).status).toBe(200);
		sandbox.configure({ knobs: { file: 'expired' } });
		expect((await ask(`/file/download/${requestId}`)).status).toBe(404);
		sandbox.configure({ knobs: { job: 'fails', file: 'ok' } });
		const failed = (await (await post('/file/async/single', wish)).json()) as { requestId: string };
		await sandbox.idle();
		expect((await ask(`/file/download/${failed.requestId}`)).status).toBe(422);
	});

	it('covers rates: one bucket for sync, another for async and downloads, both refilling', async () => {
		const now = Date.now();
		setDate(now);
		await start({ requestsPerMinute: { sync: 3, other: 5 }, minuteMs: 3000 });
		const statuses = async (count: number, path: string) => {
			const all: number[] = [];
			for (let time = 0; time < count; time++) all.push((await post(path, wish)).status);
			return all;
		};
		expect(await statuses(4, '/file/sync/single')).toEqual([201, 201, 201, 429]);
		expect(await statuses(6, '/file/async/single')).toEqual([202, 202, 202, 202, 202, 429]);
		const refused = await post('/file/sync/single', wish);
		expect(refused.headers.get('retry-after')).toBe('1');
		expect(sandbox.files()).toHaveLength(8);
		setDate(now + 1_100);
		expect(await statuses(1, '/file/sync/single')).toEqual([201]);
	});

	it('covers a lost answer: the PDF was made and billed', async () => {
		sandbox.configure({ knobs: { loseAnswer: 'once' } });
		await expect(post('/file/sync/single', wish)).rejects.toThrow('fetch failed');
		expect(sandbox.files()).toHaveLength(1);
		expect((await post('/file/sync/single', wish)).status).toBe(201);
	});
});

describe('designs', () => {
	it('are listed with their latest version, and have parameters in each version', async () => {
		const { designs } = (await (await ask('/file/designs')).json()) as { designs: object[] };
		expect(designs).toHaveLength(3);
		expect(designs[0]).toMatchObject({ id: designIds.invoice, label: 'Invoice', latestVersion: 3 });
		const path = `/file/design/parameter/${designIds.invoice}`;
		expect(Object.keys((await (await ask(path)).json()) as object)).toContain('billTo');
		expect(Object.keys((await (await ask(`${path}?version=1`)).json()) as object)).toHaveLength(3);
		expect((await ask(`${path}?version=9`)).status).toBe(404);
		expect((await ask('/file/design/parameter/nobody')).status).toBe(404);
		sandbox.configure({ knobs: { parameters: 'rich', designs: 'many' } });
		expect(await (await ask(path)).json()).toMatchObject({
			total: { type: 'number', description: expect.any(String) },
		});
	});
});

describe('sign-in with OAuth 2.0', () => {
	const token = async (form: Record<string, string>) =>
		await fetch(`${sandbox.url}/api/v1/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });

	it('accepts client credentials with the right scope only', async () => {
		const client = { client_id: sandbox.clientId, client_secret: sandbox.clientSecret };
		const { access_token } = (await (
			await token({ grant_type: 'client_credentials', ...client })
		).json()) as Record<string, string>;
		expect((await ask('/file/designs', { authorization: `Bearer ${access_token}` })).status).toBe(200);
		const other = await token({ grant_type: 'client_credentials', scope: 'openid', ...client });
		const { access_token: weak } = (await other.json()) as Record<string, string>;
		expect((await ask('/file/designs', { authorization: `Bearer ${weak}` })).status).toBe(403);
		expect((await token({ grant_type: 'client_credentials', ...client, client_secret: 'x' })).status).toBe(
			401,
		);
	});

	it("accepts a person's code with PKCE once, then a refresh", async () => {
		const verifier = 'v'.repeat(43);
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: sandbox.clientId,
			redirect_uri: 'http://localhost/back',
			state: 's',
			code_challenge_method: 'S256',
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		});
		const agreed = await fetch(`${sandbox.url}/api/v1/oauth/authorize?${query}`, { redirect: 'manual' });
		const { searchParams } = new URL(agreed.headers.get('location') ?? '');
		expect(searchParams.get('state')).toBe('s');
		const form = {
			grant_type: 'authorization_code',
			client_id: sandbox.clientId,
			code: searchParams.get('code') ?? '',
			redirect_uri: 'http://localhost/back',
		};
		expect((await token({ ...form, code_verifier: 'wrong' })).status).toBe(400);
		expect((await token({ ...form, code_verifier: verifier })).status).toBe(400);
		const again = await fetch(`${sandbox.url}/api/v1/oauth/authorize?${query}`, { redirect: 'manual' });
		const code = new URL(again.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const given = (await (await token({ ...form, code, code_verifier: verifier })).json()) as Record<
			string,
			string
		>;
		expect((await ask('/file/designs', { authorization: `Bearer ${given['access_token']}` })).status).toBe(
			200,
		);
		const refresh = {
			grant_type: 'refresh_token',
			client_id: sandbox.clientId,
			refresh_token: given['refresh_token']!,
		};
		expect((await token(refresh)).status).toBe(200);
		query.delete('code_challenge');
		const without = await fetch(`${sandbox.url}/api/v1/oauth/authorize?${query}`, { redirect: 'manual' });
		expect(without.headers.get('location')).toContain('error=invalid_request');
	});
});

interface Receiver {
	url: string;
	bodies: unknown[];
	headers: Array<IncomingMessage['headers']>;
	/** Statuses of the next answers; 200 afterwards, nothing at all for 0. */
	answers: number[];
	close(): void;
}

async function receive(): Promise<Receiver> {
	const receiver = { bodies: [], headers: [], answers: [] } as unknown as Receiver;
	const server: Server = createServer((request, response) => {
		void readBody(request).then((text) => {
			receiver.bodies.push(JSON.parse(text));
			receiver.headers.push(request.headers);
			const status = receiver.answers.shift() ?? 200;
			if (status !== 0) response.writeHead(status).end();
		});
	});
	receiver.url = await listenLocally(server, 0);
	receiver.close = () => {
		server.close();
		server.closeAllConnections();
	};
	return receiver;
}

describe('the webhook', () => {
	let receiver: Receiver;
	beforeEach(async () => {
		receiver = await receive();
		await start({ webhookUrl: receiver.url, webhookTimeoutMs: 300, webhookRetryDelaysMs: [10, 10, 10] });
	});
	afterEach(() => receiver.close());

	it.each(['sync/single', 'sync/multiple', 'async/single', 'async/multiple'])(
		'announces /file/%s',
		async (path) => {
			const content = { fileName: 'a', params: {}, shareType: '03', passcodeEnabled: true };
			const body = { designId: designIds.invoice, version: 1, content, contents: [content] };
			await (await post(`/file/${path}`, body)).arrayBuffer();
			await sandbox.idle();
			expect(receiver.bodies).toEqual([
				{
					event: 'file.completed',
					timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
					workspaceId: sandbox.workspaceId,
					requestId: expect.any(String),
					designId: designIds.invoice,
					version: 1,
					files: [
						{
							fileId: expect.any(String),
							fileName: 'a.pdf',
							share: { shareType: 'public', url: expect.stringContaining('/file/'), passcodeEnabled: true },
						},
					],
				},
			]);
		},
	);

	it('is sent again after 5xx and silence, at most three times, and not after 4xx', async () => {
		const deliver = async (...answers: number[]) => {
			receiver.answers = answers;
			await post('/file/async/single', wish);
			await sandbox.idle();
			return sandbox.webhooks.splice(0).map(({ status }) => status);
		};
		expect(await deliver(500, 0, 204)).toEqual([500, null, 204]);
		expect(await deliver(500, 503, 500, 500, 500)).toEqual([500, 503, 500, 500]);
		receiver.answers = [];
		expect(await deliver(401)).toEqual([401]);
		sandbox.configure({ knobs: { webhook4xx: 'retried' } });
		expect(await deliver(401)).toEqual([401, 200]);
	});

	it('can come per file, twice, or not at all, with the headers of a gateway', async () => {
		const contents = ['a', 'b'].map((fileName) => ({ fileName, params: {} }));
		const body = { designId: designIds.invoice, version: 1, contents };
		const deliver = async (webhooks: ReportFlowSandbox['knobs']['webhooks']) => {
			sandbox.configure({ knobs: { webhooks }, webhookHeaders: { 'x-token': 't' } });
			await post('/file/async/multiple', body);
			await sandbox.idle();
			return receiver.bodies.splice(0).map((one) => (one as { files: unknown[] }).files.length);
		};
		expect(await deliver('per-file')).toEqual([1, 1]);
		expect(await deliver('twice')).toEqual([2, 2]);
		expect(await deliver('off')).toEqual([]);
		expect(receiver.headers[0]).toMatchObject({ 'x-token': 't', 'content-type': 'application/json' });
	});
});

it('a file mapping of many files is larger than the headers that Node accepts by default', async () => {
	const contents = Array.from({ length: 100 }, (_, index) => ({ fileName: `請求書${index}`, params: {} }));
	const body = JSON.stringify({ designId: designIds.japanese, version: 1, contents });
	await expect(post('/file/sync/multiple', body)).rejects.toThrow('fetch failed');
	expect(sandbox.files()).toHaveLength(100);
});

it('a decoy reports anybody who connects to it', async () => {
	const { startDecoy } = await import('../../../../tools/sandbox/ReportFlow/sandbox.mts');
	const decoy = await startDecoy();
	await new Promise((resolve) =>
		get(`${decoy.url}/x`, { agent: false }, (answer) => answer.resume().once('end', resolve)),
	);
	expect(decoy.log).toEqual(['connection', 'GET /x with connection, host']);
	await decoy.close();
});

it('unknown knobs are refused', () => {
	expect(() => sandbox.configure({ knobs: { api: 'broken' as 'ok' } })).toThrow('The knob api takes ok');
	expect(() => sandbox.configure({ knobs: { nothing: 1 } as object })).toThrow('There is no knob "nothing"');
});
