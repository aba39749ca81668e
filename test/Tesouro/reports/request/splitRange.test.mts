import { countDays } from '../../../../nodes/Tesouro/reports/request/dateRange';
import { halve, splitRange, type Cut } from '../../../../nodes/Tesouro/reports/request/splitRange';
import { startStage, type Stage } from '../../flow.mts';
import { recordSent, runReportNode, type ReportNodeOptions } from '../reportNode.mts';

const text = (parts: Array<{ gte: string; lte: string }> | undefined) =>
	parts?.map(({ gte, lte }) => `${gte}/${lte}`);

describe('the parts of a range', () => {
	const range = { gte: '2026-01-15', lte: '2026-03-02' };
	it.each<[Cut, string[]]>([
		['none', ['2026-01-15/2026-03-02']],
		['months', ['2026-01-15/2026-01-31', '2026-02-01/2026-02-28', '2026-03-01/2026-03-02']],
		[30, ['2026-01-15/2026-02-13', '2026-02-14/2026-03-02']],
		[1_000, ['2026-01-15/2026-03-02']],
	])('%s', (cut, parts) => expect(text(splitRange(range, cut))).toEqual(parts));

	it('weeks end on Sunday', () => {
		expect(text(splitRange({ gte: '2026-01-01', lte: '2026-01-13' }, 'weeks'))).toEqual([
			'2026-01-01/2026-01-04',
			'2026-01-05/2026-01-11',
			'2026-01-12/2026-01-13',
		]);
	});

	it.each<Cut>(['months', 'weeks', 1, 2, 9])('leave out no day and repeat none: %s', (cut) => {
		const whole = { gte: '2023-11-27', lte: '2024-03-09' };
		const parts = splitRange(whole, cut)!;
		expect(parts[0]!.gte).toBe(whole.gte);
		expect(parts.at(-1)!.lte).toBe(whole.lte);
		expect(parts.reduce((sum, part) => sum + countDays(part), 0)).toBe(countDays(whole));
		for (const [index, part] of parts.entries()) {
			expect(part.gte <= part.lte).toBe(true);
			if (index > 0) expect(countDays({ gte: parts[index - 1]!.lte, lte: part.gte })).toBe(2);
		}
	});

	it('are at most a thousand', () => {
		expect(splitRange({ gte: '2020-01-01', lte: '2022-09-26' }, 1)).toHaveLength(1_000);
		expect(splitRange({ gte: '2020-01-01', lte: '2022-09-27' }, 1)).toBeUndefined();
	});
});

it.each([
	['2026-01-01', '2026-01-31', '2026-01-01/2026-01-16', '2026-01-17/2026-01-31'],
	['2026-01-01', '2026-01-02', '2026-01-01/2026-01-01', '2026-01-02/2026-01-02'],
])('%s to %s is halved', (gte, lte, ...halves) => expect(text(halve({ gte, lte }))).toEqual(halves));

it('a single day cannot be halved', () =>
	expect(halve({ gte: '2026-01-01', lte: '2026-01-01' })).toBeUndefined());

