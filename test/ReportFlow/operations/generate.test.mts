import { createKnobs } from '../../../tools/sandbox/ReportFlow/knobs.mts';
import { generate } from '../../../nodes/ReportFlow/operations/generate';
import { useFastClock } from '../../fastClock.mts';
import { startCuttingProxy } from './cuttingProxy.mts';
import {
	countRequests,
	credentialsFor,
	invoice,
	invoiceParams,
	oldInvoice,
	readItem,
	runPdf,
	startPdfStage,
	turn,
	type PdfStage,
} from './pdfStage.mts';

let stage: PdfStage;
const clock = useFastClock(async () => await stage.sandbox.idle());
beforeAll(async () => (stage = await startPdfStage()));
afterAll(async () => await stage.close());
beforeEach(() => turn(stage, createKnobs()));

const made = () => stage.sandbox.files().length;

describe('with the file', () => {
	it('an item becomes a PDF with its values', async () => {
		const { items, error } = await runPdf(stage, 'generate', invoice);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		const pdf = await readItem(stage, items[0]!);
		expect(pdf.lines).toEqual(expect.arrayContaining(['customerName: Company A', 'total: 50000']));
		expect(items[0]!.binary!.data).toMatchObject({ fileName: 'invoice.pdf', mimeType: 'application/pdf' });
		expect(generate.output.parse(items[0]!.json)).toMatchObject({
			status: 'ready',
			files: [{ name: 'invoice.pdf', mediaType: 'application/pdf', encrypted: false }],
			details: { version: 3, shareType: 'workspace' },
		});
	});

	it('the older generation makes it with two keys, and only fields that it knows are sent', async () => {
		const { items, error } = await runPdf(stage, 'generate', oldInvoice, { credential: 'old' });
		expect(error).toBeUndefined();
		expect((await readItem(stage, items[0]!)).lines).toContain('customerName: Company A');
		const sent = stage.sandbox.requests.findLast(({ path }) => path.includes('/sync/single'))!;
		expect(sent.signIn).toBe('appkey+secretkey');
		expect(Object.keys((sent.body as { content: object }).content).sort()).toEqual(['fileName', 'params']);
	});

	it.each([{ fileMapping: 'none' }, { fileMapping: 'malformed' }, { syncStatus: '200' }] as const)(
		'the PDF is also found with %o',
		async (knobs) => {
			turn(stage, knobs);
			const { items, error } = await runPdf(stage, 'generate', invoice);
			expect(error).toBeUndefined();
			expect((await readItem(stage, items[0]!)).pages).toBe(1);
		},
	);

	it('each item has its own PDF, and stays paired with it', async () => {
		const rows = ['A', 'B', 'C'].map((name) => ({ json: { name } }));
		const { items } = await runPdf(
			stage,
			'generate',
			{
				...invoice,
				fileName: '={{ $json.name }}',
				parametersJson: '={{ { customerName: $json.name } }}',
				options: { whenNamesDiffer: 'ignore' },
			},
			{ items: rows },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		for (const [index, item] of items.entries()) {
			expect((await readItem(stage, item)).lines).toContain(`customerName: ${rows[index]!.json.name}`);
		}
	});

	it('share type, passcode and data to get back are sent as codes; the data is also in the PDF', async () => {
		const { items } = await runPdf(stage, 'generate', {
			...invoice,
			options: {
				shareType: 'public',
				passcodeEnabled: true,
				passthrough: { values: [{ name: 'order', value: '4711' }] },
			},
		});
		const { content } = stage.sandbox.requests.findLast(({ path }) => path.endsWith('/sync/single'))!
			.body as { content: { passthrough: Record<string, string> } };
		expect(content).toMatchObject({ shareType: '03', passcodeEnabled: true, passthrough: { order: '4711' } });
		expect(content.passthrough.cid).toMatch(/^w-[0-9a-f-]{36}$/);
		expect(items[0]!.json.details).toMatchObject({
			shareType: 'public',
			shareUrl: expect.stringMatching(/^http/) as string,
			passcodeEnabled: true,
			correlationId: content.passthrough.cid,
		});
		expect((await readItem(stage, items[0]!)).metadata).toContain('order=4711');
	});

	it('a file name with forbidden characters is replaced by an allowed one', async () => {
		const { items, error } = await runPdf(stage, 'generate', { ...invoice, fileName: 'Invoice 1/2: "A"?' });
		expect(error).toBeUndefined();
		expect(items[0]!.binary!.data!.fileName).toBe('Invoice 1_2_ _A__.pdf');
	});
});

describe('a request that may have run is never sent again automatically', () => {
	it.each([
		['the answer is lost', { loseAnswer: 'always' }, 1],
		['the time is up', { api: 'sync-timeout' }, 1],
		['ReportFlow fails', { api: 'error-500' }, 0],
		['ReportFlow is down', { api: 'down' }, 0],
	] as const)('when %s', async (_, knobs, pages) => {
		turn(stage, knobs);
		const before = made();
		const requests = countRequests(stage, '/sync/single');
		const { error } = await runPdf(
			stage,
			'generate',
			{ ...invoice, options: { whenNamesDiffer: 'ignore' }, version: 'number', versionNumber: 3 },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		);
		expect(error?.description).toContain('may have been made and billed');
		expect(countRequests(stage, '/sync/single') - requests).toBe(1);
		expect(made() - before).toBe(pages);
	});

	it('and with "Retry On Fail", nothing made in the first try is made again', async () => {
		const before = made();
		const rows = [{ json: { design: invoice.designId.value } }, { json: { design: 'unknown' } }];
		const { error } = await runPdf(
			stage,
			'generate',
			{
				...invoice,
				designId: { __rl: true, mode: 'id', value: '={{ $json.design }}' },
				version: 'number',
				versionNumber: 3,
				options: { whenNamesDiffer: 'ignore' },
			},
			{ items: rows, retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		);
		expect(error?.message).toContain('no such design');
		expect(made() - before).toBe(1);
	});

	it.each(['generate', 'generateMany'])(
		'but the file is fetched by its ID when the body breaks off in %s',
		async (operation) => {
			const before = made();
			const proxy = await startCuttingProxy(stage.sandbox.url);
			const credentials = credentialsFor(stage.sandbox).new!;
			stage.harness.saveCredentials({ new: { ...credentials, baseUrl: `${proxy.url}/v1` } });
			const { items, error } = await runPdf(stage, operation, invoice);
			stage.harness.saveCredentials({ new: credentials });
			await proxy.close();
			expect(error).toBeUndefined();
			expect((await readItem(stage, items[0]!)).lines).toContain('customerName: Company A');
			expect(proxy.cuts).toBe(1);
			expect(made() - before).toBe(1);
		},
	);

	it('unless ReportFlow answers 429: then it is sent again after the time that ReportFlow asks for', async () => {
		turn(stage, { api: 'rate-limited', retryAfter: 'seconds' });
		clock().after(300, () => turn(stage, { api: 'ok' }));
		const before = made();
		const { items, error } = await runPdf(stage, 'generate', {
			...invoice,
			version: 'number',
			versionNumber: 3,
			options: { whenNamesDiffer: 'ignore' },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(made() - before).toBe(1);
	});
});

describe('at once', () => {
	it('returns the IDs, which Download understands', async () => {
		const { items, error } = await runPdf(stage, 'generate', { ...invoice, when: 'atOnce' });
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ status: 'started', files: [{ name: 'invoice.pdf' }] });
		expect(items[0]!.binary).toBeUndefined();
		await stage.sandbox.idle();
		const fetched = await runPdf(stage, 'download', {}, { items });
		expect(fetched.error).toBeUndefined();
		expect((await readItem(stage, fetched.items[0]!)).lines).toContain('customerName: Company A');
	});

	it('passes on what ReportFlow says of the plan, on the item and in the panel', async () => {
		turn(stage, { plan: 'told' });
		const message = '480 of the 500 pages of this month are used.';
		for (const operation of ['generate', 'generateMany']) {
			const { items, hints } = await runPdf(stage, operation, { ...invoice, when: 'atOnce' });
			expect(items[0]!.json).toMatchObject({ details: { plan: { message, pagesLimit: 500 } } });
			expect(hints).toContainEqual(
				expect.objectContaining({ message: `ReportFlow says: ${message}`, type: 'info' }),
			);
		}
	});

	it('works in the older generation, too', async () => {
		const { items } = await runPdf(
			stage,
			'generate',
			{ ...oldInvoice, when: 'atOnce' },
			{ credential: 'old' },
		);
		await stage.sandbox.idle();
		const fetched = await runPdf(stage, 'download', {}, { items, credential: 'old' });
		expect(fetched.error).toBeUndefined();
		expect((await readItem(stage, fetched.items[0]!)).pages).toBe(1);
	});
});

describe('sleeping meanwhile', () => {
	const sleep = { ...invoice, when: 'sleep' };

	it('checks by itself for a while when it takes seconds', async () => {
		const before = made();
		const { items, execution } = await runPdf(stage, 'generate', sleep);
		expect(execution.status).toBe('success');
		expect((await readItem(stage, items[0]!)).lines).toContain('customerName: Company A');
		expect(made() - before).toBe(1);
	});

	it.each(['409', '404', '425', '202', '400'] as const)('reads %s as "not yet"', async (notReady) => {
		turn(stage, { notReady, job: 'stuck' });
		clock().after(1_000, () => stage.sandbox.finish([...stage.sandbox.generated.values()].at(-1)!));
		const { error, items } = await runPdf(stage, 'generate', sleep);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});

	it('leaves a longer wait to n8n, survives a restart, and generates nothing twice', async () => {
		turn(stage, { job: 'stuck' });
		const before = made();
		const rows = [{ json: {} }, { json: {} }];
		const { execution } = await runPdf(stage, 'generate', sleep, { items: rows });
		expect(execution.status).toBe('waiting');
		expect(made() - before).toBe(2);
		// The first of the two is done; the other one is not, and it waits again.
		const [one, other] = [...stage.sandbox.generated.values()].slice(-2);
		stage.sandbox.finish(one!);
		await stage.harness.resume(execution.id);
		expect(execution.status).toBe('waiting');
		await stage.harness.restart();
		stage.sandbox.finish(other!);
		await stage.harness.resume(execution.id);
		expect(execution.status).toBe('success');
		expect(execution.nodeOutput('ReportFlow').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
		expect(made() - before).toBe(2);
		expect(JSON.stringify(execution.data!.data.executionData?.contextData)).not.toContain('jobs');
	});

	it('starts a broken download again at the next check', async () => {
		turn(stage, { file: 'cut-off' });
		const before = made();
		clock().after(4_000, () => turn(stage, { file: 'ok' }));
		const { error, items } = await runPdf(stage, 'generate', sleep);
		expect(error).toBeUndefined();
		expect((await readItem(stage, items[0]!)).lines).toContain('customerName: Company A');
		expect(made() - before).toBe(1);
	});

	it('fails when the generation failed', async () => {
		turn(stage, { job: 'fails' });
		const { error } = await runPdf(stage, 'generate', sleep);
		expect(error?.message).toBe('ReportFlow could not make the PDF (status 422): PDF conversion failed');
		expect(error?.description).toContain('generate it again');
		expect(error?.description).not.toContain('It was generated');
	});

	it('fails with an error that says how to find a file that never comes', async () => {
		turn(stage, { job: 'stuck' });
		const { error } = await runPdf(stage, 'generate', { ...sleep, options: { minutesAtMost: 0.05 } });
		const requestId = [...stage.sandbox.generated.keys()].at(-1)!;
		expect(error?.message).toMatch(/^The PDF is late: not ready after 0.05 minutes/);
		expect(error?.description).toContain(`request ID ${requestId}`);
	});

	it('with "continue on fail" asks no more about a failed item while it waits for others', async () => {
		const before = countRequests(stage, '/async/single');
		const rows = [{ json: { design: 'unknown' } }, { json: { design: invoice.designId.value } }];
		const { items } = await runPdf(
			stage,
			'generate',
			{
				...sleep,
				designId: { __rl: true, mode: 'id', value: '={{ $json.design }}' },
				version: 'number',
				versionNumber: 3,
				options: { whenNamesDiffer: 'ignore' },
			},
			{ items: rows, onError: 'continueRegularOutput' },
		);
		expect(items).toHaveLength(2);
		expect(items[0]!.json.error).toContain('no such design');
		expect(items[1]!.json.status).toBe('ready');
		expect(countRequests(stage, '/async/single') - before).toBe(2);
	});
});

describe('the value of an expression in a field', () => {
	it.each([
		['Continue', { when: 'File' }],
		['Share With', { options: { shareType: 'Public' } }],
		['Share With', { options: { shareType: 'constructor' } }],
		['Ask for a Passcode', { options: { passcodeEnabled: 'no' } }],
		['If Values Are Missing or Misnamed', { options: { whenNamesDiffer: 'stop' } }],
		['Wait at Most (Minutes)', { when: 'sleep', options: { minutesAtMost: 'an hour' } }],
		['Maximum Download Size (MB)', { options: { megabytesAtMost: 'large' } }],
		['Values', { parametersBy: 'yaml' }],
	])('is refused before anything is generated when it is not a choice of "%s"', async (field, parameters) => {
		const before = made();
		const { error } = await runPdf(stage, 'generate', { ...invoice, ...parameters });
		expect(error?.message).toContain(`"${field}"`);
		expect(error?.description).toMatch(/\./);
		expect(made() - before).toBe(0);
	});
});

describe('data to get back that is too long for the headers of an immediate answer', () => {
	const long = {
		...invoice,
		options: { passthrough: { values: [{ name: 'note', value: '備考'.repeat(1_000) }] } },
	};

	it.each(['generate', 'generateMany'])('is refused by %s before anything is billed', async (operation) => {
		const before = made();
		const { error } = await runPdf(stage, operation, long);
		expect(error?.message).toContain('too long');
		expect(made() - before).toBe(0);
	});

	it('goes through the queue', async () => {
		const { error, items } = await runPdf(stage, 'generate', { ...long, when: 'sleep' });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});
});

describe('parameter names', () => {
	const params = { ...invoiceParams, custmerName: 'x', lines: [{ description: 'y', qty: 1 }] };
	const { total: _, ...given } = params;
	const differing = { ...invoice, parametersJson: JSON.stringify(given) };

	it('that differ give a warning in the item and the panel, since ReportFlow prints blanks', async () => {
		const { items, hints } = await runPdf(stage, 'generate', differing);
		expect(items[0]!.json.details).toMatchObject({
			unknownParameters: ['custmerName', 'lines[].qty'],
			missingParameters: ['total', 'lines[].quantity', 'lines[].unitPrice'],
		});
		expect(hints.map(({ message }) => message)).toEqual([
			'The design does not know custmerName, lines[].qty: these values are not in the PDF',
			'No value was given for total, lines[].quantity, lines[].unitPrice: the PDF is blank in these places',
		]);
	});

	it('that differ can be an error before anything is billed', async () => {
		const before = made();
		const { error } = await runPdf(stage, 'generate', {
			...differing,
			options: { whenNamesDiffer: 'error' },
		});
		expect(error?.message).toContain('the design does not know custmerName');
		expect(made() - before).toBe(0);
	});

	it('that differ in thousands are listed in a few lines', async () => {
		const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`name${index}`, 1]));
		const { error } = await runPdf(stage, 'generate', {
			...invoice,
			parametersJson: JSON.stringify({ ...invoiceParams, ...many }),
			options: { whenNamesDiffer: 'error' },
		});
		expect(error?.message).toContain('name0, ');
		expect(error!.message.length).toBeLessThan(1_000);
	});

	it('that match give no warning', async () => {
		const { hints } = await runPdf(stage, 'generate', invoice);
		expect(hints).toEqual([]);
	});
});

