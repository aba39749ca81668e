import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setDate } from '../../../fastClock.mts';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { startSandbox } from '../../../../tools/sandbox/Tesouro/sandbox.mts';
import type { SandboxReport } from '../../../../tools/sandbox/Tesouro/sandbox.mts';
import {
	sandbox,
	createMutation,
	start,
	restart,
	askToken,
	getToken,
	ask,
	request,
	requestReport,
	settle,
	download,
	decrypt,
	useSandbox,
} from './sandboxStage.mts';

useSandbox();

const listQuery = `query List($input: AsyncReportInput!) {
	asyncReport(input: $input) {
		items {
			requestId reportId presenter { id businessName } url fileName fileSize fileType description status tags
			isCompressed requestedDateTime expiresDateTime generatedDateTime
		}
		pageInfo { hasNextPage hasPreviousPage }
	}
}`;

function fees() {
	return {
		feesReportInput: { fields: ['FEE_TYPE', 'FUNDS_TRANSFER_ID'], fileType: 'CSV' },
		asyncReportsDetailsInput: { isCompressed: true },
		where: { standardFeeFilter: { activityDate: { gte: '2026-01-01', lte: '2026-01-01' } } },
	};
}

async function list(where: object, paging = { skip: 0, take: 100 }) {
	const { json } = await ask(listQuery, { input: { where, paging } });
	expect(json.errors).toBeUndefined();
	return json.data.asyncReport;
}

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
