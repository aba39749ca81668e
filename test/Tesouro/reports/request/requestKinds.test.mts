import type { INodeProperties } from 'n8n-workflow';
import { requestFields } from '../../../../nodes/Tesouro/reports/request/requestFields';
import { toWhere } from '../../../../nodes/Tesouro/reports/request/reportFilters';
import { findKind, reportKinds } from '../../../../nodes/Tesouro/reports/request/reportKinds';
import { startStage, type Stage } from '../../flow.mts';
import { recordSent, runReportNode, type ReportNodeOptions } from '../reportNode.mts';

let stage: Stage;
beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: 1 } })));
afterAll(async () => await stage.close());

const days = { range: 'custom', from: '2026-01-01', to: '2026-01-31' };
const january = { gte: '2026-01-01', lte: '2026-01-31' };
const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';

/** Requests a report that the sandbox, strict about its schema, accepts; gives back what it got. */
async function request(parameters: object, options: ReportNodeOptions = {}) {
	const { result, inputs } = await recordSent(stage, async () =>
		runReportNode(stage, 'request', { ...days, ...parameters }, options),
	);
	expect(result.error).toBeUndefined();
	return { items: result.items, hints: result.hints, input: inputs[0]! };
}

/** Every filter filled in, in the form that people type. */
const filled = (filters: readonly { name: string; form: string; values?: readonly string[] }[]) =>
	Object.fromEntries(
		filters.map(({ name, form, values = [] }) => {
			const byForm = {
				ids: ` ${one}, ${two} ,`,
				texts: 'USD,\nCAD',
				text: 'USD',
				choices: [...values],
				codes: 'a0000, D1001',
			};
			return [name, byForm[form as keyof typeof byForm]];
		}),
	);

describe('the request for each kind of report', () => {
	it.each(reportKinds.map((kind) => [kind.name, kind] as const))(
		'may have every date, every filter and all columns: %s',
		async (_, kind) => {
			for (const { name } of kind.dates) {
				const { input, items } = await request({
					kind: kind.value,
					daysOf: name,
					columns: 'all',
					filters: filled(kind.filters),
				});
				expect(Object.keys(input)).toEqual([kind.input]);
				const sent = input[kind.input]!;
				expect(sent[kind.report]).toEqual({ fields: [...kind.columns], fileType: 'CSV' });
				const where = { [name]: january, ...toWhere(kind.filters, filled(kind.filters)) };
				expect(sent.where).toEqual(kind.filterForm === undefined ? where : { [kind.filterForm]: where });
				expect(items[0]!.json.details).toMatchObject({
					kind: kind.value,
					daysOf: name,
					from: january.gte,
					to: january.lte,
				});
			}
		},
	);

	it('needs no days for the fees of given funds transfers', async () => {
		const { input, items } = await request({
			kind: 'fees',
			selectBy: 'transfers',
			transferIds: `${one},${two}`,
			filters: { feeType: ['SURCHARGE'] },
		});
		expect(input.feesInput!.where).toEqual({
			fundsTransferIdFeeFilter: { feeType: { in: ['SURCHARGE'] }, fundsTransferId: { in: [one, two] } },
		});
		expect(items[0]!.json.details).not.toHaveProperty('from');
	});

	it('is refused before it is sent for the fees of no funds transfer', async () => {
		const { result, count } = await recordSent(stage, async () =>
			runReportNode(stage, 'request', { kind: 'fees', selectBy: 'transfers', transferIds: ' , ' }),
		);
		expect(result.error?.message).toBe('There are no funds transfer IDs to report on');
		expect(count('CreateAsyncReport')).toBe(0);
	});

	it('ignores what is left over from another kind', async () => {
		const { input } = await request({
			kind: 'transactionSummaries',
			selectBy: 'transfers',
			daysOf: 'fundsReleaseDate',
			filters: { feeType: ['SURCHARGE'] },
		});
		expect(input.transactionSummariesInput!.where).toEqual({ transactionActivityDate: january });
	});

	it('names the file, and a compressed file has its own name', async () => {
		const { input } = await request({
			kind: 'fees',
			options: { isCompressed: true, fileName: 'fees.csv', compressedFileName: 'fees.csv.gz' },
		});
		expect(input.feesInput).toMatchObject({
			feesReportInput: { fileName: 'fees.csv' },
			asyncReportsDetailsInput: { isCompressed: true, compressedFileName: 'fees.csv.gz' },
		});
	});
});

