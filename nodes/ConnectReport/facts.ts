/** What ConnectReport delivers in a callback. */
export interface ConnectReportEvent {
	/** As the user chooses it. */
	value: string;
	/** `trigger` of the payload. */
	trigger: string;
	/** `status` of the payload, where it has one. */
	payloadStatus?: string;
	type: string;
	status: 'started' | 'ready' | 'failed';
	label: string;
	description: string;
	/** Whether the workflow starts for it unless the user chooses otherwise. */
	byDefault: boolean;
}

/**
 * One entry for each event, in alphabetical order. `trigger` is what the administrator chooses: "Pre report task", "Post report task".
 * "status: 'success' || 'failure'" is of the post trigger alone.
 */
const events: readonly ConnectReportEvent[] = [
	{
		value: 'failed',
		trigger: 'postReportTask',
		payloadStatus: 'failure',
		type: 'com.connectreport.report-task.failed',
		status: 'failed',
		label: 'Report Task Failed',
		description:
			'A report task has failed, with the reason. Needs a callback with the trigger Post report task.',
		byDefault: true,
	},
	{
		value: 'started',
		trigger: 'preReportTask',
		type: 'com.connectreport.report-task.started',
		status: 'started',
		label: 'Report Task Started',
		description: 'A report task is about to run. Needs a callback with the trigger Pre report task.',
		byDefault: false,
	},
	{
		value: 'succeeded',
		trigger: 'postReportTask',
		payloadStatus: 'success',
		type: 'com.connectreport.report-task.succeeded',
		status: 'ready',
		label: 'Report Task Succeeded',
		description: 'A report task has made its report. Needs a callback with the trigger Post report task.',
		byDefault: true,
	},
];

/**
 * Everything ConnectReport documents that this package relies on, once. Its documents describe callbacks, the header with
 * the key, and `GET /api/v1/reports`; its published sample (github.com/connectreport/javascript-samples) shows the calls of
 * its client, but no paths. `our reading` marks what no document says; the paths can be changed in the credential.
 */
export const connectReport = {
	/** "https://<SERVER_URL>/api/v1" */
	apiPath: '/api/v1',

	/** "X-Api-Key: <ACCESS_TOKEN>" */
	headers: { apiKey: 'X-Api-Key' },

	/**
	 * Where each thing lies: a verb, a path from `/api/v1/`, a query. Names in braces are filled in; a part of the query
	 * whose name has no value is left out.
	 */
	paths: {
		/** "GET /api/v1/reports" is documented; `getReports(1, undefined, reportTaskId)` shows a page and a task: our reading. */
		reports: 'GET reports?page={page}&reportTaskId={reportTaskId}',
		/** `getReport(reportId)`: our reading. */
		report: 'GET reports/{reportId}',
		/** `renderReport(reportId, "pdf")`, which gives a `jobId`: our reading. The type goes along in the body, too. */
		render: 'POST reports/{reportId}/render?type={type}',
		/** `getJob(jobId)`: our reading. */
		job: 'GET jobs/{jobId}',
		/** "GET {basePath}/api/v1/{location}?attachmentName={file name}", as in the sample. */
		file: 'GET {location}?attachmentName={fileName}',
		/** `createReportTask({ templateId, at, enabled, frequency, title })`: our reading. */
		newReportTask: 'POST report-tasks',
		/** Not documented: our reading. */
		reportTask: 'GET report-tasks/{reportTaskId}',
		/** Not documented: our reading. */
		template: 'GET templates/{templateId}',
	},
	/** Asked next when the first is not there: the other spelling. */
	otherPaths: { newReportTask: 'POST reportTasks', reportTask: 'GET reportTasks/{reportTaskId}' },

	/** `renderReport(reportId, "pdf")` is proven; "export it to XLSX format" is documented, its token is our reading. */
	formats: { pdf: 'pdf', excel: 'xlsx' },

	/** "`pending`, `complete`, `err`" are proven; their synonyms are our reading. Any other word is waited for. */
	jobWords: {
		done: ['complete', 'completed', 'done', 'success', 'succeeded', 'finished'],
		failed: ['err', 'error', 'failed', 'failure', 'cancelled', 'canceled'],
	},

	/** `frequency` of a task that runs at once, as in the sample. */
	runNow: 'Once - now',

	/**
	 * What an ID in a path must not contain. The examples are UUIDs; whether all IDs are is not documented: our reading, a
	 * wide one.
	 */
	notInIds: /[\s\p{Cc}/\\?#%]/u,
	idCharactersAtMost: 200,

	events,
	unrecognisedType: 'com.connectreport.unrecognised',

	/**
	 * Callbacks: "each time ConnectReport completes execution of a report task, the server will make an HTTP POST request
	 * to the Callback URL you configure". No signature, no retry, no id of a delivery, and no timeout are documented.
	 */
	callbacks: {
		/** `templateHtml` is the whole markup of a template. Our choice; n8n itself takes 16 MB unless told otherwise. */
		bytesAtMost: 16 * 1024 * 1024,
		/** Within this time of the first, the same bytes are a redelivery: our choice, `eventId.ts` says why. */
		redeliverySeconds: 30,
	},
} as const;

export type PathName = keyof typeof connectReport.paths;