describe('the fields of the mapper', () => {
	it('become values: groups, tables, Japanese names', async () => {
		const { items, error } = await runPdf(stage, 'generate', {
			...invoice,
			parametersBy: 'fields',
			parameters: {
				mappingMode: 'defineBelow',
				value: {
					customerName: 'Company B',
					total: 7,
					'billTo/street': '2 Main Street',
					lines: '[{"description":"Work","quantity":1,"unitPrice":7}]',
					dueDate: null,
				},
				matchingColumns: [],
				schema: [
					{
						id: 'lines',
						displayName: 'lines',
						type: 'array',
						required: false,
						defaultMatch: false,
						display: true,
					},
				],
			},
		});
		expect(error).toBeUndefined();
		const { content } = stage.sandbox.requests.findLast(({ path }) => path.endsWith('/sync/single'))!
			.body as { content: { params: object } };
		expect(content.params).toEqual({
			customerName: 'Company B',
			total: 7,
			billTo: { street: '2 Main Street' },
			lines: [{ description: 'Work', quantity: 1, unitPrice: 7 }],
		});
		expect(items[0]!.json.details).toMatchObject({
			missingParameters: ['invoiceNumber', 'dueDate', 'isPaid', 'billTo.city'],
		});
	});

	it('filled automatically take only those values of the item that the design knows', async () => {
		await runPdf(
			stage,
			'generate',
			{
				...invoice,
				parametersBy: 'fields',
				parameters: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
			},
			{ items: [{ json: { ...invoiceParams, email: 'someone@example.com' } }] },
		);
		const { content } = stage.sandbox.requests.findLast(({ path }) => path.endsWith('/sync/single'))!
			.body as { content: { params: object } };
		expect(content.params).toEqual(invoiceParams);
	});
});
