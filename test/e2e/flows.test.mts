import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import {
	createMessage,
	decrypt,
	decryptKey,
	encrypt,
	generateKey,
	readKey,
	readMessage,
	readPrivateKey,
} from 'openpgp';
import type { Execution } from '../../tools/host/n8nApi.mts';
import { orderInvoices } from '../../tools/sandbox/ReportFlow/orderInvoices.mts';
import { listenLocally } from '../../tools/sandbox/listenLocally.mts';
import { renderPdf } from '../../tools/sandbox/ReportFlow/render.mts';
import type { SandboxReport } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { webUrlOf } from '../../tools/sandbox/destinations/drive.mts';
import { startFlowStage, type FlowStage, type ImportedFlow } from './flowStage.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';

let stage: FlowStage;
beforeAll(async () => (stage = await startFlowStage()));
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.mailbox.letters.splice(0);
	uploads().splice(0);
	messages().splice(0);
	stage.sandbox.reports.clear();
});

const uploads = () => stage.destinations.microsoft.uploads;
const messages = () => stage.destinations.twilio.messages;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hashes = (reports: SandboxReport[]) => reports.map(({ plaintextSha256 }) => plaintextSha256).sort();
const uploaded = () =>
	uploads()
		.map(({ bytes }) => sha256(bytes))
		.sort();
const attachments = () =>
	stage.mailbox.letters.flatMap(({ email }) =>
		email.attachments.map(({ filename, content }) => ({
			name: filename,
			bytes: Buffer.from(content as ArrayBuffer),
		})),
	);
const subjects = () => stage.mailbox.letters.map(({ email }) => email.subject);
const anHourAgo = () => new Date(Date.now() - 60 * 60 * 1000);

async function deliver(report: SandboxReport, { url }: ImportedFlow): Promise<number | null | undefined> {
	const [attempt] = await stage.sandbox.deliver(report, { to: url, retry: false });
	return attempt?.status;
}

/** Of the executions that deliveries started, all, when there are `count`; each ended well. */
async function executions({ id }: ImportedFlow, count: number): Promise<Execution[]> {
	const all = await stage.n8n.waitForExecutions(id, count);
	expect(all.map((execution) => [errorOf(execution), execution.status])).toEqual(
		all.map(() => [undefined, 'success']),
	);
	return all;
}

async function run(flow: ImportedFlow, trigger: string): Promise<Execution> {
	const execution = await flow.run(trigger);
	expect([errorOf(execution), execution.status]).toEqual([undefined, 'success']);
	return execution;
}

it('a key pair is made whose private half opens what is encrypted to its public half', async () => {
	const passphrase = 'for this key of a test only';
	const openPgpKeyApi = await stage.makeCredential('openPgpKeyApi', { passphrase });
	const flow = await stage.importFlow('openpgp-make-key-pair', {}, { openPgpKeyApi });
	const execution = await run(flow, 'Once');
	const [made] = outputOf(execution, 'Make a key pair')!;
	const file = async (name: string) => await textOf(await stage.n8n.downloadBinary(made!.binary![name]!.id!));
	expect(await file('publicKey')).toBe(made!.json['publicKey']);
	const decryptionKeys = await decryptKey({
		privateKey: await readPrivateKey({ armoredKey: await file('privateKey') }),
		passphrase,
	});
	const encryptionKeys = await readKey({ armoredKey: await file('publicKey') });
	const text = 'a report of this test';
	const armoredMessage = await encrypt({ message: await createMessage({ text }), encryptionKeys });
	const { data } = await decrypt({ message: await readMessage({ armoredMessage }), decryptionKeys });
	expect(data).toBe(text);
});

