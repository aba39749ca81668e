import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setDate } from '../../../fastClock.mts';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import * as openpgp from 'openpgp';
import { startSandbox } from '../../../../tools/sandbox/Tesouro/sandbox.mts';
import type {
	Knobs,
	Sandbox,
	SandboxOptions,
	SandboxReport,
	SignatureForm,
} from '../../../../tools/sandbox/Tesouro/sandbox.mts';

interface Received {
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** Somebody's webhook: keeps what it got and answers what it is told to. */
interface Webhook {
	url: string;
	received: Received[];
	answers: number[];
	server: Server;
}

let customer: { publicKey: string; privateKey: string };
let webhook: Webhook;
let sandbox: Sandbox;

beforeAll(async () => {
	customer = await openpgp.generateKey({ type: 'rsa', rsaBits: 2048, userIDs: [{ name: 'Customer' }] });
});

beforeEach(async () => {
	webhook = await startWebhook();
	sandbox = await start();
});

afterEach(async () => {
	jest.useRealTimers();
	await sandbox.close();
	webhook.server.closeAllConnections();
	webhook.server.close();
});

describe('the token endpoint', () => {
	it('returns a bearer token for client credentials', async () => {
		const { status, json } = await askToken();
		expect(status).toBe(200);
		expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
		expect(String(json.access_token).split('.')).toHaveLength(3);
	});

	it('refuses a wrong secret, another grant, and a body that is not a form', async () => {
		expect(await askToken({ client_secret: 'wrong' })).toMatchObject({
			status: 401,
			json: { error: 'invalid_client', error_description: expect.any(String) },
		});
		expect(await askToken({ grant_type: 'password' })).toMatchObject({
			status: 400,
			json: { error: 'unsupported_grant_type' },
		});
		const asJson = await fetch(`${sandbox.url}/openid/connect/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}',
		});
		expect(asJson.status).toBe(400);
	});

	it('returns tokens that expire when they say so', async () => {
		const now = Date.now();
		setDate(now);
		await restart({ tokenLifetimeSeconds: 1 });
		const token = await getToken();
		expect((await ask('{ __typename }', {}, token)).status).toBe(200);
		setDate(now + 1_100);
		expect((await ask('{ __typename }', {}, token)).status).toBe(401);
	});

	it.each([
		['down', 503],
		['wrong-credentials', 401],
	] as const)('can be %s', async (tokenEndpoint, status) => {
		sandbox.configure({ knobs: { tokenEndpoint } });
		expect((await askToken()).status).toBe(status);
	});

	it('can be slow', async () => {
		await restart({ slowMs: 300, knobs: { tokenEndpoint: 'slow' } });
		const before = Date.now();
		expect((await askToken()).status).toBe(200);
		expect(Date.now() - before).toBeGreaterThanOrEqual(290);
	});

	it.each([
		['401', 401, { message: 'Unauthorized' }],
		['400', 400, { error: { message: 'The token has been expired.' } }],
	] as const)('can let a token expire early with %s, once', async (expireTokens, status, json) => {
		const token = await getToken();
		sandbox.configure({ knobs: { expireTokens } });
		expect(await ask('{ __typename }', {}, token)).toMatchObject({ status, json });
		expect(sandbox.knobs.expireTokens).toBe('no');
		expect((await ask('{ __typename }', {}, token)).status).toBe(401);
		expect((await ask('{ __typename }')).status).toBe(200);
	});
});

describe('the GraphQL API', () => {
	it('asks for a token', async () => {
		expect((await ask('{ __typename }', {}, '')).status).toBe(401);
		expect((await ask('{ __typename }', {}, 'made-up')).status).toBe(401);
	});

	it('sends its request id and how much room the rate limit leaves', async () => {
		const { json, headers } = await ask('{ __typename }');
		expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
		expect(json.extensions.rateLimit).toEqual({
			requestRate: expect.any(Number),
			remaining: expect.any(Number),
			retryAfterMs: 0,
			resetAfterMs: expect.any(Number),
		});
	});

	it('refuses queries and variables that the schema does not know', async () => {
		const codes = async (query: string, variables?: object) =>
			(await ask(query, variables)).json.errors.map(({ extensions }: any) => extensions.code);
		expect(await codes('{ asyncReport(')).toEqual(['PARSING_ERROR']);
		expect(await codes('{ nothingLikeIt }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
		expect(await codes(createMutation, { input: request({ fields: ['NO_SUCH_COLUMN'] }) })).toEqual([
			'BAD_USER_INPUT',
		]);
		expect(await codes(createMutation, { input: { ...request(), surprise: true } })).toEqual([
			'BAD_USER_INPUT',
		]);
		expect(await codes(createMutation, { input: request({ gte: '2026-02-30' }) })).toEqual([
			'BAD_USER_INPUT',
		]);
		expect(sandbox.reports.size).toBe(0);
	});

	it('answers invalid requests with an error inside the payload', async () => {
		const { paymentTransactionsInput } = request();
		const mistakes = [
			{},
			{ paymentTransactionsInput, feesInput: fees() },
			request({ description: 'x'.repeat(251) }),
			request({ gte: '2026-02-01', lte: '2026-01-01' }),
			request({ fields: [] }),
		];
		for (const input of mistakes) {
			const { status, json } = await ask(createMutation, { input });
			expect(status).toBe(200);
			expect(json.data.createAsyncReport).toEqual({
				asyncReportResponse: null,
				errors: [{ __typename: 'FailedToCreateAsyncReportError', message: expect.any(String) }],
			});
		}
	});

	it('has the 100 columns of payment transactions and the other kinds of report', async () => {
		const { json } = await ask('{ __type(name: "PaymentTransactionFields") { enumValues { name } } }');
		expect(json.data.__type.enumValues).toHaveLength(100);
		await requestReport({ feesInput: fees() });
	});

	it('lists reports by the day of the request, in pages', async () => {
		for (let index = 0; index < 3; index += 1) await requestReport(request({ tags: [`tag-${index}`] }));
		await settle();
		const today = new Date().toISOString().slice(0, 10);
		const first = await list({ requestedDate: { gte: today, lte: today } }, { skip: 0, take: 2 });
		expect(first.items).toHaveLength(2);
		expect(first.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
		const second = await list({ requestedDate: { eq: today } }, { skip: 2, take: 2 });
		expect(second.items).toMatchObject([{ tags: ['tag-2'], status: 'READY', isCompressed: false }]);
		expect(second.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
		expect((await list({ requestedDate: { lt: today } })).items).toEqual([]);
	});

	it('goes from RECEIVED without a link to READY with one', async () => {
		await restart({ reportDelayMs: 200 });
		const requestId = await requestReport(request());
		const today = { requestedDate: { neq: '2000-01-01' } };
		expect((await list(today)).items).toMatchObject([{ requestId, status: 'RECEIVED', url: null }]);
		await settle();
		const [item] = (await list(today)).items;
		const report = sandbox.reports.get(requestId);
		expect(item).toMatchObject({ status: 'READY', url: report?.url, fileSize: report?.ciphertextBytes });
	});

	it.each([
		['down', 503],
		['error-500', 500],
		['rate-limited', 429],
	] as const)('can be %s', async (api, status) => {
		sandbox.configure({ knobs: { api } });
		const answer = await ask('{ __typename }');
		expect(answer.status).toBe(status);
		if (api !== 'rate-limited') return;
		expect(answer.headers.get('retry-after')).toBe('1');
		expect(answer.json.extensions.rateLimit).toMatchObject({ remaining: 0, retryAfterMs: 1000 });
	});

	it('can be slow, or fail on either of its two inner layers', async () => {
		await restart({ slowMs: 300, knobs: { api: 'slow' } });
		const before = Date.now();
		expect((await ask('{ __typename }')).status).toBe(200);
		expect(Date.now() - before).toBeGreaterThanOrEqual(290);
		sandbox.configure({ knobs: { api: 'graphql-error' } });
		expect(await ask('{ __typename }')).toMatchObject({
			status: 200,
			json: { data: null, errors: [{ extensions: { code: 'SERVICE_ERROR' } }] },
		});
		sandbox.configure({ knobs: { api: 'payload-error' } });
		const { json } = await ask(createMutation, { input: request() });
		expect(json.data.createAsyncReport.errors).toHaveLength(1);
	});

	it.each(['RECEIVED', 'FILE_GENERATED', 'FAILED', 'READY', 'ALREADY_DOWNLOADED'] as const)(
		'can say that reports are %s',
		async (status) => {
			await sandbox.makeReport({ rows: 1 });
			sandbox.configure({ knobs: { status } });
			const [item] = (await list({ requestedDate: {} })).items;
			expect(item.status).toBe(status);
			expect(item.url === null).toBe(['RECEIVED', 'FILE_GENERATED', 'FAILED'].includes(status));
		},
	);

	it('can know nothing of a report', async () => {
		await sandbox.makeReport({ rows: 1 });
		sandbox.configure({ knobs: { status: 'unknown' } });
		expect((await list({ requestedDate: {} })).items).toEqual([]);
	});
});

describe('reports', () => {
	it('are CSV with awkward fields, the same for the same seed, encrypted to the customer', async () => {
		const one = await sandbox.makeReport({ rows: 300, seed: 7 });
		const other = await sandbox.makeReport({ rows: 300, seed: 7 });
		expect(one.fileName).toMatch(/\.csv\.gpg$/);
		expect(other.plaintextSha256).toBe(one.plaintextSha256);
		expect((await sandbox.makeReport({ rows: 300, seed: 8 })).plaintextSha256).not.toBe(one.plaintextSha256);

		const plaintext = await decrypt(await download(one));
		expect(createHash('sha256').update(plaintext).digest('hex')).toBe(one.plaintextSha256);
		expect(plaintext.length).toBe(one.plaintextBytes);
		const lines = Buffer.from(plaintext).toString('utf8').trimEnd().split('\n');
		expect(lines).toHaveLength(301);
		expect(lines[0]?.split(',')).toHaveLength(18);
		expect(lines.join('\n')).toMatch(/"Joe's ""Best in Town"" Diner, LLC"/);
		expect(lines.join('\n')).toMatch(/Café|東京/);
	});

	it('can be compressed before they are encrypted', async () => {
		const report = await sandbox.makeReport({ rows: 300, compressed: true });
		expect(report.fileName).toMatch(/\.csv\.gz\.gpg$/);
		const csv = gunzipSync(await decrypt(await download(report)));
		expect(createHash('sha256').update(csv).digest('hex')).toBe(report.plaintextSha256);
	});

	it('are plain CSV without a customer key, with the requested columns', async () => {
		await restart({ encryptTo: undefined });
		const report = await sandbox.makeReport({ rows: 2, columns: ['TRANSACTION_ID', 'ENTRY_MODE'] });
		expect(report.fileName).toMatch(/\.csv$/);
		expect((await download(report)).toString()).toMatch(/^TRANSACTION_ID,ENTRY_MODE\n([0-9a-f-]{36},\n){2}$/);
	});

	it('can be files that exist already', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
		const path = join(folder, 'made elsewhere.gpg');
		await writeFile(path, 'ciphertext');
		const report = await sandbox.publishFile(path);
		await rm(folder, { recursive: true });
		expect(report).toMatchObject({ status: 'READY', fileName: 'made elsewhere.gpg', ciphertextBytes: 10 });
		expect((await download(report)).toString()).toBe('ciphertext');
	});

	it('contain as many rows as their date range has days', async () => {
		await restart({ rowsPerDay: 10 });
		const requestId = await requestReport(request({ gte: '2026-01-01', lte: '2026-01-31' }));
		await settle();
		expect(sandbox.reports.get(requestId)?.rows).toBe(310);
	});
});

describe('the file host', () => {
	let report: SandboxReport;

	beforeEach(async () => {
		report = await sandbox.makeReport({ rows: 100 });
	});

	it('serves a file with its length, and its head alone', async () => {
		const head = await fetch(report.url, { method: 'HEAD' });
		expect(head.headers.get('content-length')).toBe(String(report.ciphertextBytes));
		expect(head.headers.get('content-type')).toBe('application/octet-stream');
		expect(await download(report)).toHaveLength(report.ciphertextBytes);
	});

	it('serves only the links that it gave out', async () => {
		const { origin, pathname } = new URL(report.url);
		const paths = ['/files/', '/files/../package.json', '/files/..%2f..%2fpackage.json', `${pathname}x`];
		for (const path of paths) expect((await fetch(origin + path)).status).toBe(404);
		expect((await fetch(report.url, { method: 'POST' })).status).toBe(405);
	});

	it('deletes a file when the report expires', async () => {
		report.expiresAt = new Date(Date.now() - 1);
		expect((await fetch(report.url)).status).toBe(404);
		report.expiresAt = new Date(Date.now() + 60_000);
		expect((await fetch(report.url).catch(() => ({ status: 500 }))).status).not.toBe(200);
	});

	it.each([
		['expired', 404],
		['error-500', 500],
		['needs-token', 401],
	] as const)('can be %s', async (file, status) => {
		sandbox.configure({ knobs: { file } });
		expect((await fetch(report.url)).status).toBe(status);
	});

	it('can require a token', async () => {
		sandbox.configure({ knobs: { file: 'needs-token' } });
		const headers = { authorization: `Bearer ${await getToken()}` };
		expect((await fetch(report.url, { headers })).status).toBe(200);
	});

	it('can serve a short file, a broken connection or a changed byte', async () => {
		const whole = await download(report);
		sandbox.configure({ knobs: { file: 'truncated' } });
		const half = await download(report);
		expect(half).toEqual(whole.subarray(0, Math.floor(whole.length / 2)));
		sandbox.configure({ knobs: { file: 'cut-off' } });
		await expect(download(report)).rejects.toThrow();
		sandbox.configure({ knobs: { file: 'tampered' } });
		const changed = await download(report);
		expect(changed).toHaveLength(whole.length);
		expect(changed.filter((byte, index) => byte !== whole[index])).toHaveLength(1);
		await expect(decrypt(changed)).rejects.toThrow();
	});

	it('can let a link work once only', async () => {
		sandbox.configure({ knobs: { file: 'single-use' } });
		expect((await fetch(report.url, { method: 'HEAD' })).status).toBe(200);
		await download(report);
		expect((await fetch(report.url)).status).toBe(410);
		expect((await list({ requestedDate: {} })).items[0].status).toBe('ALREADY_DOWNLOADED');
	});

	it('can redirect to itself and away', async () => {
		sandbox.configure({ knobs: { file: 'redirect' } });
		const manual = await fetch(report.url, { redirect: 'manual' });
		expect(manual.status).toBe(302);
		expect(await download(report)).toHaveLength(report.ciphertextBytes);
		sandbox.configure({ knobs: { file: 'redirect-away' } });
		const away = await fetch(report.url, { redirect: 'manual' });
		expect(away.headers.get('location')).toBe('http://localhost.invalid/');
	});

	it('can be slow', async () => {
		await restart({ slowMs: 400 });
		report = await sandbox.makeReport({ rows: 100 });
		sandbox.configure({ knobs: { file: 'slow' } });
		const before = Date.now();
		expect(await download(report)).toHaveLength(report.ciphertextBytes);
		expect(Date.now() - before).toBeGreaterThanOrEqual(350);
	});
});

describe('deliveries', () => {
	it('follow a request when its report is ready', async () => {
		const requestId = await requestReport(request());
		await settle();
		const [delivery] = webhook.received as [Received];
		expect(delivery.headers['content-type']).toBe('application/json');
		const payload = JSON.parse(delivery.body.toString());
		expect(Object.keys(payload)).toEqual([
			'requestId',
			'deliveryId',
			'presenterId',
			'fileUrl',
			'createDateTimeUtc',
			'expireDateTimeUtc',
			'deliveryDateTimeUtc',
			'numberOfAttempts',
		]);
		expect(payload).toMatchObject({
			requestId,
			numberOfAttempts: 1,
			fileUrl: expect.stringMatching(/\.gpg$/),
		});
		for (const name of ['createDateTimeUtc', 'expireDateTimeUtc', 'deliveryDateTimeUtc']) {
			expect(payload[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
		}
		expect(await decrypt(await download(payload.fileUrl))).toHaveLength(
			sandbox.reports.get(requestId)?.plaintextBytes ?? -1,
		);
	});

	it('are repeated until 200, with a rising number and another deliveryId', async () => {
		webhook.answers.push(500, 204, 302);
		const attempts = await sandbox.deliver(await sandbox.makeReport({ rows: 1 }));
		expect(attempts.map(({ status }) => status)).toEqual([500, 204, 302, 200]);
		expect(sandbox.deliveries).toEqual(attempts);
		const payloads = webhook.received.map(({ body }) => JSON.parse(body.toString()));
		expect(payloads.map(({ numberOfAttempts }) => numberOfAttempts)).toEqual([1, 2, 3, 4]);
		expect(new Set(payloads.map(({ deliveryId }) => deliveryId)).size).toBe(4);
		for (const delivery of webhook.received) expect(await verify('detached-header', delivery)).toBe(true);
	});

	it('stop in the end, at once without retry, and say why when nobody listens', async () => {
		const report = await sandbox.makeReport({ rows: 1 });
		webhook.answers.push(...Array<number>(9).fill(500));
		expect(await sandbox.deliver(report)).toHaveLength(5);
		expect(await sandbox.deliver(report, { retry: false })).toHaveLength(1);
		const [attempt] = await sandbox.deliver(report, { to: 'http://127.0.0.1:9/', retry: false });
		expect(attempt).toMatchObject({ status: null, error: expect.stringContaining('refused') });
	});

	const forms: SignatureForm[] = [
		'detached-header',
		'detached-header-armored',
		'inline-signed-body',
		'cleartext-signed-body',
		'signed-and-encrypted-body',
		'json-field',
		'multipart-signed',
		'encrypted-proof-header',
	];

	it.each(forms)('verify when signed as %s', async (form) => {
		expect(await verify(form, await receive(form))).toBe(true);
	});

	it.each(forms)('do not verify as %s when the signature is bad or a stranger made it', async (form) => {
		expect(await verify(form, await receive(form, { signature: 'bad' }))).toBe(false);
		// A proof that is encrypted to the customer says nothing of who made it: that is its weakness.
		const strangersVerdict = form === 'encrypted-proof-header';
		expect(await verify(form, await receive(form, { signature: 'wrong-key' }))).toBe(strangersVerdict);
	});

	it.each(forms.filter((form) => form !== 'encrypted-proof-header'))(
		'verify as %s with SHA-1 only where SHA-1 is accepted',
		async (form) => {
			const delivery = await receive(form, { signature: 'sha1' });
			expect(await verify(form, delivery)).toBe(false);
			expect(await verify(form, delivery, { rejectMessageHashAlgorithms: new Set() })).toBe(true);
		},
	);

	it.each(forms)('can be changed after signing as %s, and stay valid JSON', async (form) => {
		const delivery = await receive(form, { flipBodyByte: true });
		if (form !== 'json-field') expect(await verify(form, delivery)).toBe(false);
		if (delivery.headers['content-type'] !== 'application/json') return;
		const { requestId } = JSON.parse(delivery.body.toString());
		expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
		expect(sandbox.reports.has(requestId)).toBe(false);
	});

	it('can be unsigned', async () => {
		const delivery = await receive('detached-header', { signature: 'none' });
		expect(delivery.headers).not.toHaveProperty('x-tesouro-signature');
		expect(JSON.parse(delivery.body.toString())).toHaveProperty('requestId');
	});

	it('can be late, and twice', async () => {
		sandbox.configure({ knobs: { deliveryDelayMs: 200, deliverTwice: true } });
		const report = await sandbox.makeReport({ rows: 1 });
		const before = Date.now();
		expect(await sandbox.deliver(report)).toHaveLength(2);
		expect(Date.now() - before).toBeGreaterThanOrEqual(190);
		const [one, other] = webhook.received.map(({ body }) => JSON.parse(body.toString()));
		expect(other).toMatchObject({ requestId: one.requestId, numberOfAttempts: 1 });
		expect(other.deliveryId).not.toBe(one.deliveryId);
	});

	it('are withheld for a report that is said to have failed', async () => {
		sandbox.configure({ knobs: { status: 'FAILED' } });
		await requestReport(request());
		await setTimeout(100);
		expect(webhook.received).toEqual([]);
	});
});

describe('the control API', () => {
	it('makes reports, delivers them, turns knobs and reports what happened, without secrets', async () => {
		const made = await control('POST', 'reports', { rows: 5 });
		expect(made.json).toMatchObject({ rows: 5, status: 'READY' });
		const { json: attempts } = await control('POST', 'deliver', { requestId: made.json.requestId });
		expect(attempts).toMatchObject([{ requestId: made.json.requestId, status: 200 }]);
		expect((await control('POST', 'knobs', { file: 'truncated' })).json.file).toBe('truncated');
		expect(sandbox.knobs.file).toBe('truncated');
		const { json: state } = await control('GET', 'state');
		expect(state).toMatchObject({ knobs: { file: 'truncated' }, isEncrypting: true });
		expect(state.reports).toHaveLength(1);
		const text = JSON.stringify(state);
		expect(text).not.toContain(sandbox.clientSecret);
		expect(text).not.toContain(sandbox.reports.get(made.json.requestId)?.url);
	});

	it('refuses unknown requests', async () => {
		expect((await control('POST', 'knobs', { file: 'melted' })).status).toBe(400);
		expect((await control('POST', 'knobs', { toaster: 'on' })).json.message).toMatch(/no knob "toaster"/);
		expect((await control('POST', 'configure', { webhookUrl: 'ftp://example.com' })).status).toBe(400);
		expect((await control('POST', 'deliver', { requestId: randomUUID() })).status).toBe(400);
		expect((await control('GET', 'nothing')).status).toBe(404);
		const form = await fetch(`${sandbox.url}/sandbox/knobs`, { method: 'POST', body: 'x' });
		expect(form.status).toBe(415);
	});

	it('shows the key that verifies deliveries', async () => {
		const armoredKey = await (await fetch(`${sandbox.url}/sandbox/public-key.asc`)).text();
		expect((await openpgp.readKey({ armoredKey })).getFingerprint()).toBe(sandbox.signingFingerprint);
	});
});

describe('the sandbox', () => {
	it('records its requests and logs them without secrets', async () => {
		const lines: string[] = [];
		await restart({ log: (line) => lines.push(line) });
		const report = await sandbox.makeReport({ rows: 1 });
		const token = await getToken();
		await ask('query Probe { __typename }', {}, token);
		await download(report);
		await sandbox.deliver(report);
		// The client may have the whole file before the sandbox knows that its answer has gone out.
		const isRecorded = () => sandbox.requests.every(({ status }) => status !== 0);
		for (let waited = 0; !isRecorded() && waited < 5000; waited += 20) await setTimeout(20);
		expect(sandbox.requests).toMatchObject([
			{ method: 'POST', path: '/openid/connect/token', status: 200, authorization: 'none' },
			{ method: 'POST', path: '/graphql', status: 200, authorization: 'bearer', graphql: { variables: {} } },
			{ method: 'GET', path: new URL(report.url).pathname, status: 200, authorization: 'none' },
		]);
		const text = lines.join('\n');
		expect(text).toMatch(/GET \/files\/…\/.* 200/);
		for (const secret of [token, sandbox.clientSecret, report.url, new URL(report.url).pathname]) {
			expect(text).not.toContain(secret);
		}
	});

	it('says so when its port is taken', async () => {
		const port = Number(new URL(sandbox.url).port);
		await expect(startSandbox({ port })).rejects.toThrow(`Port ${port} is in use.`);
	});

	it('stops in the middle of its work and leaves nothing behind', async () => {
		const other = await start({ retryDelaysMs: [60_000], webhookUrl: 'http://127.0.0.1:9/' });
		const delivering = other.deliver(await other.makeReport({ rows: 1 }));
		await setTimeout(100);
		await other.close();
		expect(await delivering).toHaveLength(1);
		expect(existsSync(other.storageFolder)).toBe(false);
		await expect(fetch(other.url)).rejects.toThrow();
	});
});

describe('the command line', () => {
	it('sends one signed delivery and reports the answer by its exit code', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
		const keyPath = join(folder, 'public.asc');
		const deliver = ['deliver', 'tesouro.report-ready', '--to', webhook.url, '--public-key-out', keyPath];
		const accepted = await runCli([...deliver, '--signature', 'cleartext-signed-body']);
		expect(accepted).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^POST http.*\nHTTP 200/s) });
		const verificationKeys = await openpgp.readKey({ armoredKey: await readFile(keyPath, 'utf8') });
		const cleartextMessage = String(webhook.received[0]?.body);
		const message = await openpgp.readCleartextMessage({ cleartextMessage });
		await openpgp.verify({ message, verificationKeys, expectSigned: true });

		webhook.answers.push(500);
		expect(await runCli(deliver)).toMatchObject({ exitCode: 1, output: expect.stringContaining('HTTP 500') });
		await rm(folder, { recursive: true });
	});

	it.each([
		[['deliver', 'tesouro.report-ready'], 2, 'Say where to deliver'],
		[['--knob', 'file=melted'], 2, 'The knob file takes ok,'],
		[['--help'], 0, 'signatureForm=detached-header|'],
		[['deliver', 'tesouro.report-ready', '--to', 'http://127.0.0.1:9/'], 1, 'connection refused'],
	])('answers %j', async (flags, exitCode, sentence) => {
		expect(await runCli(flags)).toEqual({ exitCode, output: expect.stringContaining(sentence) });
	});
});

const createMutation = `mutation Create($input: CreateAsyncReportInput!) {
	createAsyncReport(input: $input) {
		asyncReportResponse { requestId }
		errors { __typename ... on Error { message } ... on JwtTokenMissingError { advice code } }
	}
}`;

const listQuery = `query List($input: AsyncReportInput!) {
	asyncReport(input: $input) {
		items {
			requestId reportId presenter { id businessName } url fileName fileSize fileType description status tags
			isCompressed requestedDateTime expiresDateTime generatedDateTime
		}
		pageInfo { hasNextPage hasPreviousPage }
	}
}`;

async function startWebhook(): Promise<Webhook> {
	const received: Received[] = [];
	const answers: number[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({ headers: request.headers, body: Buffer.concat(chunks) });
			response.writeHead(answers.shift() ?? 200).end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, answers, server };
}

function start(options: SandboxOptions = {}): Promise<Sandbox> {
	return startSandbox({
		encryptTo: customer.publicKey,
		webhookUrl: webhook.url,
		retryDelaysMs: [10, 20, 30, 40],
		...options,
	});
}

async function restart(options: SandboxOptions): Promise<void> {
	await sandbox.close();
	sandbox = await start(options);
}

async function askToken(change: Record<string, string> = {}): Promise<{ status: number; json: any }> {
	const body = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: sandbox.clientId,
		client_secret: sandbox.clientSecret,
		...change,
	});
	const answer = await fetch(`${sandbox.url}/openid/connect/token`, { method: 'POST', body });
	return { status: answer.status, json: await answer.json() };
}

async function getToken(): Promise<string> {
	return (await askToken()).json.access_token;
}

async function ask(query: string, variables: object = {}, token?: string) {
	const answer = await fetch(`${sandbox.url}/graphql`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			authorization: `Bearer ${token ?? (await getToken())}`,
		},
		body: JSON.stringify({ query, variables }),
	});
	return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any };
}

function request(
	change: { fields?: string[]; gte?: string; lte?: string; description?: string; tags?: string[] } = {},
) {
	const { fields = ['ACCEPTOR_ID', 'TRANSACTION_AMOUNT'], gte = '2026-01-01', lte = '2026-01-02' } = change;
	const { description, tags } = change;
	return {
		paymentTransactionsInput: {
			paymentTransactionsReportInput: { fields, fileType: 'CSV' },
			asyncReportsDetailsInput: { isCompressed: false, description, tags },
			where: { transactionActivityDate: { gte, lte } },
		},
	};
}

function fees() {
	return {
		feesReportInput: { fields: ['FEE_TYPE', 'FUNDS_TRANSFER_ID'], fileType: 'CSV' },
		asyncReportsDetailsInput: { isCompressed: true },
		where: { standardFeeFilter: { activityDate: { gte: '2026-01-01', lte: '2026-01-01' } } },
	};
}

async function requestReport(input: object): Promise<string> {
	const { json } = await ask(createMutation, { input });
	expect(json.errors).toBeUndefined();
	expect(json.data.createAsyncReport.errors).toBeNull();
	return json.data.createAsyncReport.asyncReportResponse.requestId;
}

async function list(where: object, paging = { skip: 0, take: 100 }) {
	const { json } = await ask(listQuery, { input: { where, paging } });
	expect(json.errors).toBeUndefined();
	return json.data.asyncReport;
}

/** Wait until all requested reports are made and announced. */
async function settle(): Promise<void> {
	const isDone = () =>
		[...sandbox.reports.values()].every(({ status }) => status === 'READY') &&
		sandbox.deliveries.length >= sandbox.reports.size;
	for (let waited = 0; !isDone() && waited < 5000; waited += 20) await setTimeout(20);
	expect(isDone()).toBe(true);
}

async function download(from: SandboxReport | string): Promise<Buffer> {
	const answer = await fetch(typeof from === 'string' ? from : from.url);
	expect(answer.status).toBe(200);
	return Buffer.from(await answer.arrayBuffer());
}

async function decrypt(ciphertext: Buffer): Promise<Uint8Array> {
	const message = await openpgp.readMessage({ binaryMessage: ciphertext });
	const { data } = await openpgp.decrypt({ message, decryptionKeys: await readPrivate(), format: 'binary' });
	return data;
}

function readPrivate() {
	return openpgp.readPrivateKey({ armoredKey: customer.privateKey });
}

async function receive(form: SignatureForm, knobs: Partial<Knobs> = {}): Promise<Received> {
	sandbox.configure({ knobs });
	const [attempt] = await sandbox.deliver(await sandbox.makeReport({ rows: 1 }), { signature: form });
	expect(attempt?.status).toBe(200);
	return webhook.received.at(-1) as Received;
}

/** Whether a delivery verifies, done as a receiver who knows the form would. */
async function verify(form: SignatureForm, delivery: Received, config = {}): Promise<boolean> {
	const verificationKeys = await openpgp.readKey({ armoredKey: sandbox.publicKey });
	const header = String(delivery.headers['x-tesouro-signature'] ?? '');
	const text = delivery.body.toString();
	const how = { verificationKeys, config, expectSigned: true as const };
	const overBody = async (signature: openpgp.Signature, binary: Buffer) =>
		openpgp.verify({ message: await openpgp.createMessage({ binary }), signature, format: 'binary', ...how });
	const inline = async (armoredMessage: string) =>
		openpgp.verify({ message: await openpgp.readMessage({ armoredMessage }), ...how });

	const verifiers: Partial<Record<SignatureForm, () => Promise<unknown>>> = {
		'detached-header': async () => {
			const binarySignature = Buffer.from(header, 'base64');
			return overBody(await openpgp.readSignature({ binarySignature }), delivery.body);
		},
		'detached-header-armored': async () => {
			const armoredSignature = header.replaceAll('\\n', '\n');
			return overBody(await openpgp.readSignature({ armoredSignature }), delivery.body);
		},
		'inline-signed-body': async () => expectPayload((await inline(text)).data),
		'cleartext-signed-body': async () => {
			const message = await openpgp.readCleartextMessage({ cleartextMessage: text });
			expectPayload((await openpgp.verify({ message, ...how })).data);
		},
		'signed-and-encrypted-body': async () => {
			const message = await openpgp.readMessage({ armoredMessage: text });
			const decryptionKeys = await readPrivate();
			expectPayload((await openpgp.decrypt({ message, decryptionKeys, ...how })).data);
		},
		'json-field': async () => {
			const { signature, ...rest } = JSON.parse(text);
			expect(JSON.parse((await inline(signature)).data)).toEqual(rest);
		},
		'multipart-signed': async () => {
			const [, boundary] = /boundary=(.+)$/.exec(delivery.headers['content-type'] ?? '') ?? [];
			const [, part = '', armored = ''] = text.split(`--${boundary}`);
			const signed = Buffer.from(part.slice(2, -2));
			const armoredSignature = armored.slice(armored.indexOf('-----BEGIN'));
			return overBody(await openpgp.readSignature({ armoredSignature }), signed);
		},
		'encrypted-proof-header': async () => {
			const proof = Buffer.from(await decrypt(Buffer.from(header, 'base64'))).toString();
			expect(proof).toBe(createHash('sha512').update(delivery.body).digest('hex'));
		},
	};
	try {
		await verifiers[form]?.();
		return true;
	} catch {
		return false;
	}
}

function expectPayload(text: string): void {
	expect(JSON.parse(text)).toHaveProperty('numberOfAttempts', 1);
}

async function control(method: string, action: string, content?: object) {
	const answer = await fetch(`${sandbox.url}/sandbox/${action}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: content && JSON.stringify(content),
	});
	return { status: answer.status, json: (await answer.json()) as any };
}

function runCli(flags: string[]): Promise<{ exitCode: number | null; output: string }> {
	return new Promise((resolve) => {
		const given = ['--import', 'tsx', 'tools/sandbox/cli.mts', ...flags];
		const child = execFile(process.execPath, given, (_error, stdout, stderr) => {
			resolve({ exitCode: child.exitCode, output: stdout + stderr });
		});
	});
}
