import { CloudEvent } from 'cloudevents';
import { readPrivateKey } from 'openpgp';
import type { ActiveWorkflow } from '../../../tools/harness/harness.mts';
import type { SignatureForm } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { newKey } from '../../OpenPgp/newKey.mts';
import { flow, startStage, type Stage } from '../flow.mts';
import { endProcess } from '../../../nodes/shared/run/processMemory';

let stage: Stage;
beforeEach(async () => {
	stage = await startStage();
	endProcess();
});
afterEach(async () => await stage.close());

async function activate(parameters: object = {}, more: object = {}): Promise<ActiveWorkflow> {
	const workflow = await stage.harness.activate(
		flow({ parameters: parameters as Record<string, string>, ...more }),
		stage.credentials,
	);
	stage.sandbox.configure({ webhookUrl: workflow.url });
	return workflow;
}

const deliver = async (options: { signature?: SignatureForm; retry?: boolean } = { retry: false }) => {
	const report = await stage.sandbox.makeReport({ rows: 3 });
	const attempts = await stage.sandbox.deliver(report, options);
	return { report, statuses: attempts.map(({ status }) => status) };
};

const warnings = () =>
	stage.harness.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);

const refusals = () => warnings().filter((message) => message.includes('refused'));

describe('a signed delivery', () => {
	it('starts one execution with a CloudEvents report event', async () => {
		const workflow = await activate();
		const { report, statuses } = await deliver();
		expect(statuses).toEqual([200]);
		const [execution, ...rest] = await workflow.settled();
		expect(rest).toEqual([]);
		expect(execution?.status).toBe('success');
		const [item] = execution!.nodeOutput('Trigger');
		expect(new CloudEvent(item!.json as never, true).validate()).toBe(true);
		expect(item!.json).toMatchObject({
			type: 'com.tesouro.report.ready',
			subject: report.requestId,
			data: {
				files: [{ url: report.url }],
				verification: {
					verdict: 'verified',
					method: 'openpgp-header',
					signer: { fingerprint: stage.sandbox.signingFingerprint.toUpperCase() },
				},
			},
		});
	});

	it.each<[SignatureForm, string]>([
		['detached-header', 'openpgp-header'],
		['detached-header-armored', 'openpgp-header'],
		['inline-signed-body', 'openpgp-message'],
		['cleartext-signed-body', 'openpgp-cleartext'],
		['signed-and-encrypted-body', 'openpgp-message'],
		['json-field', 'openpgp-field'],
		['multipart-signed', 'openpgp-multipart'],
	])('is accepted in the form %s', async (signature, method) => {
		const workflow = await activate();
		const { report, statuses } = await deliver({ signature, retry: false });
		expect(statuses).toEqual([200]);
		const [execution] = await workflow.settled();
		expect(execution!.nodeOutput('Trigger')[0]!.json).toMatchObject({
			subject: report.requestId,
			data: { verification: { method } },
		});
	});

	it('gets 503 while half of a key is in the credential, which may be the key that signed it', async () => {
		const [whole, other] = [stage.sandbox.publicKey, await newKey('Somebody else')];
		const half = `${whole.slice(0, 300)}\n-----END PGP PUBLIC KEY BLOCK-----`;
		const workflow = await activate();
		const paste = (publicKeys: string) => {
			stage.harness.saveCredentials({ tesouro: { ...stage.credentials.tesouro!, publicKeys } });
			endProcess();
		};
		paste(`${other.toPublic().armor()}\n${half}`);
		expect((await deliver()).statuses).toEqual([503]);
		expect(warnings().join()).toMatch(/no signature that can be checked.*Block 2 under/s);
		paste(`${half}\n${whole}`);
		expect((await deliver()).statuses).toEqual([200]);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it.each([
		['no signature', { signature: 'none' }],
		["a stranger's signature", { signature: 'wrong-key' }],
		['a signature over other bytes', { signature: 'bad' }],
		['a SHA-1 signature', { signature: 'sha1' }],
		['a byte changed on the way', { flipBodyByte: true }],
	] as const)('gets 401 and starts nothing with %s', async (_, knobs) => {
		const workflow = await activate();
		stage.sandbox.configure({ knobs });
		const { statuses } = await deliver();
		expect(statuses).toEqual([401]);
		expect(await workflow.settled()).toEqual([]);
		expect(refusals()).toHaveLength(1);
	});

	it('gets the same answer whatever is wrong with it, and the reason goes to the log', async () => {
		const workflow = await activate();
		const bodies = [];
		for (const headers of [{}, { 'x-tesouro-signature': 'AAAA' }] as Array<Record<string, string>>) {
			bodies.push((await workflow.deliver('{"requestId":"r"}', { headers })).text);
		}
		expect(new Set(bodies).size).toBe(1);
		expect(refusals()[0]).toContain('no signature that can be checked');
	});
});

describe('a proof that is encrypted to us but not signed', () => {
	it('is refused without the API to confirm it, and accepted with it', async () => {
		const { clientId, clientSecret, ...rest } = stage.credentials.tesouro!;
		stage.credentials.tesouro = rest;
		const alone = await activate();
		expect((await deliver({ signature: 'encrypted-proof-header', retry: false })).statuses).toEqual([401]);
		await alone.deactivate();

		stage.credentials.tesouro = { ...rest, clientId: clientId!, clientSecret: clientSecret! };
		const confirmed = await activate();
		expect((await deliver({ signature: 'encrypted-proof-header', retry: false })).statuses).toEqual([200]);
		const [execution] = await confirmed.settled();
		expect(execution!.nodeOutput('Trigger')[0]!.json).toMatchObject({
			data: { verification: { verdict: 'verified', method: 'openpgp-header-message+api' } },
		});
	});
});

describe('a signed delivery that is also confirmed with the API', () => {
	const also = { authenticity: 'signature', options: { confirmRecord: true } };

	it('is accepted for a report that our client knows', async () => {
		const workflow = await activate(also);
		expect((await deliver()).statuses).toEqual([200]);
		const [execution] = await workflow.settled();
		expect(execution!.nodeOutput('Trigger')[0]!.json).toMatchObject({
			data: { verification: { verdict: 'verified', method: 'openpgp-header+api' } },
		});
	});

	it("is refused for another customer's report, which our client does not know", async () => {
		const workflow = await activate(also);
		const report = await stage.sandbox.makeReport({ rows: 3 });
		stage.sandbox.reports.delete(report.requestId);
		const attempts = await stage.sandbox.deliver(report, { retry: false });
		expect(attempts.map(({ status }) => status)).toEqual([401]);
		expect(await workflow.settled()).toEqual([]);
	});
});

describe('confirming with the API', () => {
	const api = { authenticity: 'api' };
	const unsigned = { signature: 'none' as const, retry: false };

	it('accepts an unsigned delivery for a report that Tesouro knows', async () => {
		const workflow = await activate(api);
		const { report, statuses } = await deliver(unsigned);
		expect(statuses).toEqual([200]);
		const [execution] = await workflow.settled();
		expect(execution!.nodeOutput('Trigger')[0]!.json).toMatchObject({
			subject: report.requestId,
			data: { verification: { verdict: 'verified', method: 'api' }, files: [{ url: report.url }] },
		});
	});

	it('uses the link and the times of Tesouro, not those of the body', async () => {
		const workflow = await activate(api);
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const forged = {
			requestId: report.requestId,
			fileUrl: 'https://evil.example/x.gpg',
			createDateTimeUtc: '2020-01-01T00:00:00',
			expireDateTimeUtc: '2099-01-01T00:00:00',
		};
		expect((await workflow.deliver(forged)).status).toBe(200);
		expect((await workflow.deliver({ ...forged, createDateTimeUtc: '2021-01-01T00:00:00' })).status).toBe(
			200,
		);
		const executions = await workflow.settled();
		expect(executions).toHaveLength(1);
		expect(executions[0]!.nodeOutput('Trigger')[0]!.json).toMatchObject({
			data: { files: [{ url: report.url }] },
		});
	});

	it.each([
		['a report that Tesouro does not list', { status: 'unknown' }, 401],
		['a report that failed', { status: 'FAILED' }, 401],
		['a report that is not ready yet', { status: 'FILE_GENERATED' }, 503],
		['the API being down', { api: 'down' }, 503],
		['the API answering 500', { api: 'error-500' }, 503],
		['too many requests', { api: 'rate-limited' }, 503],
		['the token endpoint being down', { tokenEndpoint: 'down' }, 503],
	] as const)('answers %s (%j) with %i', async (_, knobs, status) => {
		const workflow = await activate(api);
		stage.sandbox.configure({ knobs });
		const { statuses } = await deliver(unsigned);
		expect(statuses).toEqual([status]);
		expect(await workflow.settled()).toEqual([]);
	});

	it('asks for a redelivery with Retry-After, and then starts exactly one execution', async () => {
		const workflow = await activate(api);
		const report = await stage.sandbox.makeReport({ rows: 1 });
		stage.sandbox.configure({ knobs: { api: 'down' } });
		const body = { requestId: report.requestId, fileUrl: report.url };
		const refused = await workflow.deliver(body);
		expect(refused.status).toBe(503);
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		stage.sandbox.configure({ knobs: { api: 'ok' } });
		expect((await workflow.deliver(body)).status).toBe(200);
		expect((await workflow.deliver(body)).status).toBe(200);
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('rejects a body that names no report', async () => {
		const workflow = await activate(api);
		expect((await workflow.deliver({ hello: 'world' })).status).toBe(401);
		expect(await workflow.settled()).toEqual([]);
	});

	it('rejects a delivery that names another presenter than the report', async () => {
		const workflow = await activate(api);
		const report = await stage.sandbox.makeReport({ rows: 1 });
		const body = { requestId: report.requestId, fileUrl: report.url, presenterId: 'somebody-else' };
		expect((await workflow.deliver(body)).status).toBe(401);
	});
});

describe('without authentication, chosen by name', () => {
	const none = { authenticity: 'none' };

	it('accepts everything and says so in the event', async () => {
		const workflow = await activate(none, { credentials: {} });
		expect((await deliver({ signature: 'none', retry: false })).statuses).toEqual([200]);
		const [execution] = await workflow.settled();
		expect(execution!.nodeOutput('Trigger')[0]!.json).toMatchObject({
			data: { verification: { verdict: 'unsigned', method: 'none' } },
		});
	});

	it('passes an unknown shape on, and refuses what is not JSON or far too large', async () => {
		const workflow = await activate(none, { credentials: {} });
		expect((await workflow.deliver({ hello: 'world' })).status).toBe(200);
		const text = { headers: { 'content-type': 'text/plain' } };
		expect((await workflow.deliver('no json', text)).status).toBe(400);
		expect((await workflow.deliver(Buffer.from([0x7b, 0xff, 0x7d]), text)).status).toBe(400);
		expect((await workflow.deliver('x'.repeat(1024 * 1024 + 1), text)).status).toBe(413);
		const executions = await workflow.settled();
		expect(executions).toHaveLength(1);
		expect(executions[0]!.nodeOutput('Trigger')[0]!.json).toMatchObject({ type: 'com.tesouro.unrecognised' });
	});

	it('acknowledges, without an execution, what the user did not choose', async () => {
		const workflow = await activate({ ...none, options: { presenterIds: 'one, two' } }, { credentials: {} });
		const body = { requestId: 'r', fileUrl: 'https://download.tesouro.com/r.gpg' };
		expect((await workflow.deliver({ ...body, presenterId: 'three' })).status).toBe(200);
		expect(await workflow.settled()).toEqual([]);
		expect((await workflow.deliver({ ...body, presenterId: 'TWO' })).status).toBe(200);
		expect(await workflow.settled()).toHaveLength(1);
	});
});

describe('redeliveries', () => {
	it('are acknowledged without an execution', async () => {
		const workflow = await activate();
		const report = await stage.sandbox.makeReport({ rows: 1 });
		for (let again = 0; again < 4; again++) {
			expect((await stage.sandbox.deliver(report, { retry: false }))[0]!.status).toBe(200);
		}
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('of the same event that arrive at once start exactly one execution', async () => {
		const workflow = await activate({ authenticity: 'none' }, { credentials: {} });
		const body = { requestId: 'same', fileUrl: 'https://download.tesouro.com/r.gpg' };
		const answers = await Promise.all(Array.from({ length: 50 }, async () => await workflow.deliver(body)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(await workflow.settled()).toHaveLength(1);
	});

	it('take the place of a delivery that n8n failed to accept', async () => {
		const workflow = await activate({ authenticity: 'none' }, { credentials: {} });
		const body = { requestId: 'failed first', fileUrl: 'https://download.tesouro.com/r.gpg' };
		workflow.failNextStore = true;
		const answers = await Promise.all([
			workflow.deliver(body),
			workflow.deliver(body),
			workflow.deliver(body),
		]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 500]);
		const successes = (await workflow.settled()).filter(({ status }) => status === 'success');
		expect(successes).toHaveLength(1);
	});

	it('after a restart pass the first layer and are dropped by the second: nothing downstream runs', async () => {
		const workflow = await activate();
		const report = await stage.sandbox.makeReport({ rows: 1 });
		await stage.sandbox.deliver(report, { retry: false });
		await workflow.settled();
		await stage.harness.restart();
		endProcess();
		expect((await stage.sandbox.deliver(report, { retry: false }))[0]!.status).toBe(200);
		const [first, second] = await workflow.settled();
		expect(first!.nodeOutput('Trigger')).toHaveLength(1);
		expect(second!.status).toBe('success');
		expect(second!.nodeOutput('Trigger')).toEqual([]);
	});

	it('do not stop an execution that n8n itself starts again', async () => {
		const workflow = await activate();
		await deliver();
		const [first] = await workflow.settled();
		const again = await workflow.rerun(first!.id);
		expect(again.nodeOutput('Trigger')).toHaveLength(1);
	});

	it('are shown every time while listening for a test event', async () => {
		const workflow = await activate({ authenticity: 'none' }, { credentials: {} });
		const body = { requestId: 'test', fileUrl: 'https://download.tesouro.com/r.gpg' };
		await workflow.deliver(body);
		for (let time = 0; time < 2; time++) {
			const { url } = await workflow.listen();
			const answer = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			expect(answer.status).toBe(200);
			const executions = await workflow.settled();
			expect(executions.at(-1)!.nodeOutput('Trigger')).toHaveLength(1);
		}
	});

	it('of many events at once run each event exactly once, whatever their order', async () => {
		const workflow = await activate({ authenticity: 'none' }, { credentials: {} });
		const deliveries = Array.from({ length: 60 }, (_, index) => ({
			requestId: `event-${(index * 7) % 20}`,
			fileUrl: 'https://download.tesouro.com/r.gpg',
		}));
		await Promise.all(deliveries.map(async (body) => await workflow.deliver(body)));
		const emitted = (await workflow.settled()).flatMap((execution) => execution.nodeOutput('Trigger'));
		expect(emitted.map(({ json }) => json.subject).sort()).toEqual(
			Array.from({ length: 20 }, (_, index) => `event-${index}`).sort(),
		);
	});
});

describe('activation', () => {
	it.each([
		['signature', { publicKeys: '' }],
		['api', { clientSecret: '' }],
	])('is refused with %s and nothing to verify with', async (authenticity, change) => {
		Object.assign(stage.credentials.tesouro!, change);
		await expect(activate({ authenticity })).rejects.toThrow(/cannot tell genuine/);
		await expect(activate({ authenticity }, { credentials: {} })).rejects.toThrow(/cannot tell genuine/);
	});

	it('is refused for plain HTTP outside this computer, unless that is allowed', async () => {
		stage.harness.publicAddress = 'http://n8n.corp.example';
		await expect(activate()).rejects.toThrow(/starts with http:.*Allow Plain HTTP/);
		expect((await activate({ options: { allowHttp: true } })).isActive).toBe(true);
		for (const address of ['https://n8n.corp.example', 'http://127.0.0.1:5678']) {
			stage.harness.publicAddress = address;
			expect((await activate()).isActive).toBe(true);
		}
	});

	it('is refused with an unreadable public key, and says which', async () => {
		stage.credentials.tesouro!.publicKeys = 'not a key';
		const failure = await activate().catch((error: unknown) => error);
		expect(failure).toMatchObject({ message: expect.stringContaining('holds no OpenPGP key') as string });
	});

	it("with the user's own key as the provider's gives a warning in the log, and what the provider signs is refused", async () => {
		const { privateKeys } = stage.credentials.tesouro!;
		const key = await readPrivateKey({ armoredKey: privateKeys! });
		const providers = stage.credentials.tesouro!.publicKeys!;
		const own = key.toPublic().armor();
		stage.credentials.tesouro!.publicKeys = own;
		const workflow = await activate();
		const told = () =>
			warnings().filter((message) => /is your own key|must be signed are refused/.test(message));
		expect(told()).toHaveLength(2);
		expect((await deliver()).statuses).toEqual([401]);

		await workflow.deactivate();
		stage.harness.saveCredentials({
			tesouro: { ...stage.credentials.tesouro!, publicKeys: `${own}${providers}` },
		});
		await workflow.activate('activate');
		expect(told()).toHaveLength(3);
		expect((await deliver()).statuses).toEqual([200]);
	});

	it('stays at a start of n8n when there is nothing to verify with any more, and asks for redeliveries', async () => {
		const workflow = await activate();
		stage.harness.saveCredentials({ tesouro: { ...stage.credentials.tesouro!, publicKeys: '' } });
		await stage.harness.restart();
		expect(workflow.isActive).toBe(true);
		expect((await workflow.deliver({})).status).toBe(503);
		expect(stage.harness.logs).toContainEqual(
			expect.objectContaining({
				level: 'error',
				message: expect.stringContaining('there is no key to check the signature with') as string,
			}),
		);
		await workflow.deactivate();
		await expect(workflow.activate('activate')).rejects.toThrow('cannot tell genuine');
	});

	it('warns about a URL that Tesouro cannot reach, in the log and beside the output', async () => {
		const workflow = await activate();
		expect(warnings().join()).toContain('Tesouro will not be able to deliver');
		await deliver();
		const [execution] = await workflow.settled();
		expect(execution!.nodeHints('Trigger')[0]).toMatchObject({ type: 'warning' });
	});
});

it('a test listen ends with the reason when a delivery is refused', async () => {
	const workflow = await activate();
	stage.sandbox.configure({ webhookUrl: (await workflow.listen()).url, knobs: { signature: 'none' } });
	expect((await deliver()).statuses).toEqual([401]);
	const execution = (await workflow.settled()).at(-1)!;
	expect(execution.error!.message).toMatch(/^A delivery was refused with 401: \w/);
	expect(refusals().at(-1)).toContain(execution.error!.message.replace(/^.*401: /, ''));
});

it('never lets a secret into the log or the answer', async () => {
	const workflow = await activate({ authenticity: 'api' });
	stage.sandbox.configure({ knobs: { tokenEndpoint: 'wrong-credentials' } });
	const answer = await workflow.deliver({
		requestId: 'r',
		fileUrl: 'https://download.tesouro.com/secret-link',
	});
	expect(answer.status).toBe(503);
	const said = JSON.stringify([stage.harness.logs, answer.text]);
	for (const secret of [stage.sandbox.clientSecret, stage.credentials.tesouro!.passphrase!, 'secret-link']) {
		expect(said).not.toContain(secret);
	}
});