describe('a Tesouro report', () => {
	it('goes to OneDrive, and a mail brings the link', async () => {
		const flow = await stage.importFlow('tesouro-report-to-onedrive');
		await flow.publish();
		const report = await stage.sandbox.makeReport({ rows: 40 });
		expect(await deliver(report, flow)).toBe(200);
		const [execution] = await executions(flow, 1);
		expect(uploaded()).toEqual(hashes([report]));
		const [{ email }] = stage.mailbox.letters as [(typeof stage.mailbox.letters)[0]];
		expect(email.text).toContain(webUrlOf(uploads()[0]!.id));
		expect(attachments()).toEqual([]);
		expect(outputOf(execution, 'Mark as done')).toHaveLength(1);
		// What is done runs no more.
		expect(await deliver(report, flow)).toBe(200);
		await executions(flow, 1);
		expect(uploads()).toHaveLength(1);
	});

	it('goes by mail: a small one attached, a large one as a link', async () => {
		const flow = await stage.importFlow('tesouro-report-by-mail');
		await flow.publish();
		const small = await stage.sandbox.makeReport({ rows: 40 });
		const large = await stage.sandbox.makeReport({ rows: 120_000 });
		expect(large.plaintextBytes).toBeGreaterThan(10_000_000);
		expect(await deliver(small, flow)).toBe(200);
		expect(await deliver(large, flow)).toBe(200);
		await executions(flow, 2);
		expect(attachments().map(({ bytes }) => sha256(bytes))).toEqual(hashes([small]));
		expect(uploaded()).toEqual(hashes([large]));
		expect(stage.mailbox.letters).toHaveLength(2);
		expect(stage.mailbox.letters.map(({ email }) => email.text).join()).toContain(webUrlOf(uploads()[0]!.id));
	});

	it('goes to a file share', async () => {
		const flow = await stage.importFlow('tesouro-report-to-file-share', {
			'Write the file': { fileName: `=${stage.share}/{{ $json.file.fileName }}` },
		});
		await flow.publish();
		const report = await stage.sandbox.makeReport({ rows: 40 });
		expect(await deliver(report, flow)).toBe(200);
		const [execution] = await executions(flow, 1);
		const { fileName } = outputOf(execution, 'Download report')![0]!.json['file'] as { fileName: string };
		expect(await readdir(stage.share)).toEqual([fileName]);
		expect(sha256(await readFile(join(stage.share, fileName)))).toBe(report.plaintextSha256);
	});

	it('for last month is requested, waited for, fetched and stored', async () => {
		const flow = await stage.importFlow('tesouro-monthly-report');
		await run(flow, 'On the first of the month');
		const made = [...stage.sandbox.reports.values()];
		expect(made).toHaveLength(1);
		expect(uploaded()).toEqual(hashes(made));
		expect(uploads()[0]!.bytes.length).toBeGreaterThan(0);
	});

	it('without a delivery is fetched once, and one that cannot be fetched is reported and tried again', async () => {
		const flow = await stage.importFlow('tesouro-catch-up');
		await flow.publish();
		const missed = [];
		for (let rows = 1; rows <= 3; rows++) {
			const report = await stage.sandbox.makeReport({ rows });
			report.generatedAt = anHourAgo();
			missed.push(report);
		}
		stage.sandbox.configure({ knobs: { file: 'error-500' } });
		await run(flow, 'Every hour');
		stage.sandbox.configure({ knobs: { file: 'ok' } });
		expect(uploads()).toEqual([]);
		expect(stage.mailbox.letters).toHaveLength(3);
		await run(flow, 'Every hour');
		expect(uploaded()).toEqual(hashes(missed));
		const told = await stage.sandbox.makeReport({ rows: 4 });
		expect(await deliver(told, flow)).toBe(200);
		await stage.n8n.waitForExecutions(flow.id, 3);
		told.generatedAt = anHourAgo();
		const last = await run(flow, 'Every hour');
		expect(outputOf(last, 'Reports not done yet')).toEqual([]);
		expect(uploaded()).toEqual(hashes([...missed, told]));
	});

	it('is reported once by text message when it failed', async () => {
		const flow = await stage.importFlow('tesouro-failed-reports');
		const failed = await stage.sandbox.makeReport({ rows: 1 });
		failed.status = 'FAILED';
		await stage.sandbox.makeReport({ rows: 1 });
		await run(flow, 'Every hour');
		await run(flow, 'Every hour');
		expect(messages()).toHaveLength(1);
		expect(messages()[0]!.body).toContain(failed.requestId);
	});

	it('on the SFTP server is decrypted and stored, each file once, also one that failed before', async () => {
		const flow = await stage.importFlow('openpgp-sftp-daily-report', {
			'List the files': {
				protocol: 'sftp',
				operation: 'list',
				path: stage.sftp.files,
				recursive: false,
				options: {},
			},
		});
		const put = async (name: string, rows: number) => {
			const plain = Buffer.from(Array.from({ length: rows }, (_, row) => `${name},${row}\n`).join(''));
			await stage.gpg!.encrypt(stage.key, [plain], join(stage.sftp.files, `${name}.csv.gpg`));
			return sha256(plain);
		};
		const first = [await put('monday', 3), await put('tuesday', 5)];
		await run(flow, 'At 10:30 in New York');
		expect(uploaded()).toEqual([...first].sort());
		// One that is not complete yet holds up none of the others, and comes with the next run.
		const friday = await put('friday', 7);
		const fridayFile = join(stage.sftp.files, 'friday.csv.gpg');
		const whole = await readFile(fridayFile);
		await writeFile(fridayFile, whole.subarray(0, whole.length - 20));
		const more = [await put('wednesday', 9), await put('sunday', 11)];
		const failed = await flow.run('At 10:30 in New York');
		expect([failed.status, errorOf(failed)]).toEqual(['error', expect.stringContaining('friday.csv.gpg')]);
		expect(uploaded()).toEqual([...first, ...more].sort());
		await writeFile(fridayFile, whole);
		await run(flow, 'At 10:30 in New York');
		expect(uploaded()).toEqual([...first, ...more, friday].sort());
		await run(flow, 'At 10:30 in New York');
		expect(uploads()).toHaveLength(5);
	});
});

