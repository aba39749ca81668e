import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMessage, encrypt, generateKey, readKey } from 'openpgp';
import type { WorkflowJson } from '../../tools/host/n8nApi.mts';
import type { RecipientKey } from '../../tools/host/recipientKey.mts';
import { defaultColumns } from '../../tools/sandbox/Tesouro/columns.mts';
import { writeCsv } from '../../tools/sandbox/Tesouro/writeCsv.mts';
import { startStage, type Stage } from './stage.mts';
import { errorOf, outputOf, type LiveWorkflow } from './liveWorkflow.mts';
import { runManually } from './manualRun.mts';
import { leaks } from './secrets.mts';
import { sha256, storedFiles, storedPath, storedSha256 } from './storage.mts';
import { decrypt as decryptNode, end, fileWebhook, type FlowNode } from './workflow.mts';

const ONE_DAY_S = 24 * 3600;

let stage: Stage;
/** Two customers of this n8n, and a stranger. */
let sender: RecipientKey;
let recipient: RecipientKey;
let stranger: RecipientKey;
beforeAll(async () => {
	stage = await startStage();
	[sender, recipient, stranger] = await Promise.all([
		makeKey('Sender'),
		makeKey('Recipient'),
		makeKey('Stranger'),
	]);
});
afterAll(async () => await stage.close());

async function makeKey(name: string, validDays?: number): Promise<RecipientKey> {
	const passphrase = randomBytes(12).toString('hex');
	const pair = await generateKey({
		userIDs: [{ name, email: `${name.toLowerCase()}@example.com` }],
		passphrase,
		format: 'armored',
		...(validDays !== undefined && { keyExpirationTime: validDays * ONE_DAY_S }),
	});
	const key = await readKey({ armoredKey: pair.publicKey });
	return { ...pair, passphrase, fingerprint: key.getFingerprint().toUpperCase() };
}

/** A credential with somebody's private key, and the public keys of those whom he deals with. */
async function makeCredential(own: RecipientKey, ...others: RecipientKey[]) {
	const data = {
		privateKeys: own.privateKey,
		passphrase: own.passphrase,
		publicKeys: others.map(({ publicKey }) => publicKey).join('\n'),
	};
	const name = `OpenPGP keys ${own.fingerprint}`;
	return { id: await stage.n8n.createCredential({ name, type: 'openPgpKeyApi', data }), name };
}

const report = () =>
	Buffer.concat([
		...writeCsv({ rows: 5_000, columns: defaultColumns, seed: 1, firstDay: '2026-01-01', rowsPerDay: 100 }),
	]);

/** Posts a file as the body of a request to a workflow that starts with n8n's webhook, and waits for its execution. */
async function post(workflow: LiveWorkflow, file: Uint8Array) {
	const answer = await fetch(workflow.url, {
		method: 'POST',
		headers: { 'content-type': 'application/octet-stream' },
		body: new Uint8Array(file),
	});
	expect(answer.status).toBe(200);
	const [execution, ...more] = await workflow.executions(1);
	expect(more).toEqual([]);
	return execution!;
}

describe('the example that warns before a key expires', () => {
	const SCHEDULE = 'Every morning';
	const WARN = 'Fewer than 30 days left';

	/** As it is in examples/ up to the filter, with the credential that a user chooses in it. */
	async function importExample(own: RecipientKey, ...others: RecipientKey[]): Promise<string> {
		const file = join(process.cwd(), 'examples', 'openpgp-key-expiry.json');
		const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowJson;
		const openPgpKeyApi = await makeCredential(own, ...others);
		const kept = [SCHEDULE, 'Look at the keys', WARN];
		const nodes = workflow.nodes
			.filter(({ name }) => kept.includes(name))
			.map((node) => ('credentials' in node ? { ...node, credentials: { openPgpKeyApi } } : node));
		const connections = { ...workflow.connections };
		for (const name of Object.keys(connections)) {
			if (!kept.slice(0, -1).includes(name)) delete connections[name];
		}
		const id = await stage.n8n.createWorkflow({ ...workflow, nodes, connections });
		stage.workflows.push({ id } as LiveWorkflow);
		return id;
	}

	it('can be published, and warns of the one key that expires in 10 days, with fingerprint and days left', async () => {
		const soon = await makeKey('Soon', 10);
		const workflowId = await importExample(soon, recipient, await makeKey('Later', 300));
		await stage.n8n.publish(workflowId);
		const execution = await runManually(stage.n8n, workflowId, SCHEDULE);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Look at the keys')).toHaveLength(3);
		const [item, ...more] = outputOf(execution, WARN)!;
		expect(more).toEqual([]);
		expect(item!.json).toMatchObject({
			fingerprint: soon.fingerprint,
			daysLeft: 9,
			userIds: ['Soon <soon@example.com>'],
			source: 'Private Keys',
			isPrivate: true,
		});
	});

	it('warns of a key of the provider as well', async () => {
		const soon = await makeKey('Soon', 29);
		const execution = await runManually(stage.n8n, await importExample(sender, soon), SCHEDULE);
		expect(outputOf(execution, WARN)?.map(({ json }) => json)).toEqual([
			expect.objectContaining({ fingerprint: soon.fingerprint, source: "Provider's Public Keys" }),
		]);
	});

	it('does not warn of a key with 300 days left, nor of one that never expires', async () => {
		const later = await makeKey('Later', 300);
		const execution = await runManually(stage.n8n, await importExample(later, recipient), SCHEDULE);
		expect(execution.status).toBe('success');
		expect(outputOf(execution, 'Look at the keys')?.map(({ json }) => json['daysLeft'])).toEqual([
			299,
			undefined,
		]);
		expect(outputOf(execution, WARN) ?? []).toEqual([]);
	});
});

