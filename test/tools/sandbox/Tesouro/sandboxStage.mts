import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import * as openpgp from 'openpgp';
import { startSandbox } from '../../../../tools/sandbox/Tesouro/sandbox.mts';
import type {
	Sandbox,
	SandboxOptions,
	SandboxReport,
	SignatureForm,
} from '../../../../tools/sandbox/Tesouro/sandbox.mts';

export interface Received {
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

export let customer: { publicKey: string; privateKey: string };

export let webhook: Webhook;

export let sandbox: Sandbox;

export const createMutation = `mutation Create($input: CreateAsyncReportInput!) {
	createAsyncReport(input: $input) {
		asyncReportResponse { requestId }
		errors { __typename ... on Error { message } ... on JwtTokenMissingError { advice code } }
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

export function start(options: SandboxOptions = {}): Promise<Sandbox> {
	return startSandbox({
		encryptTo: customer.publicKey,
		webhookUrl: webhook.url,
		retryDelaysMs: [10, 20, 30, 40],
		...options,
	});
}

export async function restart(options: SandboxOptions): Promise<void> {
	await sandbox.close();
	sandbox = await start(options);
}

export async function askToken(change: Record<string, string> = {}): Promise<{ status: number; json: any }> {
	const body = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: sandbox.clientId,
		client_secret: sandbox.clientSecret,
		...change,
	});
	const answer = await fetch(`${sandbox.url}/openid/connect/token`, { method: 'POST', body });
	return { status: answer.status, json: await answer.json() };
}

export async function getToken(): Promise<string> {
	return (await askToken()).json.access_token;
}

export async function ask(query: string, variables: object = {}, token?: string) {
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

export function request(
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

export async function requestReport(input: object): Promise<string> {
	const { json } = await ask(createMutation, { input });
	expect(json.errors).toBeUndefined();
	expect(json.data.createAsyncReport.errors).toBeNull();
	return json.data.createAsyncReport.asyncReportResponse.requestId;
}

/** Wait until all requested reports are made and announced. */
export async function settle(): Promise<void> {
	const isDone = () =>
		[...sandbox.reports.values()].every(({ status }) => status === 'READY') &&
		sandbox.deliveries.length >= sandbox.reports.size;
	for (let waited = 0; !isDone() && waited < 5000; waited += 20) await setTimeout(20);
	expect(isDone()).toBe(true);
}

export async function download(from: SandboxReport | string): Promise<Buffer> {
	const answer = await fetch(typeof from === 'string' ? from : from.url);
	expect(answer.status).toBe(200);
	return Buffer.from(await answer.arrayBuffer());
}

export async function decrypt(ciphertext: Buffer): Promise<Uint8Array> {
	const message = await openpgp.readMessage({ binaryMessage: ciphertext });
	const { data } = await openpgp.decrypt({ message, decryptionKeys: await readPrivate(), format: 'binary' });
	return data;
}

function readPrivate() {
	return openpgp.readPrivateKey({ armoredKey: customer.privateKey });
}

/** Whether a delivery verifies, done as a receiver who knows the form would. */
export async function verify(form: SignatureForm, delivery: Received, config = {}): Promise<boolean> {
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

/** A sandbox, and a customer's webhook beside it, anew for each test. */
export function useSandbox(): void {
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
}
