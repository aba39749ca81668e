/** Everything Tesouro documents that this package relies on, once. `seed` marks its downloadable-reports page. */
export const tesouro = {
	hosts: {
		production: 'https://api.tesouro.com',
		sandbox: 'https://api.sandbox.tesouro.com',
	},
	/** `fileUrl` in the documented sample lies on download.tesouro.com. */
	fileDomain: 'tesouro.com',
	/** Those of them that get the access token when they ask for it. The sandbox's own is our reading. */
	fileHosts: {
		production: ['https://download.tesouro.com'],
		sandbox: ['https://download.sandbox.tesouro.com', 'https://download.tesouro.com'],
	},
	paths: {
		signIn: '/openid/connect/token',
		graphql: '/graphql',
		subscriptions: '/api/v1/notifications/subscriptions',
	},

	/** Named nowhere in the documents: our reading of what a signature header may be called. */
	signatureHeaders: [
		'x-tesouro-signature',
		'x-signature',
		'x-pgp-signature',
		'x-webhook-signature',
		'signature',
		'pgp-signature',
	],
	/** Likewise for a field of the body. */
	signatureFields: ['signature', 'pgpSignature'],

	/** Clocks differ: how far ahead of ours a signature may have been made. */
	clockSlackMs: 5 * 60 * 1000,
	/** The sample's file lives 72 hours; a signature older than that announces nothing that can still be fetched. */
	signatureAgeHours: 72,

	/** The documented body has eight short fields; a signed or encrypted one stays in the kilobytes. */
	deliveryBytesAtMost: 1024 * 1024,

	events: {
		reportReady: {
			label: 'Report Ready',
			description: 'A report that was requested has been generated and can be downloaded',
			type: 'com.tesouro.report.ready',
		},
	},
	unrecognisedType: 'com.tesouro.unrecognised',

	/** "Currently: WEBHOOK" and "Must be \"webhook\"", the latter in lower case. */
	channel: { type: 'WEBHOOK', configType: 'webhook' },
	scopes: { read: 'notification:subscription:read', write: 'notification:subscription:write' },
	/** "page=1&pageSize=10" in the documented sample; the largest is not documented, so the larger one is tried first. */
	subscriptionPageSizes: [50, 10],

	/** The second family of webhooks, with its own body and signature. */
	notifications: {
		label: 'Notifications',
		description: 'An account or application changed. Choose the event types below.',
		typePrefix: 'com.tesouro.notification',
		/** "Signing is opt-in per subscription - unsigned by default. Once enabled, every delivery includes the three headers" */
		signatureHeader: 'x-tesouro-signature',
		keyIdHeader: 'x-tesouro-key-id',
		algorithmHeader: 'x-tesouro-algorithm',
		/** "Currently always hmac-sha512." */
		algorithm: 'hmac-sha512',
		/** An older edition of the same page: "Extract the signature from the X-Webhook-Signature header". */
		olderSignatureHeader: 'x-webhook-signature',
		/** "t is for replay-window checks", whose size is not documented: our choice. Each attempt has its own time. */
		signatureAgeSeconds: 300,
	},

	/** "AsyncReportsDetailsInput.description: at most 250 characters" */
	descriptionLength: 250,
	/** Paging advice is 500 to 1,000 for itemised reports and 100 for summaries; a list of requests is a summary. */
	pageSize: 100,
} as const;

/** A report request goes RECEIVED, FILE_GENERATED, READY, ALREADY_DOWNLOADED, or ends FAILED: our reading of the names. */
export const statusMeaning = new Map<string, 'started' | 'ready' | 'failed'>([
	['RECEIVED', 'started'],
	['FILE_GENERATED', 'started'],
	['READY', 'ready'],
	['ALREADY_DOWNLOADED', 'ready'],
	['FAILED', 'failed'],
]);
