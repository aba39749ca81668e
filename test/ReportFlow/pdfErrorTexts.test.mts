import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKnobs } from '../sandbox/reportflow/knobs.mts';
import type { Knobs } from '../sandbox/reportflow/sandbox.mts';
import {
	credentialsFor,
	invoice,
	oldInvoice,
	runPdf,
	startPdfBench,
	turn,
	type PdfBench,
} from './pdfBench.mts';

/**
 * What a user of the ReportFlow node sees when something goes wrong: the red line of the node, and the text below it.
 * Every error that ReportFlow documents, and what else its answers may be. `HOST` stands for the host of the sandbox.
 */
const correct =
	'Correct what the message names: the design, its version, the file name or the parameters. Nothing was generated.';
const keys =
	'Check them in the ReportFlow credential, and that they belong to its environment and workspace. After a key was regenerated, only the new one works; a sign-in may have to be connected anew.';
const design = 'Choose the design from the list again, and check its version. Nothing was generated.';
const mayHaveRun =
	'The PDF may have been made and billed all the same, so it was not sent again. Look for it in ReportFlow (the ReportFlow Trigger tells of it, too) before you run this step again. For large PDFs let the execution sleep until the file is there.';
const baseUrl =
	'Check the base URL in the ReportFlow credential; if it is right, ReportFlow changed its API: report it to the authors of this node.';
const missingKey =
	'Check "Kind of Key" in the ReportFlow credential: a workspace with an address of its own wants an application key and a secret key.';
const network = 'Check the network of this n8n (proxy, firewall, DNS), then try again.';
const again =
	'Check the base URL in the ReportFlow credential; if it is right, fetch the file again with Download.';

let bench: PdfBench;
let stuck: string;
let ready: { requestId: string; fileId: string };
beforeAll(async () => {
	bench = await startPdfBench({ bodyBytesAtMost: { new: 20_000, old: 20_000 } });
	await runPdf(bench, 'generate', { ...invoice, when: 'atOnce' });
	await bench.sandbox.idle();
	const [made] = [...bench.sandbox.generated.values()];
	ready = { requestId: made!.requestId, fileId: made!.files[0]!.fileId };
	turn(bench, { job: 'stuck' });
	await runPdf(bench, 'generate', { ...invoice, when: 'atOnce' });
	stuck = [...bench.sandbox.generated.keys()].at(-1)!;
});
afterAll(async () => await bench.close());
beforeEach(() => {
	turn(bench, createKnobs());
	bench.harness.saveCredentials(credentialsFor(bench.sandbox));
});

const plain = (text: string | null | undefined) =>
	text
		?.replace(/(localhost|127\.0\.0\.1):\d+/g, 'HOST')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');

interface Case {
	what: string;
	knobs?: Partial<Knobs>;
	parameters?: object;
	credential?: ICredentialDataDecryptedObject;
	old?: boolean;
	message: string;
	description: string;
}

async function expectText(operation: string, standard: object, given: Case): Promise<void> {
	turn(bench, given.knobs ?? {});
	const name = given.old ? 'old' : 'new';
	const known = credentialsFor(bench.sandbox);
	bench.harness.saveCredentials({ [name]: { ...known[name], ...given.credential } });
	const parameters = { ...(given.old ? oldInvoice : standard), ...given.parameters };
	const { error } = await runPdf(bench, operation, parameters, { credential: name });
	expect({ message: plain(error?.message), description: plain(error?.description) }).toEqual({
		message: given.message,
		description: given.description,
	});
}

/** Straight to the generation: nothing is looked up before it. */
const straight = { version: 'number', versionNumber: 3, options: { whenNamesDiffer: 'ignore' } };

const generating: Case[] = [
	{
		what: '400 with several messages',
		knobs: { api: 'bad-request' },
		message:
			'ReportFlow did not accept the request (status 400): designId must be a UUID; version must be an integer number',
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
		old: true,
		credential: { secretKey: 'sk_wrong' },
		message:
			'ReportFlow does not accept the keys or the sign-in of the credential (status 401): Invalid credentials',
		description: keys,
	},
	{
		what: '402',
		knobs: { api: 'quota' },
		message: 'The plan of this workspace does not allow it (status 402): The monthly page quota is used up',
		description:
			'Look at the plan and the pages that are left this month in ReportFlow. Nothing was generated.',
	},
	{
		what: '403',
		knobs: { api: 'forbidden' },
		message: 'ReportFlow does not allow this (status 403): Forbidden resource',
		description:
			'Check what the key or the sign-in may do, and the plan of the workspace: its pages of this month may be used up.',
	},
	{
		what: '404, no such design',
		parameters: { designId: { __rl: true, mode: 'id', value: 'nothing' } },
		message: 'ReportFlow has no such design or version (status 404): 指定したデザインが存在しません',
		description: design,
	},
	{
		what: '404, no such design on a workspace host',
		old: true,
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
		message: 'ReportFlow misses a key (status 412): 認証方式ヘッダーが存在しません',
		description: missingKey,
	},
	{
		what: '412 of a workspace host',
		old: true,
		credential: { secretKey: ' ' },
		message: 'ReportFlow misses a key (status 412): Missing authentication headers',
		description: missingKey,
	},
	{
		what: '413',
		parameters: { parametersJson: JSON.stringify({ customerName: 'x'.repeat(30_000) }) },
		message: 'The request is too large for ReportFlow (status 413): Payload Too Large',
		description:
			'Send fewer or smaller values, above all pictures, or fewer files at once. Nothing was generated.',
	},
	{
		what: '500',
		knobs: { api: 'error-500' },
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
		message: "ReportFlow's answer has an unknown form (status 200)",
		description: mayHaveRun,
	},
	{
		what: 'a redirect',
		knobs: { api: 'redirect-away' },
		message: 'The answer is not one of ReportFlow (status 302)',
		description: baseUrl,
	},
	{
		what: 'a wrong base URL',
		credential: { baseUrl: 'http://example.com/v1' },
		message: 'The base URL of the ReportFlow credential cannot be used',
		description:
			'Fill in a URL that begins with https:// and ends with /v1. Plain http is for this computer itself (localhost) alone, because the keys travel over it.',
	},
];

