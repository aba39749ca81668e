import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureSandbox } from './configureSandbox.mts';
import { deliver } from './deliver.mts';
import type { DeliveryOptions } from './deliver.mts';
import { createKnobs } from './knobs.mts';
import type { Knobs } from './knobs.mts';
import { listenLocally } from './listenLocally.mts';
import { makeReport } from './makeReport.mts';
import type { ReportWish } from './makeReport.mts';
import { publishFile } from './publishFile.mts';
import { readSchema } from './readSchema.mts';
import { routeRequest } from './routeRequest.mts';
import type { SandboxReport } from './sandboxReport.mts';
import { createSigningKey, readSigningKey } from './signingKeys.mts';
import type { SigningKeyType } from './signingKeys.mts';
import type { DeliveryAttempt, RecordedRequest, State } from './state.mts';

export type { SignatureForm, Knobs } from './knobs.mts';
export type { SandboxReport } from './sandboxReport.mts';
export type { DeliveryAttempt, RecordedRequest } from './state.mts';

export interface SandboxOptions {
	/** 0 takes a free port. */
	port?: number;
	clientId?: string;
	clientSecret?: string;
	tokenLifetimeSeconds?: number;
	/** A delivery is repeated after each of these until it is answered with 200. */
	retryDelaysMs?: number[];
	/** Where report files lie. Without it: a new temporary folder, removed at the end. */
	storageFolder?: string;
	/** One line for each request and each delivery attempt; no secrets, tokens or download links. */
	log?: (line: string) => void;
	/** How long a requested report stays RECEIVED. */
	reportDelayMs?: number;
	/** How many rows a requested report holds for each day of its date range. */
	rowsPerDay?: number;
	/** What the knob value `slow` means. */
	slowMs?: number;
	webhookUrl?: string;
	/** The customer's armoured public key. Without it, reports are served in plain text. */
	encryptTo?: string;
	signingKeyType?: SigningKeyType;
	/** An armoured private key to sign with, instead of a new one. */
	signingKey?: string;
	knobs?: Partial<Knobs>;
}

export interface Sandbox {
	url: string;
	clientId: string;
	clientSecret: string;
	/** Armoured: the key that verifies deliveries. */
	publicKey: string;
	signingFingerprint: string;
	/** Where the report files lie. */
	storageFolder: string;
	configure(change: { webhookUrl?: string; encryptTo?: string; knobs?: Partial<Knobs> }): void;
	knobs: Knobs;
	requests: RecordedRequest[];
	/** By requestId. */
	reports: Map<string, SandboxReport>;
	deliveries: DeliveryAttempt[];
	makeReport(wish: ReportWish): Promise<SandboxReport>;
	publishFile(path: string, options?: { fileName?: string }): Promise<SandboxReport>;
	/** Resolves with all attempts, after the one that was answered with 200 or the last one. */
	deliver(report: SandboxReport, options?: DeliveryOptions): Promise<DeliveryAttempt[]>;
	close(): Promise<void>;
}

/** Start a local stand-in for Tesouro: token endpoint, GraphQL API, file host, report-ready deliveries. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const closing = new AbortController();
	const state = await createState(options, closing.signal);
	const schema = readSchema();
	const server = createServer((request, response) => void routeRequest(state, schema, request, response));
	configureSandbox(state, {
		webhookUrl: options.webhookUrl,
		encryptTo: options.encryptTo,
		knobs: options.knobs,
	});
	state.url = await listenLocally(server, options.port ?? 0);
	state.storageFolder = options.storageFolder ?? (await mkdtemp(join(tmpdir(), 'report-sandbox-')));

	async function close(): Promise<void> {
		closing.abort();
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeAllConnections();
		await Promise.all([closed, ...state.background]);
		if (!options.storageFolder) await rm(state.storageFolder, { recursive: true, force: true });
	}

	return {
		url: state.url,
		clientId: state.clientId,
		clientSecret: state.clientSecret,
		publicKey: state.signingKey.toPublic().armor(),
		signingFingerprint: state.signingKey.getFingerprint(),
		storageFolder: state.storageFolder,
		configure: (change) => configureSandbox(state, change),
		knobs: state.knobs,
		requests: state.requests,
		reports: state.reports,
		deliveries: state.deliveries,
		makeReport: (wish) => makeReport(state, wish),
		publishFile: (path, { fileName } = {}) => publishFile(state, path, fileName),
		deliver: (report, how) => deliver(state, report, how),
		close,
	};
}

async function createState(options: SandboxOptions, closing: AbortSignal): Promise<State> {
	return {
		url: '',
		clientId: options.clientId ?? `sandbox-${randomBytes(6).toString('hex')}`,
		clientSecret: options.clientSecret ?? randomBytes(24).toString('base64url'),
		presenterId: randomUUID(),
		knobs: createKnobs(),
		signingKey: options.signingKey
			? await readSigningKey(options.signingKey)
			: await createSigningKey(options.signingKeyType ?? 'ecc', 'Tesouro stand-in'),
		strangersKey: await createSigningKey('ecc', 'A stranger'),
		tokens: new Map(),
		tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
		retryDelaysMs: options.retryDelaysMs ?? [1000, 2000, 5000, 10_000],
		reportDelayMs: options.reportDelayMs ?? 0,
		rowsPerDay: options.rowsPerDay ?? 100,
		slowMs: options.slowMs ?? 3000,
		storageFolder: '',
		requests: [],
		reports: new Map(),
		deliveries: [],
		background: new Set(),
		closing,
		log: options.log ?? (() => undefined),
	};
}
