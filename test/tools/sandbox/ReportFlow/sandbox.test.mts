import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, configure } from '@zip.js/zip.js';
import { designIds, readPdf, type ReportFlowSandbox } from '../../../../tools/sandbox/ReportFlow/sandbox.mts';
import { params, wish, sandbox, keys, post, ask, receive, useSandbox } from './sandboxStage.mts';

useSandbox();

const bothKeys = () => ({ AppKey: sandbox.appKey, SecretKey: sandbox.secretKey });

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

configure({ useWebWorkers: false });

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
