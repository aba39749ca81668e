/** What ReportFlow delivers. */
export interface ReportFlowEvent {
	/** `event` of the payload. */
	event: string;
	type: string;
	status: 'started' | 'ready' | 'failed' | 'changed';
	label: string;
	description: string;
	/** Without files it would not be this event. */
	hasFiles: boolean;
}

/** One entry an event. One alone is documented. */
const events: readonly ReportFlowEvent[] = [
	{
		event: 'file.completed',
		type: 'com.re-port-flow.file.completed',
		status: 'ready',
		label: 'File Completed',
		description: 'PDF files have been generated and can be downloaded',
		hasFiles: true,
	},
];

/** Everything ReportFlow documents that this package relies on, once. `our reading` marks what no document says. */
export const reportFlow = {
	/** One host for all workspaces, since spring 2026; the key tells the workspace. */
	hosts: {
		production: 'https://api.re-port-flow.com/v1',
		staging: 'https://api.stg.re-port-flow.com/v1',
	},
	/** Before that, each workspace had its own host: https://{workspaceId}.re-port-flow.com/v1 */
	workspaceDomain: 're-port-flow.com',
	basePath: '/v1',

	/** "issuer `https://re-port-flow.com/api/v1`", with PKCE S256; the staging issuer is named by the vendor's own node. */
	oauth: {
		production: 'https://re-port-flow.com/api/v1',
		staging: 'https://stg.re-port-flow.com/api/v1',
		signIn: '/oauth/authorize',
		token: '/oauth/token',
		scopes: ['openid', 'designs:read', 'pdf:generate'],
	},

	headers: { appKey: 'AppKey', secretKey: 'SecretKey' },

	/** From the base URL. Segments in braces are IDs: checked and encoded by `pathOf`. */
	paths: {
		syncSingle: '/file/sync/single',
		syncMultiple: '/file/sync/multiple',
		asyncSingle: '/file/async/single',
		asyncMultiple: '/file/async/multiple',
		download: '/file/download',
		designs: '/file/designs',
		designParameter: '/file/design/parameter',
	},

	/** What an ID may hold that becomes part of an address: our reading of all the IDs in the documents. */
	idPattern: /^[A-Za-z0-9_-]{1,128}$/,

	/**
	 * "30 req/min sync; 100 req/min async and download", for each workspace; the vendor calls the numbers indicative. That
	 * async and download share the hundred is our reading, the more careful one.
	 */
	requestsPerMinute: { sync: 30, async: 100 },
	/** Without Retry-After a refused request waits out one window. */
	rateWindowMs: 60_000,
	/** "Sync timeout: 30 s" (workspace hosts), "120 s" (single host); the vendor's own example waits 130. */
	syncTimeoutMs: 130_000,
	/** "50 MB as sent" (single host), "20 MB" (workspace hosts). Megabytes of ten: the smaller reading. */
	requestBytesAtMost: { single: 50_000_000, workspace: 20_000_000 },

	/** A request says it with a code, an answer with a word. */
	shareTypes: { workspace: '01', invited: '02', public: '03' },

	/**
	 * `passthrough` comes back with each file in the webhook. Ours is one random text under this key; what a node waited
	 * for makes it begin with `waitedPrefix`, so a trigger can leave it out. Both our reading: nothing is documented.
	 */
	correlation: { key: 'cid', waitedPrefix: 'w-', prefix: 'n-' },

	/** "Webhook endpoints should respond within 5 seconds." */
	webhookAnswerWithinMs: 5_000,
	/** Deliveries of workspace hosts hold all values of the PDF: our choice, far above what is named (1 MB). */
	deliveryBytesAtMost: 16 * 1024 * 1024,
	/** A hundred times what one request may ask for. */
	deliveryFilesAtMost: 10_000,
	events,
	unrecognisedType: 'com.re-port-flow.unrecognised',
} as const;

/** What a node sends to tell its own requests apart: a text of this kind that begins with `waitedPrefix` was waited for. */
export const isWaitedFor = (passthrough: unknown): boolean =>
	String((passthrough as Record<string, unknown> | undefined)?.[reportFlow.correlation.key] ?? '').startsWith(
		reportFlow.correlation.waitedPrefix,
	);
