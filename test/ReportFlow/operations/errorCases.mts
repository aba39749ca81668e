import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Knobs } from '../../../tools/sandbox/ReportFlow/sandbox.mts';

/**
 * What a user of the ReportFlow node sees when something goes wrong: the red line of the node, and the text below it.
 * Every error that ReportFlow documents, and what else its answers may be. `pdfErrorTexts.test.mts` runs the node into
 * each of them; docs/reportflow-errors.md is written from this list. `HOST` stands for a host, `ID` for an ID.
 */
export interface ErrorCase {
	what: string;
	operation?: 'generate' | 'generateMany' | 'download';
	knobs?: Partial<Knobs>;
	parameters?: object;
	/** How the credential differs from a good one. */
	credential?: ICredentialDataDecryptedObject;
	signIn?: 'new' | 'old' | 'oauth';
	/** How many items come in; one unless told. */
	items?: number;
	/** What is downloaded: of a request that is ready, that waits in the queue, or that failed there. */
	of?: 'ready' | 'stuck' | 'failed';
	/** How often ReportFlow is asked until the node gives up, where that is more than once. */
	requests?: number;
	message: string;
	description: string;
}

const correct =
	'Correct what the message names: the design, its version, the file name or the parameters. Nothing was generated.';
const keys =
	'Check them in the ReportFlow credential, and that they belong to its environment and workspace. After a key was regenerated, only the new one works; with OAuth2, you may need to sign in again.';
const design = 'Choose the design from the list again, and check its version. Nothing was generated.';
const mayHaveRun =
	'The PDF may have been made and billed anyway, so the request was not sent again. Look for it in ReportFlow (the ReportFlow Trigger reports it, too) before you run this step again. For large PDFs, let the execution sleep until the file is ready.';
const baseUrl =
	'Check the base URL in the ReportFlow credential; if it is right, ReportFlow changed its API: report it to the authors of this node.';
const missingKey =
	'Check "Kind of Key" in the ReportFlow credential: a workspace with its own address needs an application key and a secret key.';
const network = 'Check the network of this n8n (proxy, firewall, DNS), then try again.';
const again =
	'Check the base URL in the ReportFlow credential; if it is right, fetch the file again with Download.';

/** What the node sees by itself. */
export const beforehand: ErrorCase[] = [
	{
		what: 'a design that an expression leaves empty',
		parameters: { designId: { __rl: true, mode: 'id', value: '={{ "" }}' } },
		message: 'No design is chosen',
		description: 'Choose a design from the list, or fill in its ID.',
	},
	{
		what: 'no file name',
		parameters: { fileName: ' ' },
		message: 'The file name is missing',
		description: 'Fill in "File Name", for example invoice-2026-001.pdf.',
	},
	{
		what: 'a version that is none',
		parameters: { version: 'number', versionNumber: 1.5 },
		message: 'The version must be a whole number',
		description: 'Versions of a design are 1, 2, 3 and so on.',
	},
	{
		what: 'values that are no JSON',
		parameters: { parametersJson: '{"customerName": ' },
		message: '"Parameters (JSON)" is not a JSON object',
		description: 'Fill in an object such as {"customerName": "Company A"}.',
	},
	{
		what: 'names that the design does not know, where that is to stop',
		parameters: {
			parametersJson: JSON.stringify({ custommerName: 'Ada' }),
			version: 'number',
			versionNumber: 1,
			options: { whenNamesDiffer: 'error' },
		},
		message:
			'The parameters do not fit the design: the design does not know custommerName; customerName, invoiceNumber, total are missing',
		description:
			'Correct the names, or choose "Warn" under "If Values Are Missing or Misnamed". Nothing was generated.',
	},
	{
		what: 'no value for any parameter',
		parameters: {
			parametersJson: JSON.stringify({
				customerName: '',
				custommerName: null,
				billTo: { city: '' },
				lines: [],
			}),
			version: 'number',
			versionNumber: 1,
		},
		message: 'No parameter of the design has a value: the PDF would be blank, and ReportFlow bills its pages',
		description:
			'Fill in the values, or choose "Don\'t Check" under "If Values Are Missing or Misnamed". Nothing was generated.',
	},
	{
		what: 'a name under "Pass-Through Data" that the node uses itself',
		parameters: { options: { passthrough: { values: [{ name: 'cid', value: '1' }] } } },
		message: 'The name cid under "Pass-Through Data" is taken: this node sends its own ID under it',
		description: 'Choose another name.',
	},
	{
		what: 'sharing on a workspace host',
		signIn: 'old',
		parameters: { options: { shareType: 'public' } },
		message: 'A workspace with its own address supports neither sharing nor pass-through data',
		description: 'Remove "Share With", "Ask for a Passcode" and "Pass-Through Data" from the options.',
	},
	{
		what: 'the latest version on a workspace host',
		signIn: 'old',
		parameters: { version: 'latest' },
		message: 'A workspace with its own address does not list its designs',
		description: 'Fill in the ID of the design by hand, and choose "By Number" under "Version".',
	},
	{
		what: 'a ZIP of a queued request on a workspace host',
		operation: 'generateMany',
		signIn: 'old',
		parameters: { when: 'sleep', form: 'zip' },
		message: 'A workspace with its own address offers no ZIP for a queued request',
		description: 'Choose "One Item per PDF" under "Output", or "When the PDF Is Ready" under "Continue".',
	},
	{
		what: 'an ID that cannot be one',
		operation: 'download',
		parameters: { what: 'file', requestId: '../designs', fileId: 'x' },
		message: 'The request ID is not an ID of ReportFlow',
		description: 'Fill in the request ID as ReportFlow gave it: letters, digits, - and _.',
	},
	{
		what: 'an item without a file',
		operation: 'download',
		parameters: { what: 'event' },
		message: 'The incoming item contains no report event with a file',
		description:
			'Connect this node after the ReportFlow Trigger or Generate, or choose by IDs under "PDFs to Download".',
	},
];