describe('the panel', () => {
	/** What is shown, by n8n's rule: all conditions hold. */
	const shown = (values: Record<string, string>) =>
		requestFields.filter(({ displayOptions }) =>
			Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) =>
				(allowed as unknown[]).includes(values[name]),
			),
		);
	const optionsOf = (fields: INodeProperties[], name: string) =>
		fields
			.find((field) => field.name === name)
			?.options?.map((option) => ('value' in option ? option.value : option.name));

	it.each(reportKinds.map(({ value }) => value))(
		'shows each field once for %s, with its own choices',
		(value) => {
			const kind = findKind(value)!;
			for (const selectBy of ['days', 'transfers']) {
				const fields = shown({
					kind: value,
					range: 'custom',
					columns: 'choose',
					splitInto: 'partDays',
					selectBy,
				});
				const names = fields.map(({ name }) => name);
				expect(new Set(names).size).toBe(names.length);
				const byTransfers = selectBy === 'transfers' && kind.transferForm !== undefined;
				expect([value, names.includes('range'), names.includes('from')]).toEqual([
					value,
					!byTransfers,
					!byTransfers,
				]);
				expect(names.includes('transferIds')).toBe(byTransfers);
				expect(names.includes('daysOf')).toBe(!byTransfers && kind.dates.length > 1);
				expect(optionsOf(fields, 'chosenColumns')?.sort()).toEqual([...kind.columns].sort());
				const filters = byTransfers ? kind.transferForm!.filters : kind.filters;
				expect(optionsOf(fields, 'filters')?.sort()).toEqual(filters.map(({ name }) => name).sort());
			}
		},
	);
});

describe('the days with data', () => {
	const inTime = { from: '2026-01-05', to: '2026-01-20' };
	beforeEach(() => stage.sandbox.configure({ availability: inTime }));
	afterAll(() => stage.sandbox.configure({ availability: undefined }));
	const whereOf = (input: Awaited<ReturnType<typeof request>>['input']) =>
		input.paymentTransactionsInput!.where.transactionActivityDate;

	it('limit the range, and the item and a hint say so', async () => {
		const { input, items, hints } = await request({});
		expect(whereOf(input)).toEqual({ gte: '2026-01-05', lte: '2026-01-20' });
		expect(items[0]!.json.details).toMatchObject({
			from: '2026-01-05',
			to: '2026-01-20',
			wantedFrom: '2026-01-01',
			wantedTo: '2026-01-31',
		});
		expect(hints.map(({ message }) => message)).toEqual([
			'only 2026-01-05 to 2026-01-20 of the days from 2026-01-01 to 2026-01-31: Tesouro has no data for the others',
		]);
	});

	it('do not matter if the user says so', async () => {
		const { input, items, hints } = await request({ options: { onlyAvailableDays: false } });
		expect(whereOf(input)).toEqual(january);
		expect(items[0]!.json.details).not.toHaveProperty('wantedFrom');
		expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(/^Requested\./)]);
	});

	it('do not matter for dates without that information', async () => {
		const { input } = await request({ kind: 'fundingDisputeEvents', daysOf: 'dateOfEvent' });
		expect(input.fundingDisputeEventsInput!.where).toEqual({ dateOfEvent: january });
	});

	it('are an error when none is in the range, and nothing is requested', async () => {
		const { result, count } = await recordSent(stage, async () =>
			runReportNode(stage, 'request', { range: 'custom', from: '2026-02-01', to: '2026-02-28' }),
		);
		expect(result.error).toMatchObject({
			message:
				'Tesouro has no data for 2026-02-01 to 2026-02-28: by transaction activity, it has data from 2026-01-05 to 2026-01-20',
			description: expect.stringContaining('Only Available Days') as string,
		});
		expect(count('CreateAsyncReport')).toBe(0);
	});

	it('are requested once per run, not for each item', async () => {
		const items = [{ json: {} }, { json: {} }, { json: {} }];
		const { count } = await recordSent(stage, async () => runReportNode(stage, 'request', days, { items }));
		expect([count('ReportAvailability'), count('CreateAsyncReport')]).toEqual([1, 3]);
	});
});