describe('a file encrypted by one node and decrypted by the next, which requires a signature,', () => {
	/** The sender encrypts to the recipient; the recipient knows the sender. */
	async function publish(parameters: Record<string, unknown>, signer = sender) {
		const encryptNode: FlowNode = {
			name: 'Encrypt',
			type: 'n8n-nodes-report-delivery.openPgp',
			credentials: { openPgpKeyApi: await makeCredential(signer, recipient) },
			parameters: { resource: 'file', operation: 'encrypt', recipients: 'credential', ...parameters },
		};
		const checking: FlowNode = {
			...decryptNode({ requireSignature: true }),
			credentials: { openPgpKeyApi: await makeCredential(recipient, sender) },
		};
		return await stage.publish([fileWebhook(), encryptNode, checking, end]);
	}

	it.each([
		['binary', {}],
		['armored', { format: 'armored' }],
	])('is returned unchanged (%s)', async (_, parameters) => {
		const csv = report();
		const execution = await post(await publish({ sign: true, ...parameters }), csv);
		expect(errorOf(execution)).toBeUndefined();
		const digest = await sha256([csv]);
		const [encrypted] = outputOf(execution, 'Encrypt')!;
		expect(await storedSha256(stage, encrypted!)).not.toBe(digest);
		expect(encrypted!.json['openPgp']).toMatchObject({
			recipients: [{ fingerprint: recipient.fingerprint }],
			signer: { fingerprint: sender.fingerprint },
		});
		const [item] = outputOf(execution, 'NoOp')!;
		expect(await storedSha256(stage, item!)).toBe(digest);
		expect(item!.json['openPgp']).toMatchObject({
			sha256: digest,
			bytes: csv.length,
			signature: { verdict: 'valid', signer: { fingerprint: sender.fingerprint } },
		});
	});

	it.each([
		['without a signature', { sign: false }, () => sender, /^The file is not signed/],
		['signed by a stranger', { sign: true }, () => stranger, /^The file is signed by the key/],
	])('fails %s with the reason, and nothing is stored', async (_, parameters, signer, reason) => {
		const workflow = await publish(parameters, signer());
		const before = await storedFiles(stage);
		const execution = await post(workflow, report());
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatch(reason);
		expect(errorOf(execution)).toContain('Nothing of it was kept');
		expect(execution.data?.resultData.lastNodeExecuted).toBe('Decrypt');
		expect(outputOf(execution, 'NoOp')).toBeUndefined();
		// What the nodes before it put out is there, and nothing else.
		const handedOn = ['Webhook', 'Encrypt'].map((node) => storedPath(stage, outputOf(execution, node)![0]!));
		const stored = (await storedFiles(stage)).filter((file) => !before.includes(file));
		expect(stored.filter((file) => !file.endsWith('.metadata'))).toEqual(handedOn.sort());
	});
});

describe('Inspect without a credential', () => {
	it('says who can open a file', async () => {
		const encryptionKeys = await Promise.all(
			[recipient, stranger].map(async ({ publicKey }) => await readKey({ armoredKey: publicKey })),
		);
		const file = await encrypt({
			message: await createMessage({ binary: new Uint8Array(report()) }),
			encryptionKeys,
			format: 'binary',
		});
		const inspect: FlowNode = {
			name: 'Inspect',
			type: 'n8n-nodes-report-delivery.openPgp',
			parameters: { resource: 'file', operation: 'inspect' },
		};
		const execution = await post(await stage.publish([fileWebhook(), inspect, end], {}), file as Uint8Array);
		expect(errorOf(execution)).toBeUndefined();
		const [item] = outputOf(execution, 'NoOp')!;
		const keyIds = await Promise.all(
			encryptionKeys.map(async (key) => (await key.getEncryptionKey()).getKeyID().toHex().toUpperCase()),
		);
		expect(item!.json['openPgp']).toMatchObject({
			kind: 'encrypted',
			armored: false,
			recipients: keyIds.map((keyId) => ({ keyId, hidden: false, algorithm: 'ecdh' })),
			encryption: { integrity: expect.stringMatching(/^(MDC|AEAD)$/) as string },
		});
		expect(item!.binary).toEqual(outputOf(execution, 'Webhook')![0]!.binary);
	});
});

it('no secret appears in the log, the database or the data of executions', async () => {
	for (const key of [sender, recipient, stranger]) expect(await leaks({ ...stage, key })).toEqual([]);
});