export const generating: ErrorCase[] = [
	{
		what: '400 with several messages',
		knobs: { api: 'bad-request' },
		message:
			'ReportFlow did not accept the request (status 400): designId must be a UUID; version must be an integer number',
		description: correct,
	},
	{
		what: '400 with one message: more files than a request may have (FILE_LIMIT_REACHED)',
		operation: 'generateMany',
		items: 3,
		parameters: { when: 'atOnce', fileName: '=invoice-{{ $itemIndex }}.pdf' },
		message: 'ReportFlow did not accept the request (status 400): At most 2 files can be made by one request',
		description: correct,
	},
	{
		what: '401',
		credential: { appKey: 'ak_wrong' },
		message:
			'ReportFlow does not accept the keys or the sign-in of the credential (status 401): 認証情報が不正です',
		description: keys,
	},
	{
		what: '401 of a workspace host',
		signIn: 'old',
		credential: { secretKey: 'sk_wrong' },
		message:
			'ReportFlow does not accept the keys or the sign-in of the credential (status 401): Invalid credentials',
		description: keys,
	},
	{
		what: '401 of a workspace host: the keys are those of another workspace (AUTH.WORKSPACE_MISMATCH)',
		signIn: 'old',
		credential: { baseUrl: 'OTHER_WORKSPACE' },
		message:
			'ReportFlow does not accept the keys or the sign-in of the credential (status 401): Invalid credentials',
		description: keys,
	},
	{
		what: 'OAuth2 with a wrong client secret',
		signIn: 'oauth',
		credential: { clientSecret: 'wrong' },
		message: 'There is no access token for ReportFlow',
		description:
			'Open the ReportFlow OAuth2 credential and connect it; for client credentials, check the client ID and secret.',
	},
	{
		what: 'OAuth2 without the scope pdf:generate (AUTH.FORBIDDEN)',
		signIn: 'oauth',
		credential: { scope: 'openid' },
		message: 'ReportFlow does not allow this (status 403): Forbidden resource',
		description:
			'Check the rights of the key or the sign-in, and the plan of the workspace: its pages for this month may be used up.',
	},
	{
		what: '402',
		knobs: { api: 'quota' },
		message: 'The plan of this workspace does not allow this (status 402): The monthly page quota is used up',
		description: 'Check in ReportFlow the plan and the pages left this month. Nothing was generated.',
	},
	{
		what: '403',
		knobs: { api: 'forbidden' },
		message: 'ReportFlow does not allow this (status 403): Forbidden resource',
		description:
			'Check the rights of the key or the sign-in, and the plan of the workspace: its pages for this month may be used up.',
	},
	{
		what: '404, no such design',
		parameters: { designId: { __rl: true, mode: 'id', value: 'nothing' } },
		message: 'ReportFlow has no such design or version (status 404): 指定したデザインが存在しません',
		description: design,
	},
	{
		what: '404, no such design on a workspace host',
		signIn: 'old',
		parameters: { designId: { __rl: true, mode: 'id', value: 'nothing' } },
		message: 'ReportFlow has no such design or version (status 404): Design not found',
		description: design,
	},
	{
		what: '404, no such version',
		parameters: { versionNumber: 99 },
		message: 'ReportFlow has no such design or version (status 404): 指定したバージョン(99)が存在しません',
		description: design,
	},
	{
		what: '412',
		credential: { appKey: ' ' },
		message: 'A key for ReportFlow is missing (status 412): 認証方式ヘッダーが存在しません',
		description: missingKey,
	},
	{
		what: '412 of a workspace host',
		signIn: 'old',
		credential: { secretKey: ' ' },
		message: 'A key for ReportFlow is missing (status 412): Missing authentication headers',
		description: missingKey,
	},
	{
		what: '413',
		parameters: { parametersJson: JSON.stringify({ customerName: 'x'.repeat(30_000) }) },
		message: 'The request is too large for ReportFlow (status 413): Payload Too Large',
		description:
			'Send fewer or smaller values (especially pictures), or fewer files at once. Nothing was generated.',
	},
	{
		what: '429, again and again',
		knobs: { api: 'rate-limited' },
		requests: 6,
		message: 'ReportFlow received too many requests (status 429): ThrottlerException: Too Many Requests',
		description:
			'Try again in 1 second. If others use the same workspace, lower the requests a minute in the ReportFlow credential.',
	},
	{
		what: '500',
		knobs: { api: 'error-500' },
		requests: 1,
		message: 'ReportFlow failed while generating (status 500): Internal server error',
		description: mayHaveRun,
	},
	{
		what: '503 with a page of HTML',
		knobs: { api: 'down' },
		message: 'ReportFlow failed while generating (status 503)',
		description: mayHaveRun,
	},
	{
		what: '504',
		knobs: { api: 'sync-timeout' },
		message: 'ReportFlow took too long to generate (status 504): Gateway Timeout',
		description: mayHaveRun,
	},
	{
		what: 'an answer that is lost',
		knobs: { loseAnswer: 'always' },
		message: 'ReportFlow could not be reached at HOST: the connection was cut off',
		description: mayHaveRun,
	},
	{
		what: 'an answer in the queue that breaks off',
		knobs: { api: 'cut-off' },
		parameters: { when: 'atOnce' },
		message: 'ReportFlow could not be reached at HOST: the connection was cut off',
		description: mayHaveRun,
	},
	{
		what: 'a login page for a PDF',
		knobs: { api: 'login-page' },
		message: 'ReportFlow sent text/html instead of a PDF. Nothing of it was kept',
		description: mayHaveRun,
	},
	{
		what: 'a login page for JSON',
		knobs: { api: 'login-page' },
		parameters: { when: 'atOnce' },
		message: "ReportFlow's answer has an unknown format (status 200)",
		description: mayHaveRun,
	},
	{
		what: 'a redirect',
		knobs: { api: 'redirect-away' },
		message: 'The answer does not come from ReportFlow (status 302)',
		description: baseUrl,
	},
	{
		what: 'nobody there',
		credential: { baseUrl: 'http://127.0.0.1:9/v1' },
		message: 'ReportFlow could not be reached at HOST: the connection was refused',
		description: network,
	},
	{
		what: 'a wrong base URL',
		credential: { baseUrl: 'http://example.com/v1' },
		message: 'The base URL of the ReportFlow credential cannot be used: it starts with http://',
		description:
			'Start with https://. Plain http works only for this computer itself (localhost), because the keys would be sent unencrypted.',
	},
];