describe('a request in parts', () => {
	let stage: Stage;
	beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: 1 } })));
	afterAll(async () => await stage.close());
	beforeEach(() => {
		stage.sandbox.reports.clear();
		stage.sandbox.configure({ knobs: { api: 'ok', daysAtMost: 'any' } });
	});

	const days = { range: 'custom', from: '2026-01-15', to: '2026-03-02' };
	const run = async (parameters: object, options: ReportNodeOptions = {}) =>
		await recordSent(stage, async () =>
			runReportNode(stage, 'request', { ...days, splitInto: 'months', ...parameters }, options),
		);
	type Details = { from: string; to: string };
	const ranges = (items: Array<{ json: object }>) =>
		items
			.map(({ json }) => (json as { details?: Details }).details)
			.map((one) => one && `${one.from}/${one.to}`);

	it('is one report and one item for each, all paired with the item they came from', async () => {
		const { result, inputs } = await run({ options: { fileName: 'fees.csv' } });
		expect(ranges(result.items)).toEqual([
			'2026-01-15/2026-01-31',
			'2026-02-01/2026-02-28',
			'2026-03-01/2026-03-02',
		]);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
		expect(
			inputs.map(({ paymentTransactionsInput: sent }) => sent!.paymentTransactionsReportInput),
		).toMatchObject([
			{ fileName: 'fees_2026-01-15_2026-01-31.csv' },
			{ fileName: 'fees_2026-02-01_2026-02-28.csv' },
			{ fileName: 'fees_2026-03-01_2026-03-02.csv' },
		]);
		const tags = inputs.map(({ paymentTransactionsInput: sent }) => sent!.asyncReportsDetailsInput.tags![0]);
		expect(new Set(tags).size).toBe(3);
	});

	it('halves ranges that Tesouro refuses', async () => {
		stage.sandbox.configure({ knobs: { daysAtMost: '20' } });
		const { result } = await run({});
		expect(result.error).toBeUndefined();
		expect(ranges(result.items)).toEqual([
			'2026-01-15/2026-01-31',
			'2026-02-01/2026-02-14',
			'2026-02-15/2026-02-28',
			'2026-03-01/2026-03-02',
		]);
	});

	it('fails at a single day', async () => {
		stage.sandbox.configure({ knobs: { api: 'payload-error' } });
		const { result, count } = await run({ from: '2026-02-01', to: '2026-02-28' });
		expect(result.error?.message).toContain('The report could not be created.');
		// 28, 14, 7, 4, 2 days and one: each time the first half.
		expect(count('CreateAsyncReport')).toBe(6);
	});

	it.each<[string, object]>([
		['where the user does not want it', { options: { halveWhenRefused: false } }],
		['of a report that is not split', { splitInto: 'none' }],
	])('does not halve %s', async (_, parameters) => {
		stage.sandbox.configure({ knobs: { daysAtMost: '20' } });
		const { result, count } = await run({ from: '2026-02-01', to: '2026-02-28', ...parameters });
		expect(result.error?.message).toContain('too long');
		expect(count('CreateAsyncReport')).toBe(1);
	});

	const partly = { options: { halveWhenRefused: false } };

	it('says which parts were requested before one failed', async () => {
		stage.sandbox.configure({ knobs: { daysAtMost: '20' } });
		const { result } = await run(partly);
		const [id] = stage.sandbox.reports.keys();
		expect(result.items).toEqual([]);
		expect(result.error?.message).toMatch(/^2026-02-01 to 2026-02-28: .*too long/);
		expect(result.error?.message).toContain(`Requested before: ${id} (2026-01-15 to 2026-01-31)`);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'passes on the requested parts when the node continues (%s)',
		async (onError) => {
			stage.sandbox.configure({ knobs: { daysAtMost: '20' } });
			const { result } = await run(partly, { items: [{ json: { kept: true } }], onError });
			const [good, bad] =
				onError === 'continueErrorOutput'
					? result.outputs
					: [result.items.slice(0, 1), result.items.slice(1)];
			expect(ranges(good!)).toEqual(['2026-01-15/2026-01-31']);
			expect(bad).toMatchObject([
				{
					json: {
						kept: true,
						error: expect.stringMatching(/too long.* x-request-id [0-9a-f-]{36}\./) as string,
					},
				},
			]);
		},
	);

	it('does not request finished parts again when n8n tries the node again', async () => {
		stage.sandbox.configure({ knobs: { daysAtMost: '20' } });
		const workflowId = 'parts';
		await run(partly, { workflowId });
		stage.sandbox.configure({ knobs: { daysAtMost: 'any' } });
		const { result, count } = await run(partly, { workflowId, mode: 'retry' });
		expect(ranges(result.items)).toHaveLength(3);
		expect(count('CreateAsyncReport')).toBe(2);
		expect(stage.sandbox.reports.size).toBe(3);
	});

	it('is refused when there would be too many', async () => {
		const { result } = await run({
			splitInto: 'days',
			from: '2020-01-01',
			to: '2026-01-01',
			options: { onlyAvailableDays: false },
		});
		expect(result.error?.message).toContain('more than a thousand reports');
	});
});
