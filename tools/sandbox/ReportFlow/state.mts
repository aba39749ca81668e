import type { Design } from './designs.mts';
import type { Knobs } from './knobs.mts';
import type { MinuteBucket } from './minuteBucket.mts';

/** `new` is one host with one key, `old` one host a workspace with two. */
export type Generation = 'new' | 'old';

/** One request that somebody made to the sandbox. */
export interface RecordedRequest {
	at: Date;
	method: string;
	path: string;
	/** 0 when it was never answered. */
	status: number;
	generation?: Generation;
	/** How it was signed in. */
	signIn: 'appkey' | 'appkey+secretkey' | 'bearer' | 'none';
	/** The JSON that was sent. */
	body?: unknown;
}

/** One PDF that was made, and paid for. */
export interface SandboxFile {
	fileId: string;
	fileName: string;
	design: Design;
	version: number;
	params: Record<string, unknown>;
	passthrough?: Record<string, unknown>;
	shareType: string;
	passcodeEnabled: boolean;
	/** Bytes of padding, so that it is as large as one likes. */
	padding: number;
	pages: number;
	madeAt: Date;
}

/** One request to generate, and its files. */
export interface SandboxRequest {
	requestId: string;
	generation: Generation;
	isSync: boolean;
	design: Design;
	version: number;
	files: SandboxFile[];
	state: 'queued' | 'ready' | 'failed';
	expiresAt: Date;
}

/** One attempt to tell the webhook. */
export interface WebhookAttempt {
	requestId: string;
	attempt: number;
	at: Date;
	/** The HTTP status of the answer; null when there was none. */
	status: number | null;
	error?: string;
	/** The beginning of the answer's body. */
	answer?: string;
}

export interface Token {
	endsAt: number;
	scopes: string[];
}

/** Everything that the parts of one running sandbox share. */
export interface State {
	url: string;
	workspaceId: string;
	appKey: string;
	secretKey: string;
	clientId: string;
	clientSecret: string;
	knobs: Knobs;
	designs: Design[];
	webhookUrl?: string;
	/** What a gateway in front of the receiver adds. */
	webhookHeaders: Record<string, string>;
	webhookTimeoutMs: number;
	webhookRetryDelaysMs: number[];
	/** Where the knob `redirect-away` leads. */
	decoyUrl: string;
	buckets: { sync: MinuteBucket; other: MinuteBucket };
	bodyBytesAtMost: Record<Generation, number>;
	filesPerRequest: number;
	jobDelayMs: number;
	slowMs: number;
	retentionMs: number;
	padding: number;
	tokens: Map<string, Token>;
	codes: Map<string, { challenge: string; redirectUri: string; scopes: string[] }>;
	refreshTokens: Map<string, string[]>;
	tokenLifetimeSeconds: number;
	requests: RecordedRequest[];
	/** By requestId. */
	generated: Map<string, SandboxRequest>;
	webhooks: WebhookAttempt[];
	/** Paths of ZIPs that were made. */
	zips: Map<string, Promise<string>>;
	zipFolder?: Promise<string>;
	/** Work that goes on after the answer was given; close() waits for it. */
	background: Set<Promise<void>>;
	/** Fires when the sandbox closes. */
	closing: AbortSignal;
	log: (line: string) => void;
}
