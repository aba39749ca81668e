import { get as getSecure } from 'node:https';
import { mediaTypes, readXlsx, seedIds } from '../../../../tools/sandbox/ConnectReport/sandbox.mts';
import { sandbox, start, ask, post, json, bytesOf, exportReport, useSandbox } from './sandboxStage.mts';

useSandbox();

describe('files that are not what they should be', () => {
	beforeEach(async () => {
		await start();
		await sandbox.run(sandbox.tasks[0]!);
	});
	const file = async () => await exportReport(sandbox.reports[0]!.id, 'xlsx');

	it.each([
		['wrong-kind', mediaTypes.xlsx, '%PDF'],
		['json', mediaTypes.xlsx, '{"message'],
		['login-page', 'text/html; charset=utf-8', '<!doctype html>'],
		['login-redirect', 'text/html; charset=utf-8', '<!doctype html>'],
		['untyped', 'application/octet-stream', 'PK'],
	] as const)('%s', async (knob, type, beginning) => {
		sandbox.configure({ knobs: { file: knob } });
		const answer = await file();
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe(type);
		expect((await answer.text()).startsWith(beginning)).toBe(true);
	});

	it('may be empty, truncated, cut off or missing', async () => {
		const whole = await sandbox.file(sandbox.reports[0]!, 'xlsx');
		sandbox.configure({ knobs: { file: 'empty' } });
		expect(await bytesOf(await file())).toHaveLength(0);
		sandbox.configure({ knobs: { file: 'truncated' } });
		const half = await bytesOf(await file());
		expect(half.equals(whole.subarray(0, Math.floor(whole.length / 2)))).toBe(true);
		expect(() => readXlsx(half)).toThrow();
		sandbox.configure({ knobs: { file: 'cut-off' } });
		await expect(file().then(bytesOf)).rejects.toThrow();
		sandbox.configure({ knobs: { file: 'missing' } });
		expect((await file()).status).toBe(404);
	});
});

describe('the API in trouble', () => {
	it.each([
		['down', 503],
		['error-500', 500],
		['error-502', 502],
		['forbidden', 403],
		['missing', 404],
		['login-page', 200],
		['login-redirect', 200],
		['not-json', 200],
	] as const)('answers %s with %i, and does nothing', async (api, status) => {
		await start({ knobs: { api } });
		expect((await ask('reports')).status).toBe(status);
		expect((await post('report-tasks', { templateId: seedIds.templateId })).status).toBe(status);
		expect(sandbox.tasks).toHaveLength(2);
	});

	it('says how long to wait, and recovers after a given number of requests', async () => {
		await start();
		sandbox.configure({ knobs: { api: 'rate-limited' }, troubleTimes: 2 });
		const refused = await ask('reports');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
		sandbox.configure({ knobs: { retryAfter: 'date' } });
		expect(Date.parse((await ask('reports')).headers.get('retry-after')!)).not.toBeNaN();
		expect((await ask('reports')).status).toBe(200);
	});

	it('requires the right key, and accepts a new one', async () => {
		await start();
		expect((await ask('reports', { headers: {} })).status).toBe(401);
		const old = { headers: { 'x-api-key': sandbox.apiKey } };
		sandbox.configure({ apiKey: 'another' });
		expect((await ask('reports', old)).status).toBe(401);
		expect((await ask('reports')).status).toBe(200);
		expect(sandbox.requests.map(({ key }) => key)).toEqual(['none', 'wrong', 'right']);
	});

	it.each([
		['message', '{"message":"Report not found"}'],
		['error', '{"error":"Report not found"}'],
		['text', 'Report not found'],
		['html', '<!doctype html><h1>404</h1><pre>Report not found</pre>'],
	] as const)('gives errors as %s', async (errors, body) => {
		await start({ knobs: { errors } });
		expect(await (await ask('reports/nothing')).text()).toBe(body);
	});

	it('stops, and comes back on the same port with everything it knew', async () => {
		await start();
		await sandbox.run(sandbox.tasks[0]!);
		const { url } = sandbox;
		await sandbox.goAway();
		await expect(ask('reports')).rejects.toThrow('fetch failed');
		await sandbox.comeBack();
		expect(sandbox.url).toBe(url);
		expect((await json('reports')).reports).toHaveLength(1);
	});
});

describe('TLS', () => {
	const ask = async (ca?: string) =>
		await new Promise<number>((resolve, reject) => {
			const headers = { 'x-api-key': sandbox.apiKey };
			getSecure(`${sandbox.url}/api/v1/reports`, { ca, headers, agent: false }, (answer) => {
				answer.resume().once('end', () => resolve(answer.statusCode!));
			}).once('error', reject);
		});

	it.each([
		['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['own-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
	] as const)('%s is trusted only by clients with the certificate', async (tls, code) => {
		await start({ tls });
		await expect(ask()).rejects.toThrow(expect.objectContaining({ code }));
		expect(await ask(sandbox.caCertificate)).toBe(200);
	});

	it('with a certificate for another name is not trusted', async () => {
		await start({ tls: 'own-authority', tlsNames: ['reports.example.com'] });
		await expect(ask(sandbox.caCertificate)).rejects.toThrow(
			expect.objectContaining({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
		);
	});
});