it('a Tesouro notification is reported by mail, without its content', async () => {
	const flow = await stage.importFlow('tesouro-notifications-by-mail');
	await flow.publish();
	const attempts = await stage.sandbox.notify('ACCOUNT_STATUS_CHANGED');
	expect(attempts.map(({ status }) => status)).toEqual([200]);
	const [execution] = await executions(flow, 1);
	const [event] = outputOf(execution, 'Notification')!;
	expect(stage.mailbox.letters).toHaveLength(1);
	expect(stage.mailbox.letters[0]!.email.text?.trim().replaceAll('\r', '')).toBe(
		`Tesouro says: ${String(event!.json['type'])}\nAt: ${String(event!.json['time'])}\nEvent: ${String(event!.json['id'])}`,
	);
});

it('a Tesouro notification is reported in Slack, without its content', async () => {
	// Of the flow that sends mails, so that one delivery goes out.
	stage.sandbox.subscriptions.clear();
	const flow = await stage.importFlow('tesouro-notifications-to-slack');
	await flow.publish();
	const attempts = await stage.sandbox.notify('ACCOUNT_STATUS_CHANGED');
	expect(attempts.map(({ status }) => status)).toEqual([200]);
	const [execution] = await executions(flow, 1);
	const [event] = outputOf(execution, 'Notification')!;
	const { type, time, id } = event!.json as Record<'type' | 'time' | 'id', string>;
	expect(stage.destinations.slack.messages).toEqual([
		{ channel: '#reports', text: `Tesouro says: ${type.split('.').pop()}\nAt: ${time}\nEvent: ${id}` },
	]);
	expect(outputOf(execution, 'Mark as done')).toHaveLength(1);
});

it('subscriptions of an old address are deactivated, and inactive ones are reported', async () => {
	stage.sandbox.subscriptions.clear();
	const add = (eventType: string, url: string, isActive: boolean) =>
		stage.sandbox.addSubscription({ eventType, url, isActive });
	const old = add('LEDGER_TRANSACTION', 'https://old-n8n.example.com/webhook/1', true);
	const good = add('ACCOUNT_STATUS_CHANGED', 'https://n8n.example.com/webhook/2', true);
	add('LEDGER_POSTING_EXCEPTION', 'https://n8n.example.com/webhook/3', false);
	await run(await stage.importFlow('tesouro-subscriptions'), 'Every week');
	expect([old, good].map(({ id }) => stage.sandbox.subscriptions.get(id)!.isActive)).toEqual([false, true]);
	const texts = new Map(stage.mailbox.letters.map(({ email }) => [email.subject, email.text?.trim()]));
	expect(texts.get('Tesouro subscriptions were deactivated')).toBe(
		'LEDGER_TRANSACTION: https://old-n8n.example.com/webhook/1',
	);
	expect(texts.get('Tesouro subscriptions are inactive')).toContain(
		'LEDGER_POSTING_EXCEPTION: https://n8n.example.com/webhook/3',
	);
});

it('a refused delivery of Tesouro is reported once by mail, and a genuine one is processed', async () => {
	const flow = await stage.importFlow('tesouro-refused-deliveries');
	await flow.publish();
	const report = await stage.sandbox.makeReport({ rows: 4 });
	stage.sandbox.configure({ knobs: { signature: 'wrong-key' } });
	expect(await deliver(report, flow)).toBe(401);
	expect(await deliver(report, flow)).toBe(401);
	stage.sandbox.configure({ knobs: { signature: 'good' } });
	expect(await deliver(report, flow)).toBe(200);
	await executions(flow, 2);
	expect(subjects()).toEqual(['A delivery was refused with 401']);
	expect(uploaded()).toEqual(hashes([report]));
});

