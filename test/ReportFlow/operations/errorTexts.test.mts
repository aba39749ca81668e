import { mayHaveRun, statusError } from '../../../nodes/ReportFlow/api/statusErrors';
import { createKnobs } from '../../../tools/sandbox/ReportFlow/knobs.mts';
import { useFastClock } from '../../fastClock.mts';
import { beforehand, downloading, generating, type ErrorCase } from './errorCases.mts';
import {
	credentialsFor,
	invoice,
	oldInvoice,
	runPdf,
	startPdfStage,
	turn,
	type PdfStage,
} from './pdfStage.mts';

// The texts themselves are in errorCases.mts.

let stage: PdfStage;
useFastClock(async () => await stage.sandbox.idle());
let ids: Record<NonNullable<ErrorCase['of']>, { requestId: string; fileId: string }>;
beforeAll(async () => {
	stage = await startPdfStage({ bodyBytesAtMost: { new: 20_000, old: 20_000 }, filesPerRequest: 2 });
	ids = { ready: await queue('completes'), stuck: await queue('stuck'), failed: await queue('fails') };
});
afterAll(async () => await stage.close());
beforeEach(() => {
	turn(stage, createKnobs());
	stage.harness.saveCredentials(credentialsFor(stage.sandbox));
});

/** The IDs of a PDF that is asked for while the queue does so. */
async function queue(job: 'completes' | 'stuck' | 'fails') {
	turn(stage, { job });
	await runPdf(stage, 'generate', { ...invoice, when: 'atOnce' });
	await stage.sandbox.idle();
	const { requestId, files } = [...stage.sandbox.generated.values()].at(-1)!;
	return { requestId, fileId: files[0]!.fileId };
}

const plain = (text: string | null | undefined) =>
	text
		?.replace(/(localhost|127\.0\.0\.1):\d+/g, 'HOST')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
		.replaceAll(new RegExp([...stage.sandbox.generated.keys()].join('|') || '(?!)', 'g'), 'ID');

async function expectText(operation: string, standard: object, given: ErrorCase): Promise<void> {
	turn(stage, given.knobs ?? {});
	const { signIn = 'new', items = 1, credential } = given;
	const known = credentialsFor(stage.sandbox)[signIn]!;
	const other = String(known['baseUrl']).replace(stage.sandbox.workspaceId, 'ws_of_others');
	const changed = JSON.parse(JSON.stringify(credential ?? {}).replace('OTHER_WORKSPACE', other)) as object;
	stage.harness.saveCredentials({ [signIn]: { ...known, ...changed } });
	const before = stage.sandbox.requests.length;
	const { error } = await runPdf(
		stage,
		given.operation ?? operation,
		{ ...standard, ...given.parameters },
		{ credential: signIn, items: Array.from({ length: items }, () => ({ json: {} })) },
	);
	expect({ message: plain(error?.message), description: plain(error?.description) }).toEqual({
		message: given.message,
		description: given.description,
	});
	const requests = stage.sandbox.requests.length - before;
	if (given.requests !== undefined) expect(requests).toBe(given.requests);
}

const invoiceFor = ({ signIn }: ErrorCase) => (signIn === 'old' ? oldInvoice : invoice);
/** Straight to the generation: nothing is looked up before it. */
const straight = { version: 'number', versionNumber: 3, options: { whenNamesDiffer: 'ignore' } };

it.each(beforehand)('fails before anything is billed: $what', async (given) => {
	const before = stage.sandbox.files().length;
	await expectText('generate', invoiceFor(given), given);
	expect(stage.sandbox.files().length - before).toBe(0);
});

it.each(generating)(
	'fails while generating: $what',
	async (given) => await expectText('generate', { ...invoiceFor(given), ...straight }, given),
	90_000,
);

it.each(downloading)(
	'fails while downloading: $what',
	async (given) => await expectText('download', { what: 'file', ...ids[given.of ?? 'ready'] }, given),
	90_000,
);

describe('an undocumented answer', () => {
	const answer = (status: number, message?: string) => ({
		status,
		headers: {},
		body: message === undefined ? '<html>' : { statusCode: status, message },
	});

	it.each([408, 499])('to a generation says nothing about its result: %i', (status) => {
		expect(statusError(answer(status), 'generate')).toMatchObject({
			remedy: mayHaveRun,
			outcomeUnknown: true,
		});
	});

	it('to a generation with 409 does not mean "not yet"', () => {
		expect(statusError(answer(409, 'Conflict'), 'generate')).toMatchObject({
			message: 'ReportFlow did not accept the request (status 409): Conflict',
			temporary: false,
		});
	});

	it.each(['generate', 'lookUp', 'download'] as const)(
		'with 404 for an unknown address says so (%s)',
		(purpose) => {
			expect(statusError(answer(404, 'Cannot POST /file/sync/single'), purpose)).toMatchObject({
				message: expect.stringContaining('The ReportFlow API is elsewhere') as string,
				remedy: expect.stringContaining('ends with /v1') as string,
			});
		},
	);
});

it('no error contains a key', async () => {
	const known = credentialsFor(stage.sandbox);
	turn(stage, { api: 'error-500' });
	const { error } = await runPdf(stage, 'generate', { ...oldInvoice, ...straight }, { credential: 'old' });
	const text = JSON.stringify([error, stage.harness.logs]);
	expect(text).not.toContain(known.old!.appKey);
	expect(text).not.toContain(known.old!.secretKey);
});
