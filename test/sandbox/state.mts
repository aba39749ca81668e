import type { PrivateKey } from 'openpgp';
import type { Knobs } from './knobs.mts';
import type { SandboxReport } from './sandboxReport.mts';

/** One request that somebody made to the sandbox. */
export interface RecordedRequest {
	at: Date;
	method: string;
	path: string;
	status: number;
	/** The scheme of the Authorization header, lower case; `none` without one. */
	authorization: string;
	/** What was asked of /graphql. */
	graphql?: { query?: unknown; variables?: unknown; operationName?: unknown };
}

/** One attempt to tell the webhook that a report is ready. */
export interface DeliveryAttempt {
	requestId: string;
	deliveryId: string;
	attempt: number;
	at: Date;
	/** The HTTP status of the answer; null when there was none. */
	status: number | null;
	error?: string;
	/** The beginning of the answer's body. */
	answer?: string;
}

/** Everything that the parts of one running sandbox share. */
export interface State {
	url: string;
	clientId: string;
	clientSecret: string;
	presenterId: string;
	knobs: Knobs;
	webhookUrl?: string;
	encryptTo?: string;
	signingKey: PrivateKey;
	/** A key that nobody was told of, for deliveries that a stranger signed. */
	strangersKey: PrivateKey;
	/** Live access tokens and when each ends, in milliseconds since 1970. */
	tokens: Map<string, number>;
	tokenLifetimeSeconds: number;
	retryDelaysMs: number[];
	reportDelayMs: number;
	rowsPerDay: number;
	slowMs: number;
	storageFolder: string;
	requests: RecordedRequest[];
	reports: Map<string, SandboxReport>;
	deliveries: DeliveryAttempt[];
	/** Work that goes on after the answer was given; close() waits for it. */
	background: Set<Promise<void>>;
	/** Fires when the sandbox closes. */
	closing: AbortSignal;
	log: (line: string) => void;
}