describe('ConnectReport', () => {
	it('published and failed reports are announced by text message', async () => {
		const { connectReport } = stage;
		const flow = await stage.importFlow('connectreport-published-and-failed');
		await flow.publish();
		connectReport.configure({ postCallbackUrl: `${flow.url}?token=${stage.token}` });
		await connectReport.run(connectReport.addTask({ title: 'Sales by region' }));
		await connectReport.run(connectReport.addTask({ title: 'Stock' }), { fails: 'Data source unavailable' });
		connectReport.configure({ postCallbackUrl: '' });
		await executions(flow, 2);
		expect(
			messages()
				.map(({ body }) => body)
				.sort(),
		).toEqual([
			'ConnectReport: Sales by region is published.',
			'ConnectReport: Stock failed. Report task failed due to Data source unavailable',
		]);
	});

	it('reports without a callback are fetched, each once', async () => {
		const { connectReport } = stage;
		const flow = await stage.importFlow('connectreport-catch-up');
		await flow.publish();
		connectReport.reports.splice(0);
		const make = async (title: string, createdAt = anHourAgo()) => {
			const report = (await connectReport.run(connectReport.addTask({ title })))!;
			report.createdAt = createdAt.toISOString();
			return sha256(await connectReport.file(report, 'xlsx'));
		};
		const missed = [await make('One'), await make('Two')];
		await make('Long ago', new Date(Date.now() - 30 * 24 * 60 * 60 * 1000));
		connectReport.configure({ knobs: { render: 'fails' } });
		const failed = await flow.run('Every hour');
		expect([failed.status, errorOf(failed)]).toEqual(['error', expect.stringMatching(/^Two: .*\nOne: /)]);
		expect(uploads()).toEqual([]);
		connectReport.configure({ knobs: { render: 'completes' } });
		await run(flow, 'Every hour');
		expect(uploaded()).toEqual([...missed].sort());

		connectReport.configure({ postCallbackUrl: `${flow.url}?token=${stage.token}` });
		const told = (await connectReport.run(connectReport.addTask({ title: 'Told' })))!;
		connectReport.configure({ postCallbackUrl: '' });
		await stage.n8n.waitForExecutions(flow.id, 3);
		told.createdAt = anHourAgo().toISOString();
		const late = await make('Late');
		await run(flow, 'Every hour');
		const toldBytes = sha256(await connectReport.file(told, 'xlsx'));
		expect(uploaded()).toEqual([...missed, toldBytes, late].sort());
	});
});

it('PDFs made by ReportFlow are sent by mail', async () => {
	const { reportFlow } = stage;
	const flow = await stage.importFlow('reportflow-webhook-to-mail');
	await flow.publish();
	const made = await orderInvoices(reportFlow, ['one', 'two']);
	const path = /webhook\/([^/]+)\/webhook$/.exec(flow.url)![1]!;
	const to = `${stage.n8n.url}/webhook/${path}/${path}/${stage.token}`;
	const [attempt] = await reportFlow.deliver(made, { to, retry: false });
	expect(attempt?.status).toBe(200);
	await executions(flow, 1);
	const sent = attachments()
		.map(({ bytes }) => sha256(bytes))
		.sort();
	const pdfs = await Promise.all(reportFlow.files().map(renderPdf));
	expect(sent).toEqual(pdfs.map(sha256).sort());
	expect(sent).toHaveLength(2);
});