export const downloading: ErrorCase[] = [
	{
		what: '404, no such file, or an expired one',
		knobs: { file: 'expired' },
		message: 'ReportFlow has no such file (any more) (status 404): 指定したファイルが存在しません',
		description:
			'Check the request ID and the file ID. ReportFlow deletes files after some time: generate it again then.',
	},
	{
		what: 'not ready (JOB.NOT_READY)',
		of: 'stuck',
		message: 'The PDF is not ready yet (status 409): The job is not ready yet. Try again later.',
		description: 'Try again in a minute, or let Generate wait for it.',
	},
	{
		what: '403',
		knobs: { api: 'forbidden' },
		message: 'ReportFlow does not allow this (status 403): Forbidden resource',
		description:
			'Check the rights of the key or the sign-in, and the plan of the workspace: its pages for this month may be used up.',
	},
	{
		what: '422, the generation failed in the queue (FILE.PDF_CONVERSION_FAILED)',
		of: 'failed',
		message: 'ReportFlow could not make the PDF (status 422): PDF conversion failed',
		description: 'Check the values in the request, then generate it again. Waiting longer does not help.',
	},
	{
		what: '500, again and again',
		knobs: { file: 'error-500' },
		requests: 4,
		message: 'ReportFlow could not answer (status 500): Internal server error',
		description: 'Try again in a few minutes.',
	},
	{
		what: 'something that is no PDF',
		knobs: { file: 'not-pdf' },
		message: 'What ReportFlow sent as invoice.pdf is not a PDF. Nothing of it was kept',
		description: again,
	},
	{
		what: 'a login page',
		knobs: { file: 'login-page' },
		message: 'ReportFlow sent text/html instead of a PDF. Nothing of it was kept',
		description: again,
	},
	{
		what: 'a PDF without its end',
		knobs: { file: 'truncated' },
		message: 'invoice.pdf is incomplete: its end is missing. Nothing of it was kept',
		description: 'Fetch the file again with Download.',
	},
	{
		what: 'a body that breaks off',
		knobs: { file: 'cut-off' },
		message: 'The download broke off: the connection was cut off. Nothing of the file was kept',
		description: 'Fetch the file again with Download.',
	},
	{
		what: 'a ZIP that is cut',
		knobs: { zip: 'truncated' },
		parameters: { what: 'unpacked' },
		message: 'The ZIP from ReportFlow cannot be used: it ends early. None of its files is passed on',
		description:
			'Fetch it again with Download; generating it again is not needed. One PDF at a time works without a ZIP.',
	},
];
