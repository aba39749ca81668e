import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { startSandbox, type Sandbox } from '../../../../tools/sandbox/Tesouro/sandbox.mts';

interface Received {
	headers: IncomingHttpHeaders;
	body: Buffer;
	json: Record<string, unknown>;
}

let sandbox: Sandbox;
let receiver: Server;
let url: string;
let received: Received[];
/** What the receiver answers, one after the other; 200 when there is nothing left. */
let answers: number[];

beforeEach(async () => {
	received = [];
	answers = [];
	sandbox = await startSandbox({ notificationTimeScale: 1 / 60_000 });
	receiver = createServer((request, response) => {
		void buffer(request).then((body) => {
			received.push({
				headers: request.headers,
				body,
				json: JSON.parse(body.toString()) as Record<string, unknown>,
			});
			response.statusCode = answers.shift() ?? 200;
			response.end('noted');
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
	receiver.closeAllConnections();
	receiver.close();
	await sandbox.close();
});

const post = async (path: string, body: object) =>
	await fetch(`${sandbox.url}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

describe('a notification of the sandbox', () => {
	it('has the documented envelope and the three documented headers, with the digest in upper case', async () => {
		await sandbox.notify('LEDGER_TRANSACTION', { url });
		const [{ headers, body, json }] = received as [Received];
		expect(json).toEqual({
			version: '1',
			deliveryId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
			webhookUrl: url,
			deliveryDateTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
			attemptCount: '1',
			eventType: 'LEDGER_TRANSACTION',
			attributes: expect.objectContaining({ eventType: 'LEDGER_TRANSACTION' }) as object,
		});
		const [{ keyId, secret }] = sandbox.notificationSecrets as [{ keyId: string; secret: string }];
		expect(headers['x-tesouro-key-id']).toBe(keyId);
		expect(headers['x-tesouro-algorithm']).toBe('hmac-sha512');
		const [, time, digest] = /^t=(\d{10}),v1=([0-9A-F]{128})$/.exec(String(headers['x-tesouro-signature']))!;
		const expected = createHmac('sha512', secret).update(`${time}.`).update(body).digest('hex');
		expect(digest).toBe(expected.toUpperCase());
	});

	it('has the smaller envelope for underwriting', async () => {
		await sandbox.notify('ACCEPTOR_APPLICATION_SUBMITTED', { url });
		expect(Object.keys(received[0]!.json)).toEqual(['version', 'eventType', 'attemptCount', 'attributes']);
		expect(received[0]!.json.attributes).toMatchObject({
			updatedTimestamp: expect.stringMatching(/\.\d{7}Z$/) as string,
		});
	});

	it('is sent again after 5xx, under the same ID, with another number and time', async () => {
		answers = [503, 500, 200];
		const attempts = await sandbox.notify('LEDGER_TRANSACTION', { url });
		expect(attempts.map(({ status }) => status)).toEqual([503, 500, 200]);
		expect(received.map(({ json }) => json.attemptCount)).toEqual(['1', '2', '3']);
		expect(new Set(received.map(({ json }) => json.deliveryId)).size).toBe(1);
		expect(new Set(received.map(({ json }) => json.deliveryDateTimeUtc)).size).toBe(3);
		expect(new Set(received.map(({ headers }) => headers['x-tesouro-signature'])).size).toBe(3);
	});

	it.each([401, 404, 422])('is not sent again after %d', async (status) => {
		answers = [status];
		expect(await sandbox.notify('LEDGER_TRANSACTION', { url })).toHaveLength(1);
	});

	it('goes only to the active subscriptions of its type, each with its own ID', async () => {
		const record = (eventType: string, isActive = true, path = '') => ({
			id: `${eventType}${String(isActive)}${path}`,
			organizationId: 'any',
			eventType,
			channelType: 'WEBHOOK',
			channelConfig: { url: `${url}${path}`, mtlsEnabled: false },
			isActive,
			createdAt: '2026-04-07T12:00:00Z',
			updatedAt: '2026-04-07T12:00:00Z',
		});
		for (const one of [
			record('LEDGER_TRANSACTION'),
			record('LEDGER_TRANSACTION', true, '/other'),
			record('LEDGER_TRANSACTION', false, '/asleep'),
			record('ACCOUNT_STATUS_CHANGED'),
		]) {
			sandbox.subscriptions.set(one.id, one);
		}
		const attempts = await sandbox.notify('LEDGER_TRANSACTION');
		expect(attempts.map(({ subscriptionId }) => subscriptionId).sort()).toEqual([
			'LEDGER_TRANSACTIONtrue',
			'LEDGER_TRANSACTIONtrue/other',
		]);
		expect(new Set(received.map(({ json }) => json.deliveryId)).size).toBe(2);
	});

	it('is signed by the newest secret, or by several if that is requested', async () => {
		const fresh = sandbox.addNotificationSecret();
		await sandbox.notify('LEDGER_TRANSACTION', { url, signature: 'several' });
		await sandbox.notify('LEDGER_TRANSACTION', { url });
		const [several, usual] = received as [Received, Received];
		expect(String(several.headers['x-tesouro-signature']).match(/v1=/g)).toHaveLength(2);
		expect(usual.headers['x-tesouro-key-id']).toBe(fresh.keyId);
	});
});

describe('another process', () => {
	it('can order a notification, turn knobs, and read the state without secrets', async () => {
		await post('/sandbox/knobs', { notificationSignature: 'none' });
		const answer = await post('/sandbox/notify', { eventType: 'LEDGER_TRANSACTION', url });
		expect(await answer.json()).toMatchObject([{ status: 200, answer: 'noted' }]);
		expect(received[0]!.headers).not.toHaveProperty('x-tesouro-signature');
		const state = await (await fetch(`${sandbox.url}/sandbox/state`)).text();
		expect(JSON.parse(state)).toMatchObject({
			notifications: [{ eventType: 'LEDGER_TRANSACTION', status: 200 }],
			notificationKeyIds: ['sandbox-key-1'],
		});
		expect(state).not.toContain(sandbox.notificationSecrets[0]!.secret);
		expect((await post('/sandbox/notify', {})).status).toBe(400);
	});

	it('can send one by command line, signed with the given secret, and gets exit code 0 or 1', async () => {
		const run = async (...flags: string[]) =>
			await promisify(execFile)(process.execPath, [
				'--import',
				'tsx',
				'tools/sandbox/cli.mts',
				...['deliver', 'tesouro.notification.LEDGER_TRANSACTION', '--to', url],
				...flags,
			]);
		const { stdout } = await run('--notification-secret', 'given on the command line');
		expect(stdout).toContain('HTTP 200\nnoted');
		expect(stdout).not.toContain('given on the command line');
		const { headers, body } = received[0]!;
		const [, time, digest] = /t=(\d+),v1=(\w+)/.exec(String(headers['x-tesouro-signature']))!;
		const expected = createHmac('sha512', 'given on the command line').update(`${time}.`).update(body);
		expect(digest!.toLowerCase()).toBe(expected.digest('hex'));
		answers = [401];
		await expect(run('--knob', 'notificationSignature=stale')).rejects.toMatchObject({ code: 1 });
	});
});
