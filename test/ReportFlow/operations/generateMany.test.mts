import { generateMany } from '../../../nodes/ReportFlow/operations/generateMany';
import { createKnobs } from '../../../tools/sandbox/ReportFlow/knobs.mts';
import { useFastClock } from '../../fastClock.mts';
import {
	countRequests,
	invoice,
	oldInvoice,
	readItem,
	runPdf,
	startPdfStage,
	turn,
	type PdfStage,
	type RunOptions,
} from './pdfStage.mts';

let stage: PdfStage;
const clock = useFastClock(async () => await stage.sandbox.idle());
beforeAll(async () => (stage = await startPdfStage()));
afterAll(async () => await stage.close());
beforeEach(() => turn(stage, createKnobs()));

const made = () => stage.sandbox.files().length;
const rowsOf = (names: string[]) => names.map((name) => ({ json: { name } }));
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `row-${index}`);
const perRow = {
	fileName: '={{ $json.name }}.pdf',
	parametersJson: '={{ { customerName: $json.name } }}',
};

const run = async (names: string[], parameters: object = {}, options: RunOptions = {}) =>
	await runPdf(
		stage,
		'generateMany',
		{ ...(options.credential === 'old' ? oldInvoice : invoice), ...perRow, ...parameters },
		{ items: rowsOf(names), ...options },
	);

/** Each item holds the PDF of the row that it is paired with. */
async function expectPaired(items: Awaited<ReturnType<typeof run>>['items'], names: string[]) {
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(names.map((_, item) => ({ item })));
	for (const [index, item] of items.entries()) {
		expect((await readItem(stage, item)).lines).toContain(`customerName: ${names[index]}`);
		expect(generateMany.output.safeParse(item.json).success).toBe(true);
	}
}

describe.each(['file', 'sleep'])('continuing with "%s",', (when) => {
	it('many items are one request, and each gets its own PDF', async () => {
		const names = numbered(12);
		const before = stage.sandbox.generated.size;
		const { items, error } = await run(names, { when });
		expect(error).toBeUndefined();
		await expectPaired(items, names);
		expect(stage.sandbox.generated.size - before).toBe(1);
	});

	it('the older generation makes as many, without a ZIP to download', async () => {
		const names = numbered(3);
		const { items, error } = await run(names, { when }, { credential: 'old' });
		expect(error).toBeUndefined();
		await expectPaired(items, names);
	});

	it('more items than one request takes become several', async () => {
		const names = numbered(7);
		const before = stage.sandbox.generated.size;
		const { items } = await run(names, { when, options: { filesPerRequest: 3 } });
		await expectPaired(items, names);
		expect(stage.sandbox.generated.size - before).toBe(3);
	});

	it('two items with the same name go into different requests, and both keep the name', async () => {
		const names = ['same', 'Same', 'other', 'same'];
		const { items, error } = await run(names, { when });
		expect(error).toBeUndefined();
		await expectPaired(items, names);
		expect(items.map(({ binary }) => binary!.data!.fileName)).toEqual(names.map((name) => `${name}.pdf`));
	});

	it('each request gives one ZIP, paired with all its items', async () => {
		const { items, error } = await run(numbered(3), { when, form: 'zip' });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]!.binary!.data).toMatchObject({ fileName: 'files.zip', mimeType: 'application/zip' });
		expect(items[0]!.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[0]!.json.files).toHaveLength(3);
		// Download takes the single PDFs out of what stands there.
		const fetched = await runPdf(stage, 'download', {}, { items });
		expect(fetched.items).toHaveLength(3);
	});

	it.each(['stored', 'sizes-first', 'stored-sizes-first', 'zip64', 'parent-paths', 'missing-entry'] as const)(
		'a ZIP that is "%s" is read, or completed by single downloads',
		async (zip) => {
			turn(stage, { zip });
			const names = numbered(4);
			const before = made();
			const { items, error } = await run(names, { when });
			expect(error).toBeUndefined();
			await expectPaired(items, names);
			expect(made() - before).toBe(4);
		},
	);

	it.each(['append-if-missing', 'always-append', 'as-sent'] as const)(
		'files are found again when ReportFlow changes their names with "%s"',
		async (fileNames) => {
			turn(stage, { fileNames, fileMapping: when === 'file' ? 'none' : 'full' });
			const names = numbered(3);
			const { items, error } = await run(names, { when });
			expect(error).toBeUndefined();
			await expectPaired(items, names);
		},
	);
});

