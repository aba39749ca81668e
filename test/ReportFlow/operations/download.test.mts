import type { IDataObject } from 'n8n-workflow';
import { parsePayload, type Payload } from '../../../nodes/ReportFlow/deliveries/payload';
import { eventFrom } from '../../../nodes/ReportFlow/deliveries/toReportEvent';
import { createKnobs } from '../../../tools/sandbox/ReportFlow/knobs.mts';
import { startDecoy, type Decoy, type SandboxRequest } from '../../../tools/sandbox/ReportFlow/sandbox.mts';
import { useFastClock } from '../../fastClock.mts';
import { invoice, oldInvoice, readItem, runPdf, startPdfStage, turn, type PdfStage } from './pdfStage.mts';

let stage: PdfStage;
useFastClock(async () => await stage.sandbox.idle());
let decoy: Decoy;
let request: SandboxRequest;
let oldRequest: SandboxRequest;
beforeAll(async () => {
	decoy = await startDecoy();
	stage = await startPdfStage({ decoyUrl: decoy.url });
	const rows = ['a', 'b', 'c'].map((name) => ({ json: { name } }));
	const parameters = { fileName: '={{ $json.name }}', options: { whenNamesDiffer: 'ignore' } };
	await runPdf(stage, 'generateMany', { ...invoice, ...parameters, when: 'atOnce' }, { items: rows });
	await runPdf(stage, 'generate', { ...oldInvoice, when: 'atOnce' }, { credential: 'old' });
	await stage.sandbox.idle();
	[request, oldRequest] = [...stage.sandbox.generated.values()] as [SandboxRequest, SandboxRequest];
});
afterAll(async () => {
	await stage.close();
	await decoy.close();
});
beforeEach(() => turn(stage, createKnobs()));

const unpack = async () =>
	await runPdf(stage, 'download', { what: 'unpacked', requestId: request.requestId });
const one = async (parameters: object = {}) =>
	await runPdf(stage, 'download', {
		what: 'file',
		requestId: request.requestId,
		fileId: request.files[0]!.fileId,
		...parameters,
	});

it('downloads one PDF by its IDs, under its own name', async () => {
	const { items, error } = await one();
	expect(error).toBeUndefined();
	expect(items[0]!.binary!.data).toMatchObject({ fileName: 'a.pdf', mimeType: 'application/pdf' });
	expect(items[0]!.json.file).toMatchObject({
		id: request.files[0]!.fileId,
		bytes: expect.any(Number) as number,
	});
});

