/** Everything ConnectReport documents that this package relies on, once. `our reading` marks what no document says. */
export const connectReport = {
	/**
	 * Callbacks: "each time ConnectReport completes execution of a report task, the server will make an HTTP POST request
	 * to the Callback URL you configure". No signature, no retry, no id of a delivery, and no timeout are documented.
	 */
	callbacks: {
		/** `trigger` of the payload, and what the administrator chooses: "Pre report task", "Post report task". */
		triggers: { pre: 'preReportTask', post: 'postReportTask' },
		/** "status: 'success' || 'failure'", of the post trigger alone. */
		statuses: { success: 'success', failure: 'failure' },
		events: {
			started: {
				label: 'Report Task Started',
				description: 'A report task is about to run. Needs a callback with the trigger Pre report task.',
				type: 'com.connectreport.report-task.started',
			},
			succeeded: {
				label: 'Report Task Succeeded',
				description: 'A report task has made its report. Needs a callback with the trigger Post report task.',
				type: 'com.connectreport.report-task.succeeded',
			},
			failed: {
				label: 'Report Task Failed',
				description:
					'A report task has failed, with the reason. Needs a callback with the trigger Post report task.',
				type: 'com.connectreport.report-task.failed',
			},
		},
		unrecognisedType: 'com.connectreport.unrecognised',
		/** What an ID may hold that is asked for at the API. All examples are UUIDs: our reading, wider. */
		idPattern: /^[A-Za-z0-9_-]{1,128}$/,
		/** `templateHtml` is the whole markup of a template. Our choice; n8n itself takes 16 MB unless told otherwise. */
		bytesAtMost: 16 * 1024 * 1024,
		/** How long the server waits is not documented, and a callback may hold up the task: our choice. */
		answerWithinMs: 3_000,
		/** Within this time of the first, the same bytes are a redelivery: our choice, `eventId.ts` says why. */
		redeliverySeconds: 30,
	},
} as const;