it('a key that expires soon gets a new pair, once: its public half is mailed, its private half kept', async () => {
	const passphrase = 'for this key of a test only';
	const pair = async (name: string, days: number) =>
		await generateKey({
			type: 'ecc',
			userIDs: [{ name, email: `${name.toLowerCase()}@example.com` }],
			keyExpirationTime: days * 24 * 3_600,
			passphrase,
		});
	const [soon, later, theirs] = [await pair('Soon', 20), await pair('Later', 200), await pair('Theirs', 10)];
	const openPgpKeyApi = await stage.makeCredential('openPgpKeyApi', {
		privateKeys: `${soon.privateKey}\n${later.privateKey}`,
		passphrase,
		publicKeys: theirs.publicKey,
	});
	const fileName = `=${stage.share}/{{ $binary.privateKey.fileName }}`;
	const change = {
		'Keep the private half': { operation: 'write', fileName, dataPropertyName: 'privateKey', options: {} },
	};
	const flow = await stage.importFlow('openpgp-key-expiry', change, { openPgpKeyApi });
	await run(flow, 'Every morning');
	expect(subjects().sort()).toEqual([
		'An OpenPGP key of the provider ends in 9 days',
		'Your OpenPGP key ends in 19 days',
	]);
	const [attached, ...others] = attachments();
	expect(others).toEqual([]);
	const publicHalf = await readKey({ armoredKey: attached!.bytes.toString('utf8') });
	expect(publicHalf.isPrivate()).toBe(false);
	expect(publicHalf.getUserIDs()).toEqual(['Soon <soon@example.com>']);
	const kept = (await readdir(stage.share)).filter((name) => name.startsWith('KEEP-'));
	expect(kept).toHaveLength(1);
	const privateHalf = await readPrivateKey({
		armoredKey: await readFile(join(stage.share, kept[0]!), 'utf8'),
	});
	expect(privateHalf.getFingerprint()).toBe(publicHalf.getFingerprint());
	expect(privateHalf.isDecrypted()).toBe(false);
	expect((await stat(join(stage.share, kept[0]!))).isFile()).toBe(true);

	stage.mailbox.letters.splice(0);
	await run(flow, 'Every morning');
	expect(subjects()).toEqual(['An OpenPGP key of the provider ends in 9 days']);
});

it('a mail is sent when nothing has arrived, and none when something has', async () => {
	const quiet = await stage.importFlow('tesouro-failed-reports');
	const flow = await stage.importFlow('nothing-has-come', {
		'Last execution': {
			resource: 'execution',
			operation: 'getAll',
			returnAll: false,
			limit: 1,
			filters: { workflowId: { __rl: true, mode: 'id', value: quiet.id } },
			options: {},
		},
	});
	await run(flow, 'Every morning');
	expect(subjects()).toEqual(['Nothing has come']);
	await run(quiet, 'Every hour');
	await run(flow, 'Every morning');
	expect(subjects()).toEqual(['Nothing has come']);
});

it('one click makes, encrypts, signs, serves, delivers, fetches and decrypts a report, all inside n8n', async () => {
	const { n8n, key } = stage;
	const keys = { privateKeys: key.privateKey, passphrase: key.passphrase, publicKeys: key.publicKey };
	const flow = await stage.importFlow(
		'try-it-inside-n8n',
		{},
		{
			openPgpKeyApi: await stage.makeCredential('openPgpKeyApi', keys),
			tesouroApi: await stage.makeCredential('tesouroApi', {
				environment: 'custom',
				baseUrl: n8n.url,
				clientId: 'any',
				clientSecret: 'any',
				additionalFileHosts: n8n.url,
				...keys,
			}),
		},
	);
	await flow.publish();
	await run(flow, 'Try it');
	const all = await executions(flow, 3);
	const [received, ...more] = all.filter((execution) => outputOf(execution, 'Report is ready'));
	expect(more).toEqual([]);
	expect(outputOf(received, 'Read the rows')!.map(({ json }) => json)).toEqual([
		{ MERCHANT: 'Ada Ltd', AMOUNT: '120.50', CURRENCY: 'USD' },
		{ MERCHANT: 'Grace Inc', AMOUNT: '80.00', CURRENCY: 'USD' },
	]);
	const [downloaded] = outputOf(received, 'Download report')!;
	expect(downloaded!.json['openPgp'] ?? downloaded!.json['file']).toBeDefined();
	expect(outputOf(received, 'Mark as done')).toHaveLength(2);
});

it('a file is added up by currency, and cut into one file a merchant in OneDrive', async () => {
	const head = 'merchant,currency,amount\n';
	const [tea, coffee] = ['Tea,EUR,1.10\nTea,USD,2.00\n', 'Coffee,EUR,0.20\n'];
	const server = createServer((_, response) => response.end(head + tea + coffee));
	const url = `${await listenLocally(server, 0)}/report.csv`;
	try {
		const change = {
			'Fetch the report': { url, options: { response: { response: { responseFormat: 'file' } } } },
		};
		const execution = await run(await stage.importFlow('report-file-totals-and-split', change), 'Start');
		expect(outputOf(execution, 'Totals by currency')!.map(({ json }) => json)).toEqual([
			{ currency: 'EUR', sum_amount: '1.30', count: 2 },
			{ currency: 'USD', sum_amount: '2.00', count: 1 },
		]);
		expect(
			uploads()
				.map(({ bytes }) => Buffer.from(bytes).toString('utf8'))
				.sort(),
		).toEqual([head + coffee, head + tea]);
	} finally {
		server.closeAllConnections();
		server.close();
	}
});
