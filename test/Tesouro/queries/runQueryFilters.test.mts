import { stopInFirstPause } from '../../fastClock.mts';
import { presetRange } from '../../../nodes/Tesouro/reports/request/dateRange';
import {
	ROWS_PER_DAY,
	ONE_DAY,
	ALL,
	stage,
	run,
	inputs,
	json,
	anotherId,
	useRunQueryStage,
} from './runQueryStage.mts';

useRunQueryStage();

const anId = '00000000-0000-4000-8000-000000000001';

describe('filters', () => {
	it('of every kind are sent in their own form', async () => {
		await run('paymentTransactions', {
			...ONE_DAY,
			filters: {
				acceptorId: `${anId}, ${anotherId}`,
				paymentBrand: ['VISA', 'ACH'],
				transactionCurrency: 'USD,CAD',
				transactionReference: 'order-1',
				processorResponseCode: 'A0000',
				paymentId: '',
			},
		});
		expect(inputs()[0]!.where).toEqual({
			transactionActivityDate: { gte: '2026-01-05', lte: '2026-01-05' },
			acceptorId: { in: [anId, anotherId] },
			paymentBrand: { in: ['VISA', 'ACH'] },
			transactionCurrency: { in: ['USD', 'CAD'] },
			transactionReference: { in: ['order-1'] },
			processorResponseCode: { in: ['A0000'] },
		});
	});

	it('narrow down the rows', async () => {
		const result = await run('authorizationSummaries', {
			...ONE_DAY,
			filters: { acceptorId: anId, transactionCurrency: 'USD' },
		});
		expect(result.items.length).toBeGreaterThan(0);
		expect(result.items.length).toBeLessThan(ROWS_PER_DAY);
		for (const row of json(result)) {
			expect(row).toMatchObject({ acceptor: { id: anId }, transactionCurrency: 'USD' });
		}
		expect(inputs()[0]!.where.transactionCurrency).toBe('USD');
	});

	it('find a payment without days', async () => {
		const [first] = json(await run('achReturns', { ...ONE_DAY, limit: 1 }));
		const found = await run('achReturns', { range: 'any', filters: { id: first!.id } });
		expect(json(found)).toEqual([first]);
		expect(inputs().at(-1)!.where).toEqual({ id: { in: [first!.id] } });
	});

	it('accept the codes of returns in lower case, too', async () => {
		const { error } = await run('achReturns', { ...ONE_DAY, filters: { reasonCode: 'r01, R02' } });
		expect(error).toBeUndefined();
		expect(inputs()[0]!.where.reasonCode).toEqual({ in: ['R01', 'R02'] });
	});

	it.each(['paymentId', 'transactionId', 'transactionReference'])(
		'find payment transactions without days by %s',
		async (name) => {
			const { error } = await run('paymentTransactions', { range: 'any', filters: { [name]: anId } });
			expect(error).toBeUndefined();
			expect(inputs()[0]!.where).toEqual({ [name]: { in: [anId] } });
		},
	);

	it.each(['fees', 'allocations'])('for %s by funds transfer use another form', async (name) => {
		const { error } = await run(name, {
			range: 'any',
			filters: { fundsTransferId: anId, feeType: ['SURCHARGE'] },
		});
		expect(error).toBeUndefined();
		expect(inputs()[0]!.where).toEqual({
			fundsTransferIdFeeFilter: { fundsTransferId: { in: [anId] }, feeType: { in: ['SURCHARGE'] } },
		});
	});

	it.each<[string, string, object, string]>([
		[
			'an ID that is none',
			'fees',
			{ ...ONE_DAY, filters: { acceptorId: 'store-1' } },
			'"store-1" under "Acceptor IDs" is not a Tesouro ID',
		],
		[
			'two currencies where one goes',
			'fees',
			{ ...ONE_DAY, filters: { fundingCurrency: 'USD,CAD' } },
			'"Funding Currency" takes one value only',
		],
		['neither days nor a filter', 'fees', { range: 'any' }, 'There is neither a range of days nor a filter'],
		[
			'no days where they have to be',
			'authorizationSummaries',
			{ range: 'any', filters: { acceptorId: anId } },
			'Authorization Summaries: a period is required',
		],
		[
			'payment transactions by an acceptor alone',
			'paymentTransactions',
			{ range: 'any', filters: { acceptorId: anId } },
			'Payment Transactions cannot be looked up by these filters alone',
		],
		[
			'days and payments of ACH changes',
			'achNotificationsOfChange',
			{ ...ONE_DAY, filters: { paymentId: anId } },
			'This report takes either days or payment IDs, not both',
		],
		[
			'days and a funds transfer of fees',
			'fees',
			{ ...ONE_DAY, filters: { fundsTransferId: anId } },
			'The rows of a funds transfer cannot be narrowed down by days or anything but fee types',
		],
		[
			'a date of another report',
			'fees',
			{ ...ONE_DAY, daysOf: 'dateOfEvent' },
			'Fees cannot be chosen by "dateOfEvent"',
		],
		[
			'an end before the beginning',
			'fees',
			{ range: 'custom', from: '2026-02-01', to: '2026-01-01' },
			'"From" (2026-02-01) is later than "To" (2026-01-01)',
		],
		['a report that there is not', 'invoices', ONE_DAY, 'There is no report "invoices" to query'],
		[
			'fields that are none',
			'fees',
			{ ...ONE_DAY, options: { fields: 'id }' } },
			'"Fields" is not a list of fields',
		],
	])('are refused before anything is sent: %s', async (_, query, parameters, message) => {
		const { error } = await run(query, parameters);
		expect(error?.message).toBe(message);
		expect(error?.description).toEqual(expect.any(String));
		expect(inputs()).toEqual([]);
	});
});

