import type { PrivateKey } from 'openpgp';
import type { Knobs } from './knobs.mts';
import type { NotificationSecret } from './notificationSecrets.mts';
import type { SandboxReport } from './sandboxReport.mts';
import type { TokenBucket } from './tokenBucket.mts';
import type { SandboxSubscription } from './subscriptionRecord.mts';

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
	/** What was asked of the Notifications API. */
	rest?: { query: Record<string, string>; body?: unknown };
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

/** One attempt to tell an address of an event. */
export interface NotificationAttempt {
	eventType: string;
	/** The same for all attempts. */
	deliveryId: string;
	/** Whose address it went to; undefined when the address was given. */
	subscriptionId?: string;
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
	organizationId: string;
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
	/** How many requests of GraphQL are answered. */
	bucket: TokenBucket;
	/** Of which days there is data; without it, two years up to now. */
	availability?: { from: string; to: string };
	storageFolder: string;
	requests: RecordedRequest[];
	reports: Map<string, SandboxReport>;
	/** By id. */
	subscriptions: Map<string, SandboxSubscription>;
	/** How many requests the Notifications API takes, and how many it got in which second since 1970. */
	restRate: { perSecond: number; second: number; requests: number };
	deliveries: DeliveryAttempt[];
	/** Shared with whoever receives notifications; the last one signs. */
	notificationSecrets: NotificationSecret[];
	/** How long a minute of the documented retry schedule takes, in minutes. */
	notificationTimeScale: number;
	notifications: NotificationAttempt[];
	/** Work that goes on after the answer was given; close() waits for it. */
	background: Set<Promise<void>>;
	/** Fires when the sandbox closes. */
	closing: AbortSignal;
	log: (line: string) => void;
}