it('an immediate request names its files in a header of 16 KiB at most: more become several requests', async () => {
	const names = Array.from({ length: 60 }, (_, index) => `請求書の長い名前${index}`);
	const before = countRequests(stage, '/sync/multiple');
	const { items, error } = await run(names);
	expect(error).toBeUndefined();
	await expectPaired(items, names);
	expect(countRequests(stage, '/sync/multiple') - before).toBeGreaterThan(2);
});

it('a number of PDFs per request that is not a number is refused before anything is generated', async () => {
	const before = made();
	const { error } = await run(numbered(3), { options: { filesPerRequest: 'many' } });
	expect(error?.message).toContain('"PDFs per Request"');
	expect(made() - before).toBe(0);
});

it('"at once" returns an item for each PDF', async () => {
	const { items } = await run(numbered(3), { when: 'atOnce' });
	expect(items.map(({ json }) => json.status)).toEqual(['started', 'started', 'started']);
	const ids = items.map(({ json }) => (json.files as Array<{ id: string }>)[0]!.id);
	expect(new Set(ids).size).toBe(3);
});

it('one bad item stops all items before the first page is billed', async () => {
	const before = made();
	const { error } = await run(['a', '', 'b'], { fileName: '={{ $json.name }}' });
	expect(error?.message).toContain('The file name is missing');
	expect(made() - before).toBe(0);
});

it('with "continue on fail" one bad item fails alone', async () => {
	const { items } = await run(
		['a', '', 'b'],
		{ fileName: '={{ $json.name }}' },
		{ onError: 'continueRegularOutput' },
	);
	expect(items.map(({ json }) => json.error ?? json.status)).toEqual([
		'ready',
		expect.stringContaining('The file name is missing'),
		'ready',
	]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
});

it('with "continue on fail" a failed request fails for its own items', async () => {
	const { items } = await runPdf(
		stage,
		'generateMany',
		{
			...invoice,
			...perRow,
			designId: { __rl: true, mode: 'id', value: '={{ $json.name === "b" ? "unknown" : $json.design }}' },
			version: 'number',
			versionNumber: 3,
			options: { whenNamesDiffer: 'ignore' },
		},
		{
			items: ['a', 'b', 'c'].map((name) => ({ json: { name, design: invoice.designId.value } })),
			onError: 'continueRegularOutput',
		},
	);
	expect(items.map(({ json }) => json.error ?? json.status)).toEqual([
		'ready',
		expect.stringContaining('no such design'),
		'ready',
	]);
});

it('"Retry On Fail" sends nothing again that may have run, and fetches what was made', async () => {
	const before = made();
	turn(stage, { loseAnswer: 'once' });
	const { error } = await run(
		numbered(4),
		{ options: { filesPerRequest: 2 } },
		{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	);
	expect(error?.message).toContain('2 PDFs were requested in an earlier try');
	expect(made() - before).toBe(2);
});

it.each([
	'truncated',
	'no-directory',
	'cut-off',
	'flipped-byte',
	'encrypted',
	'not-zip',
	'not-pdf-entry',
] as const)(
	'a ZIP that is "%s" is an error, nothing of it is passed on, and it was made once',
	async (zip) => {
		turn(stage, { zip });
		const before = made();
		const { items, error } = await run(numbered(3), { when: 'sleep', options: { minutesAtMost: 0.05 } });
		expect(error).toBeDefined();
		expect(items).toEqual([]);
		expect(made() - before).toBe(3);
	},
);

it('a bomb is stopped at the limit', async () => {
	turn(stage, { zip: 'bomb' });
	const { error } = await run(numbered(2), { when: 'sleep', options: { megabytesAtMost: 20 } });
	expect(error?.message).toMatch(/is too large|is not a PDF/);
});

it('a ZIP that does not contain all files yet is waited for', async () => {
	turn(stage, { zip: 'missing-entry' });
	clock().after(3_000, () => turn(stage, { zip: 'ok' }));
	const { items, error } = await run(numbered(3), { when: 'sleep', form: 'zip' });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
});