it('downloads all PDFs of a request, one item each', async () => {
	const { items, error } = await unpack();
	expect(error).toBeUndefined();
	expect(items.map(({ binary }) => binary!.data!.fileName)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
	for (const item of items) {
		expect((await readItem(stage, item)).pages).toBe(1);
		expect(item.pairedItem).toEqual({ item: 0 });
	}
});

it('downloads all PDFs of a request as the original ZIP', async () => {
	const { items } = await runPdf(stage, 'download', { what: 'zip', requestId: request.requestId });
	const bytes = await stage.harness.readBinary(items[0]!.binary!.data!);
	expect(bytes.subarray(0, 2).toString()).toBe('PK');
	expect(items[0]!.json.file).toMatchObject({ mediaType: 'application/zip', bytes: bytes.length });
});

it('downloads a file of the older generation by its UUID', async () => {
	const ids = { requestId: oldRequest.requestId, fileId: oldRequest.files[0]!.fileId };
	const { items, error } = await runPdf(stage, 'download', { what: 'file', ...ids }, { credential: 'old' });
	expect(error).toBeUndefined();
	expect((await readItem(stage, items[0]!)).pages).toBe(1);
});

it('downloads the files of a delivery of the older generation, each by its own ID', async () => {
	await runPdf(stage, 'generate', { ...oldInvoice, when: 'atOnce' }, { credential: 'old' });
	await stage.sandbox.idle();
	const made = [oldRequest, [...stage.sandbox.generated.values()].at(-1)!];
	const body = Buffer.from(
		JSON.stringify({
			event: 'file.completed',
			workspaceId: stage.sandbox.workspaceId,
			files: made.map(({ requestId, files: [file] }, index) => ({
				fileId: file!.fileId,
				uuid: requestId,
				fileName: `${index}.pdf`,
			})),
		}),
	);
	const payload = parsePayload(body) as Extract<Payload, { kind: 'files' }>;
	const event = eventFrom(payload, {
		delivery: { receivedAt: new Date(), body },
		verification: { verdict: 'verified', method: 'path-token' },
		isBodyTrusted: true,
		leavesOutPayload: true,
	});
	const items = [{ json: event as unknown as IDataObject }];
	const fetched = await runPdf(stage, 'download', {}, { items, credential: 'old' });
	expect(fetched.error).toBeUndefined();
	expect(fetched.items.map(({ binary }) => binary!.data!.fileName)).toEqual(['0.pdf', '1.pdf']);
});

it('downloads the files of a report event by IDs beside it or in links to the configured host', async () => {
	const [first, second] = request.files as unknown as [{ fileId: string }, { fileId: string }];
	const url = `${stage.sandbox.baseUrl.new}/file/download/${request.requestId}/${second.fileId}`;
	const items = [
		{ json: { data: { report: { id: request.requestId }, files: [{ id: first.fileId, name: 'x' }] } } },
		{ json: { data: { report: { id: 'other' }, files: [{ id: second.fileId, name: 'y', url }] } } },
	];
	const fetched = await runPdf(stage, 'download', {}, { items });
	expect(fetched.error).toBeUndefined();
	expect(fetched.items.map(({ binary }) => binary!.data!.fileName)).toEqual(['x.pdf', 'y.pdf']);
});

it('downloads the files of a delivery of the older generation without links, each by its own UUID', async () => {
	const ids = { id: oldRequest.files[0]!.fileId, uuid: oldRequest.requestId };
	const other = { id: 'file_other', uuid: 'uuid_other' };
	const files = [ids, other].map(({ id }) => ({ id, name: `${id}.pdf` }));
	const items = [{ json: { data: { files, details: { files: [ids, other] } } } }];
	const before = stage.sandbox.requests.length;
	const { error } = await runPdf(stage, 'download', {}, { items, credential: 'old' });
	const paths = stage.sandbox.requests.slice(before).map(({ path }) => path.split('/').slice(-2).join('/'));
	expect(paths).toEqual([`${ids.uuid}/${ids.id}`, `${other.uuid}/${other.id}`]);
	expect(error?.message).toContain('no such file');
});

it.each(['file', 'unpacked', 'zip'])(
	'finds the IDs for "%s" in a report event automatically',
	async (what) => {
		const data = { report: { id: request.requestId }, files: [{ id: request.files[0]!.fileId, name: 'a' }] };
		for (const json of [data, { data }]) {
			const { error, items } = await runPdf(stage, 'download', { what }, { items: [{ json }] });
			expect(error).toBeUndefined();
			expect(items).toHaveLength(what === 'unpacked' ? 3 : 1);
		}
	},
);

describe('each output of an item with many files lists only its own,', () => {
	const listed = () =>
		request.files.map(({ fileId, fileName }) => ({
			id: fileId,
			name: fileName,
			mediaType: 'application/pdf',
			encrypted: false,
		}));
	const event = () => ({
		id: 'file.completed/1',
		data: {
			report: { id: request.requestId },
			files: listed(),
			details: { files: request.files.map(({ fileId }) => ({ id: fileId })) },
			payload: { event: 'file.completed', files: request.files.map(({ fileId }) => ({ fileId })) },
		},
	});
	const generated = () => ({ report: { id: request.requestId }, files: listed() });

	it.each([
		['event', 'a report event', event],
		['unpacked', 'a report event', event],
		['event', 'what Generate put out', generated],
		['unpacked', 'what Generate put out', generated],
	])('with "%s", for %s', async (what, _, json) => {
		const requestId = request.requestId;
		const items = [{ json: { ...json(), kept: 'yes' } }];
		const { items: output, error } = await runPdf(stage, 'download', { what, requestId }, { items });
		expect(error).toBeUndefined();
		expect(output).toHaveLength(3);
		for (const [index, item] of output.entries()) {
			const { fileId } = request.files[index]!;
			const text = JSON.stringify({ ...item.json, file: undefined });
			expect(text).toContain(fileId);
			for (const other of request.files)
				if (other.fileId !== fileId) expect(text).not.toContain(other.fileId);
			expect(item.json.kept).toBe('yes');
			expect(item.json.file).toMatchObject({ fileName: `${'abc'[index]}.pdf` });
		}
	});
});

it.each([null, 'text', 5, { unknownParameters: 5, missingParameters: null }])(
	'accepts an item whose own details are %j',
	async (details) => {
		const file = { id: request.files[0]!.fileId, name: 'a' };
		const items = [{ json: { report: { id: request.requestId }, files: [file], details } }];
		const { items: output, error } = await runPdf(stage, 'download', {}, { items });
		expect(error).toBeUndefined();
		expect(output[0]!.json.details).toEqual(details);
	},
);

it('does not repeat a warning of Generate', async () => {
	const file = { id: request.files[0]!.fileId, name: 'a' };
	const details = { unknownParameters: ['x'] };
	const items = [{ json: { report: { id: request.requestId }, files: [file], details } }];
	expect((await runPdf(stage, 'download', {}, { items })).hints).toEqual([]);
});

it('refuses a size limit that is not a number instead of ignoring it', async () => {
	const { error } = await one({ options: { megabytesAtMost: 'large' } });
	expect(error?.message).toContain('"Maximum Download Size (MB)"');
});

it('never follows a link to another host, and sends no key there', async () => {
	const file = { id: request.files[0]!.fileId, name: 'a', url: `${decoy.url}/file/download/a/b` };
	const items = [{ json: { data: { report: { id: request.requestId }, files: [file] } } }];
	const { error } = await runPdf(stage, 'download', {}, { items });
	expect(error).toBeUndefined();
	turn(stage, { api: 'redirect-away' });
	expect((await one()).error).toBeDefined();
	expect(decoy.log).toEqual([]);
});

it.each(['../designs', 'a/b', 'a?b', 'a%2fb', ' ', 'x'.repeat(129), 'ä'])(
	'refuses the ID %p before anything is sent',
	async (fileId) => {
		const before = stage.sandbox.requests.length;
		const { error } = await one({ fileId });
		expect(error?.message).toMatch(/^The file ID is (not an ID of ReportFlow|missing)$/);
		expect(stage.sandbox.requests.length).toBe(before);
	},
);

it.each([
	['not-pdf', 'What ReportFlow sent as a.pdf is not a PDF. Nothing of it was kept'],
	['json-as-pdf', 'What ReportFlow sent as a.pdf is not a PDF. Nothing of it was kept'],
	['empty', 'What ReportFlow sent as a.pdf is not a PDF. Nothing of it was kept'],
	['login-page', 'ReportFlow sent text/html instead of a PDF. Nothing of it was kept'],
	['truncated', 'a.pdf is incomplete: its end is missing. Nothing of it was kept'],
	['cut-off', 'The download broke off: the connection was cut off. Nothing of the file was kept'],
	['expired', 'ReportFlow has no such file (any more) (status 404): 指定したファイルが存在しません'],
] as const)('fails for a file that is "%s", and leaves nothing behind', async (file, message) => {
	turn(stage, { file });
	const before = stage.harness.storedFiles();
	const { error, items } = await one();
	expect(error?.message).toBe(message);
	expect(error?.description).not.toBe('');
	expect(items).toEqual([]);
	expect(stage.harness.storedFiles()).toEqual(before);
});

it.each([
	['truncated', 'it ends early'],
	['no-directory', 'it ends early'],
	['flipped-byte', /it|a file in it|its directory/],
	['encrypted', 'the files in it are encrypted'],
	['not-zip', 'it does not start like one'],
] as const)('fails for a ZIP that is "%s", and passes no item on', async (zip, why) => {
	turn(stage, { zip });
	const { error, items } = await unpack();
	expect(error?.message).toMatch(/^The ZIP from ReportFlow cannot be used: |is not a PDF|is incomplete/);
	if (typeof why === 'string') expect(error?.message).toContain(why);
	expect(items).toEqual([]);
});

it('makes file names without paths for a ZIP with "parent-paths"', async () => {
	turn(stage, { zip: 'parent-paths' });
	const { items, error } = await unpack();
	expect(error).toBeUndefined();
	for (const { binary } of items) expect(binary!.data!.fileName).toMatch(/^[abc]\.pdf$/);
});

it('refuses a ZIP with the same name twice, since the PDFs could not be told apart', async () => {
	turn(stage, { zip: 'same-names' });
	const { items, error } = await unpack();
	expect(items).toEqual([]);
	expect(error?.message).toContain('it contains two files of the same name');
});

it('fails for a file in the ZIP that is not a PDF', async () => {
	turn(stage, { zip: 'extra-entry' });
	expect((await unpack()).error?.message).toBe(
		'What ReportFlow sent as readme.txt.pdf is not a PDF. Nothing of it was kept',
	);
});

it('says what to do for an item without a file', async () => {
	const { error } = await runPdf(stage, 'download', {}, { items: [{ json: { a: 1 } }] });
	expect(error?.message).toBe('The incoming item contains no report event with a file');
});

it('says that the older generation has no ZIP', async () => {
	const { error } = await runPdf(stage, 'download', { what: 'zip', requestId: 'x' }, { credential: 'old' });
	expect(error?.message).toContain('single PDFs only');
});