it.each(generating)(
	'generating: $what',
	async (given) => await expectText('generate', { ...invoice, ...straight }, given),
	60_000,
);

const downloading: Case[] = [
	{
		what: '404, no such file, or an expired one',
		knobs: { file: 'expired' },
		message: 'ReportFlow has no such file (any more) (status 404): 指定したファイルが存在しません',
		description:
			'Check the request ID and the file ID. ReportFlow deletes files after some time: generate it again then.',
	},
	{
		what: 'not ready (JOB.NOT_READY)',
		parameters: { what: 'zip', requestId: '={{ $json.stuck }}' },
		message: 'The PDF is not there yet (status 409): The job is not ready yet. Try again later.',
		description: 'Try again in a minute, or let Generate wait for it.',
	},
	{
		what: '403',
		knobs: { api: 'forbidden' },
		message: 'ReportFlow does not allow this (status 403): Forbidden resource',
		description:
			'Check what the key or the sign-in may do, and the plan of the workspace: its pages of this month may be used up.',
	},
	{
		what: 'something that is no PDF',
		knobs: { file: 'not-pdf' },
		message: 'What ReportFlow sent as invoice.pdf is no PDF. Nothing of it was kept',
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
		message: 'invoice.pdf is not whole: its end is missing. Nothing of it was kept',
		description: 'Fetch the file again with Download.',
	},
	{
		what: 'a body that breaks off',
		knobs: { file: 'cut-off' },
		message: 'The download broke off: the connection was cut off. Nothing of the file was kept',
		description: 'Run the step again. If the link works only once, request the report again.',
	},
	{
		what: 'a ZIP that is cut',
		knobs: { zip: 'truncated' },
		parameters: { what: 'unpacked' },
		message: 'The ZIP of ReportFlow cannot be used: it ends early. Nothing of it goes on',
		description:
			'Fetch it again with Download; generating it again is not needed. One PDF at a time works without a ZIP.',
	},
];

it.each(downloading)(
	'downloading: $what',
	async (given) => {
		const parameters = JSON.parse(
			JSON.stringify(given.parameters ?? {}).replace('={{ $json.stuck }}', stuck),
		) as object;
		await expectText('download', { what: 'file', ...ready }, { ...given, parameters });
	},
	60_000,
);

describe('what is asked again first, and told when it stays so', () => {
	it('429, six times', async () => {
		turn(bench, { api: 'rate-limited' });
		const before = bench.sandbox.requests.length;
		const { error } = await runPdf(bench, 'generate', { ...invoice, ...straight });
		expect(error?.message).toBe(
			'ReportFlow got too many requests (status 429): ThrottlerException: Too Many Requests',
		);
		expect(error?.description).toBe(
			'Try again in 1 second. If others use the same workspace, lower the requests a minute in the ReportFlow credential.',
		);
		expect(bench.sandbox.requests.length - before).toBe(6);
	}, 60_000);

	it('nobody there', async () => {
		const port = await freePort();
		const known = credentialsFor(bench.sandbox);
		bench.harness.saveCredentials({ new: { ...known.new, baseUrl: `http://127.0.0.1:${port}/v1` } });
		const started = Date.now();
		const running = runPdf(bench, 'generate', { ...invoice, ...straight });
		const { error } = await running;
		expect(plain(error?.message)).toBe('ReportFlow could not be reached at HOST: the connection was refused');
		expect(error?.description).toBe(network);
		// No connection came about, so it was tried again: nothing can have been generated.
		expect(Date.now() - started).toBeGreaterThan(4_000);
	}, 90_000);

	it('500 for a download', async () => {
		turn(bench, { file: 'error-500' });
		const before = bench.sandbox.requests.length;
		const { error } = await runPdf(bench, 'download', { what: 'file', ...ready });
		expect(error?.message).toBe('ReportFlow could not answer (status 500): Internal server error');
		expect(error?.description).toBe('Try again in a few minutes.');
		expect(bench.sandbox.requests.length - before).toBe(4);
	}, 90_000);
});

it('no error holds a key', async () => {
	const known = credentialsFor(bench.sandbox);
	turn(bench, { api: 'error-500' });
	const { error } = await runPdf(bench, 'generate', { ...oldInvoice, ...straight }, { credential: 'old' });
	const text = JSON.stringify([error, bench.harness.logs]);
	expect(text).not.toContain(known.old!.appKey);
	expect(text).not.toContain(known.old!.secretKey);
});

async function freePort(): Promise<number> {
	const server: Server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
