import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as openpgp from 'openpgp';
import type { Knobs, SignatureForm } from '../../../../tools/sandbox/Tesouro/sandbox.mts';
import {
	type Received,
	webhook,
	sandbox,
	request,
	requestReport,
	settle,
	download,
	decrypt,
	verify,
	useSandbox,
} from './sandboxStage.mts';

useSandbox();

async function receive(form: SignatureForm, knobs: Partial<Knobs> = {}): Promise<Received> {
	sandbox.configure({ knobs });
	const [attempt] = await sandbox.deliver(await sandbox.makeReport({ rows: 1 }), { signature: form });
	expect(attempt?.status).toBe(200);
	return webhook.received.at(-1) as Received;
}

async function control(method: string, action: string, content?: object) {
	const answer = await fetch(`${sandbox.url}/sandbox/${action}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: content && JSON.stringify(content),
	});
	return { status: answer.status, json: (await answer.json()) as any };
}

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
