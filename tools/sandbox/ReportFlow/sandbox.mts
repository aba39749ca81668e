import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { listenLocally } from '../listenLocally.mts';
import { baseUrl, describeEvent } from './describe.mts';
import { sampleDesigns, type Design } from './designs.mts';
import { createKnobs, turnKnobs, type Knobs } from './knobs.mts';
import { createMinuteBucket } from './minuteBucket.mts';
import { route } from './route.mts';
import type { RecordedRequest, SandboxFile, SandboxRequest, State, WebhookAttempt } from './state.mts';
import { removeZips } from './zipOf.mts';
import { tell, type TellOptions } from './tellWebhook.mts';

export { designIds } from './designs.mts';
export { startDecoy, type Decoy } from './decoy.mts';
export { readPdf, type ReadPdf } from './readPdf.mts';
export type { Knobs } from './knobs.mts';
export type { RecordedRequest, SandboxFile, SandboxRequest, WebhookAttempt } from './state.mts';

export interface ReportFlowSandboxOptions {
	/** 0 takes a free port. */
	port?: number;
	workspaceId?: string;
	appKey?: string;
	secretKey?: string;
	webhookUrl?: string;
	/** What a gateway in front of the receiver adds to each delivery. */
	webhookHeaders?: Record<string, string>;
	/** "Webhook endpoints should respond within 5 seconds". */
	webhookTimeoutMs?: number;
	/** "Retries are performed up to 3 times"; their spacing is not documented. */
	webhookRetryDelaysMs?: number[];
	/** The documented ones are 30 and 100; without them, there is no limit that anybody meets. */
	requestsPerMinute?: { sync: number; other: number };
	/** How long the minute of the rate limit takes. */
	minuteMs?: number;
	/** "50 MB as sent", and 20 MB in OLD. */
	bodyBytesAtMost?: { new: number; old: number };
	/** "a limit exists; number unknown". */
	filesPerRequest?: number;
	/** How long an async request stays in the queue. */
	jobDelayMs?: number;
	/** What the knob value `slow` means. */
	slowMs?: number;
	/** How long files are kept. */
	retentionMs?: number;
	/** How many bytes each PDF is larger than what is printed needs. */
	padding?: number;
	tokenLifetimeSeconds?: number;
	/** Where the knob `redirect-away` leads. */
	decoyUrl?: string;
	designs?: Design[];
	knobs?: Partial<Knobs>;
	/** One line for each request and each delivery attempt; no keys, no values. */
	log?: (line: string) => void;
}

export interface ReportFlowSandbox {
	url: string;
	/** The base URL for credentials, of each generation. */
	baseUrl: { new: string; old: string };
	workspaceId: string;
	appKey: string;
	secretKey: string;
	clientId: string;
	clientSecret: string;
	knobs: Knobs;
	designs: Design[];
	requests: RecordedRequest[];
	/** By requestId: all that was made, whether or not anybody heard of it. */
	generated: Map<string, SandboxRequest>;
	/** Every file that was made, in order. */
	files(): SandboxFile[];
	/** "monthly quota counted in output pages". */
	billedPages(): number;
	webhooks: WebhookAttempt[];
	configure(change: {
		webhookUrl?: string;
		webhookHeaders?: Record<string, string>;
		padding?: number;
		jobDelayMs?: number;
		knobs?: Partial<Knobs>;
	}): void;
	/** What the webhook is told of a request. */
	payload(request: SandboxRequest): ReturnType<typeof describeEvent>;
	/** Tells of a request once more, or of something else. Resolves with all attempts. */
	deliver(request: SandboxRequest, options?: TellOptions): Promise<WebhookAttempt[]>;
	/** Lets a request that is stuck in the queue come to its end, without telling anybody. */
	finish(request: SandboxRequest): void;
	/** When nothing goes on any more: jobs are done, and webhooks told. */
	idle(): Promise<void>;
	close(): Promise<void>;
}

const megabyte = 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;
const manyRequests = { sync: 1_000_000, other: 1_000_000 };

/** Start a local stand-in for ReportFlow, in both generations: API, OAuth 2.0 server, webhooks. */
export async function startReportFlowSandbox(
	options: ReportFlowSandboxOptions = {},
): Promise<ReportFlowSandbox> {
	const closing = new AbortController();
	const state = createState(options, closing.signal);
	turnKnobs(state.knobs, options.knobs ?? {});
	const server = createServer((request, response) => void route(state, request, response));
	state.url = await listenLocally(server, options.port ?? 0);
	const files = () => [...state.generated.values()].flatMap((request) => request.files);

	async function idle(): Promise<void> {
		while (state.background.size > 0) await Promise.all(state.background);
	}

	return {
		url: state.url,
		baseUrl: { new: baseUrl(state, 'new'), old: baseUrl(state, 'old') },
		workspaceId: state.workspaceId,
		appKey: state.appKey,
		secretKey: state.secretKey,
		clientId: state.clientId,
		clientSecret: state.clientSecret,
		knobs: state.knobs,
		designs: state.designs,
		requests: state.requests,
		generated: state.generated,
		files,
		billedPages: () => files().reduce((sum, { pages }) => sum + pages, 0),
		webhooks: state.webhooks,
		configure({ knobs, ...change }) {
			turnKnobs(state.knobs, knobs ?? {});
			Object.assign(state, change);
		},
		payload: (request) => describeEvent(state, request),
		deliver: (request, how = {}) => tell(state, request, how),
		finish: (request) => void (request.state = 'ready'),
		idle,
		async close() {
			closing.abort();
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await Promise.all([closed, idle()]);
			await removeZips(state);
		},
	};
}

function createState(options: ReportFlowSandboxOptions, closing: AbortSignal): State {
	const { minuteMs = 60_000, requestsPerMinute = manyRequests } = options;
	return {
		url: '',
		workspaceId: options.workspaceId ?? `ws_${randomBytes(4).toString('hex')}`,
		appKey: options.appKey ?? `ak_${randomBytes(8).toString('hex')}`,
		secretKey: options.secretKey ?? `sk_${randomBytes(16).toString('hex')}`,
		clientId: `client-${randomBytes(6).toString('hex')}`,
		clientSecret: randomBytes(24).toString('base64url'),
		knobs: createKnobs(),
		designs: options.designs ?? sampleDesigns(),
		webhookUrl: options.webhookUrl,
		webhookHeaders: options.webhookHeaders ?? {},
		webhookTimeoutMs: options.webhookTimeoutMs ?? 5000,
		webhookRetryDelaysMs: options.webhookRetryDelaysMs ?? [200, 400, 800],
		decoyUrl: options.decoyUrl ?? 'http://decoy.invalid',
		buckets: {
			sync: createMinuteBucket(requestsPerMinute.sync, minuteMs),
			other: createMinuteBucket(requestsPerMinute.other, minuteMs),
		},
		bodyBytesAtMost: options.bodyBytesAtMost ?? { new: 50 * megabyte, old: 20 * megabyte },
		filesPerRequest: options.filesPerRequest ?? 100,
		jobDelayMs: options.jobDelayMs ?? 0,
		slowMs: options.slowMs ?? 3000,
		retentionMs: options.retentionMs ?? 30 * dayMs,
		padding: options.padding ?? 0,
		tokens: new Map(),
		codes: new Map(),
		refreshTokens: new Map(),
		tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
		requests: [],
		generated: new Map(),
		webhooks: [],
		zips: new Map(),
		background: new Set(),
		closing,
		log: options.log ?? (() => undefined),
	};
}
