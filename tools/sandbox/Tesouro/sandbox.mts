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
import { listenLocally } from '../listenLocally.mts';
import { makeReport } from './makeReport.mts';
import type { ReportWish } from './makeReport.mts';
import { makeNotificationSecret } from './notificationSecrets.mts';
import type { NotificationSecret } from './notificationSecrets.mts';
import { notify } from './notify.mts';
import type { NotifyOptions } from './notify.mts';
import { publishFile } from './publishFile.mts';
import { readSchema } from './readSchema.mts';
import { routeRequest } from './routeRequest.mts';
import type { SandboxReport } from './sandboxReport.mts';
import { createSigningKey, readSigningKey } from './signingKeys.mts';
import type { SigningKeyType } from './signingKeys.mts';
import type { DeliveryAttempt, NotificationAttempt, RecordedRequest, State } from './state.mts';
import { addSubscription, subscriptionTable, type SandboxSubscription } from './subscriptionRecord.mts';
import { createTokenBucket } from './tokenBucket.mts';

export type { SignatureForm, Knobs, NotificationSignature } from './knobs.mts';
export type { SandboxReport } from './sandboxReport.mts';
export type { DeliveryAttempt, NotificationAttempt, RecordedRequest } from './state.mts';
export type { SandboxSubscription } from './subscriptionRecord.mts';

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
	/** More GraphQL requests than that are refused with 429. Tesouro's default is 50; here it is 1000. */
	requestsPerSecond?: number;
	/** What the knob value `slow` means. */
	slowMs?: number;
	webhookUrl?: string;
	/** The customer's armoured public key. Without it, reports are served in plain text. */
	encryptTo?: string;
	signingKeyType?: SigningKeyType;
	/** An armoured private key to sign with, instead of a new one. */
	signingKey?: string;
	/** The secret that notifications are signed with, instead of a random one. */
	notificationSecret?: string;
	/** How long a minute of the documented retry schedule takes, in minutes; a second unless told. */
	notificationTimeScale?: number;
	/** "30 req/s" unless told: how many the Notifications API takes. */
	restRequestsPerSecond?: number;
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
	configure(change: {
		webhookUrl?: string;
		encryptTo?: string;
		availability?: State['availability'];
		knobs?: Partial<Knobs>;
	}): void;
	knobs: Knobs;
	requests: RecordedRequest[];
	/** By requestId. */
	reports: Map<string, SandboxReport>;
	deliveries: DeliveryAttempt[];
	organizationId: string;
	/** By id; those of other organizations, too. */
	subscriptions: Map<string, SandboxSubscription>;
	/** Puts one on record, as if somebody had made it. */
	addSubscription(given: Parameters<typeof addSubscription>[1]): SandboxSubscription;
	/** All of them as a table for people. */
	subscriptionTable(): string;
	makeReport(wish: ReportWish): Promise<SandboxReport>;
	publishFile(path: string, options?: { fileName?: string }): Promise<SandboxReport>;
	/** Resolves with all attempts, after the one that was answered with 200 or the last one. */
	deliver(report: SandboxReport, options?: DeliveryOptions): Promise<DeliveryAttempt[]>;
	/** Shared with whoever receives notifications. The last one signs; adding one is the beginning of a rotation. */
	notificationSecrets: NotificationSecret[];
	/** Adds a secret, which signs from then on. */
	addNotificationSecret(): NotificationSecret;
	notifications: NotificationAttempt[];
	/** Tells all active subscriptions to the event type. Resolves with all attempts, after the last one. */
	notify(eventType: string, options?: NotifyOptions): Promise<NotificationAttempt[]>;
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
		organizationId: state.organizationId,
		subscriptions: state.subscriptions,
		addSubscription: (given) => addSubscription(state, given),
		subscriptionTable: () => subscriptionTable(state),
		makeReport: (wish) => makeReport(state, wish),
		publishFile: (path, { fileName } = {}) => publishFile(state, path, fileName),
		deliver: (report, how) => deliver(state, report, how),
		notificationSecrets: state.notificationSecrets,
		addNotificationSecret() {
			const secret = makeNotificationSecret(state.notificationSecrets.length + 1);
			state.notificationSecrets.push(secret);
			return secret;
		},
		notifications: state.notifications,
		notify: (eventType, how) => notify(state, eventType, how),
		close,
	};
}

async function createState(options: SandboxOptions, closing: AbortSignal): Promise<State> {
	return {
		url: '',
		clientId: options.clientId ?? `sandbox-${randomBytes(6).toString('hex')}`,
		clientSecret: options.clientSecret ?? randomBytes(24).toString('base64url'),
		presenterId: randomUUID(),
		organizationId: randomUUID(),
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
		bucket: createTokenBucket(options.requestsPerSecond ?? 1000),
		storageFolder: '',
		requests: [],
		reports: new Map(),
		subscriptions: new Map(),
		restRate: { perSecond: options.restRequestsPerSecond ?? 30, second: 0, requests: 0 },
		deliveries: [],
		notificationSecrets: [
			{
				...makeNotificationSecret(1),
				...(options.notificationSecret !== undefined && { secret: options.notificationSecret }),
			},
		],
		notificationTimeScale: options.notificationTimeScale ?? 1 / 60,
		notifications: [],
		background: new Set(),
		closing,
		log: options.log ?? (() => undefined),
	};
}
