/** Everything Tesouro documents that this package relies on, once. `seed` marks its downloadable-reports page. */
export const tesouro = {
	hosts: {
		production: 'https://api.tesouro.com',
		sandbox: 'https://api.sandbox.tesouro.com',
	},
	/** `fileUrl` in the documented sample lies on download.tesouro.com. */
	fileDomain: 'tesouro.com',
	paths: { signIn: '/openid/connect/token', graphql: '/graphql' },

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