describe('the rest of the panel', () => {
	it('orders summaries', async () => {
		const options = { sortBy: 'TRANSACTION_AMOUNT', sortDirection: 'DESC' };
		const rows = json(await run('paymentTransactionSummaries', { ...ONE_DAY, options }));
		const amounts = rows.map(({ transactionAmount }) => transactionAmount as number);
		expect(amounts).toEqual([...amounts].sort((one, other) => other - one));
		expect(inputs()[0]!.orderBy).toEqual([{ field: 'TRANSACTION_AMOUNT', sortDirection: 'DESC' }]);
	});

	it('accepts other fields and another page size', async () => {
		const options = { fields: 'id acceptor { reference }', pageSize: 7 };
		const result = await run('fundingDisputeEvents', { ...ONE_DAY, ...ALL, options });
		expect(result.items).toHaveLength(ROWS_PER_DAY);
		expect(Object.keys(json(result)[0]!).sort()).toEqual(['acceptor', 'id']);
		expect(inputs()).toHaveLength(Math.ceil(ROWS_PER_DAY / 7));
	});

	it.each(['yesterday', 'lastMonth', 'last7Days'] as const)(
		'reads %s in the time zone of the workflow',
		async (range) => {
			const timezone = 'Pacific/Auckland';
			await run('feeSummaries', { range, limit: 1 }, { settings: { timezone } });
			expect(inputs()[0]!.where.feeActivityDate).toEqual(presetRange(range, timezone, new Date()));
		},
	);

	it('continues with the next item after a failure if the node continues on fail', async () => {
		const items = [{ json: { from: 'nonsense' } }, { json: { from: '2026-01-05' } }];
		const parameters = { range: 'custom', from: '={{ $json.from }}', to: '2026-01-05', limit: 1 };
		const result = await run('fees', parameters, { items, onError: 'continueRegularOutput' });
		expect(json(result)).toEqual([
			{ from: 'nonsense', error: '"From" or "To" is not a date. Fill in both, for example 2026-01-31.' },
			expect.objectContaining({ activityDate: '2026-01-05' }),
		]);
	});

	it('stops when the execution is cancelled', async () => {
		const stop = new AbortController();
		stage.sandbox.configure({ knobs: { api: 'error-500' } });
		stopInFirstPause(stop);
		await run('fees', ONE_DAY, { signal: stop.signal });
		jest.restoreAllMocks();
	});
});
