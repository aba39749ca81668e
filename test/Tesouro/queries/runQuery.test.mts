import { stopInFirstPause } from '../../fastClock.mts';
import type { INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { parseExactJson } from '../../../nodes/Tesouro/api/exactJson';
import { presetRange } from '../../../nodes/Tesouro/reports/request/dateRange';
import { reportQueries } from '../../../nodes/Tesouro/queries/reportQueries';
import { afterSignIn, startHost } from '../api/apiStage.mts';
import { flow, startStage, type Stage } from '../flow.mts';

const ROWS_PER_DAY = 30;
const JANUARY = { range: 'custom', from: '2026-01-01', to: '2026-01-31' };
const ONE_DAY = { range: 'custom', from: '2026-01-05', to: '2026-01-05' };
const ALL = { returnAll: true };

let stage: Stage;
beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: ROWS_PER_DAY } })));
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.sandbox.configure({ knobs: { api: 'ok', graphql: 'ok', paging: 'ok', apiSchema: '2026' } });
	stage.sandbox.requests.length = 0;
});

interface RunOptions {
	items?: INodeExecutionData[];
	settings?: IWorkflowSettings;
	onError?: 'continueRegularOutput';
	signal?: AbortSignal;
	credential?: Record<string, string>;
}

const run = async (query: string, parameters: object, options: RunOptions = {}) => {
	const { items = [], settings, onError, signal, credential = stage.credentials.tesouro! } = options;
	return await stage.harness.runNode(
		{
			...flow({}, { name: 'Tesouro' }).nodes[1]!,
			...(onError && { onError }),
			parameters: { resource: 'report', operation: 'runQuery', query, ...parameters } as Record<
				string,
				string
			>,
		},
		items,
		{
			credentials: { ...stage.credentials, tesouro: credential },
			...(settings && { settings }),
			...(signal && { signal }),
		},
	);
};

interface Input {
	where: Record<string, unknown>;
	paging: { skip: number; take: number };
	orderBy?: unknown;
}
const inputs = () =>
	stage.sandbox.requests.flatMap(({ graphql }) =>
		graphql ? [(graphql.variables as { input: Input }).input] : [],
	);
const json = ({ items }: { items: INodeExecutionData[] }) => items.map((item) => item.json);

describe.each(reportQueries.map((query) => [query.name, query] as const))('%s', (name, query) => {
	it('returns one item for each row, with all of its fields', async () => {
		const { error, items } = await run(name, ONE_DAY);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(ROWS_PER_DAY);
		const asked = query.selection.match(/^\t\w+/gm)!.map((field) => field.trim());
		for (const field of asked) expect(items[0]!.json).toHaveProperty(field);
		expect(items[0]!.pairedItem).toEqual({ item: 0 });
		const owner = name === 'fundingDisbursementReturns' ? 'organization' : 'acceptor';
		expect(items[0]!.json).toMatchObject({
			[owner]: { id: expect.any(String) as string, businessName: expect.any(String) as string },
		});
		expect(inputs()).toHaveLength(1);
	});

	it('uses the page size of its kind', async () => {
		const { items } = await run(name, { ...JANUARY, ...ALL });
		const size = query.isSummary ? 100 : 500;
		expect(items).toHaveLength(31 * ROWS_PER_DAY);
		expect(new Set(items.map((item) => JSON.stringify(item.json))).size).toBe(31 * ROWS_PER_DAY);
		expect(inputs().map(({ paging }) => paging)).toEqual(
			Array.from({ length: Math.ceil((31 * ROWS_PER_DAY) / size) }, (_, page) => ({
				skip: page * size,
				take: size,
			})),
		);
	});

	it('selects days by each of its dates', async () => {
		for (const date of query.dates) {
			stage.sandbox.requests.length = 0;
			const { error } = await run(name, { ...ONE_DAY, daysOf: date.name });
			expect(error).toBeUndefined();
			const { where } = inputs()[0]!;
			const own = (where.standardFeeFilter as object | undefined) ?? where;
			expect(own).toEqual({ [date.name]: { gte: '2026-01-05', lte: '2026-01-05' } });
		}
	});
});

describe('how many rows', () => {
	it('are returned: no more than the limit, in as few and small pages as possible', async () => {
		const { items } = await run('fees', { ...JANUARY, limit: 520 });
		expect(items).toHaveLength(520);
		expect(inputs().map(({ paging }) => paging)).toEqual([
			{ skip: 0, take: 500 },
			{ skip: 500, take: 20 },
		]);
	});

	it('are returned by default: 50', async () => {
		expect((await run('fees', JANUARY)).items).toHaveLength(50);
	});

	it('are returned when there are none: none', async () => {
		const { items, error } = await run('fees', { ...ONE_DAY, filters: { acceptorId: anotherId } });
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});

	it('may be exactly as many as allowed', async () => {
		const { items } = await run('fees', { ...ONE_DAY, ...ALL, options: { rowsAtMost: ROWS_PER_DAY } });
		expect(items).toHaveLength(ROWS_PER_DAY);
	});

	it('may not be one more than allowed: that is an error, not a part of the report', async () => {
		const { error, items } = await run('fees', {
			...ONE_DAY,
			...ALL,
			options: { rowsAtMost: ROWS_PER_DAY - 1 },
		});
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: 'The report has more than 29 rows',
			description:
				'Choose fewer days, or request the report as a file. If n8n has the memory, raise "Maximum Rows" under "Options".',
		});
	});

	it('are returned for each incoming item', async () => {
		const items = [{ json: { day: '2026-01-05' } }, { json: { day: '2026-01-06' } }];
		const result = await run(
			'fees',
			{ range: 'custom', from: '={{ $json.day }}', to: '={{ $json.day }}', limit: 2 },
			{ items },
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
		expect(json(result).map(({ activityDate }) => activityDate)).toEqual([
			'2026-01-05',
			'2026-01-05',
			'2026-01-06',
			'2026-01-06',
		]);
	});
});

describe('pages', () => {
	it('lose no rows when they are smaller than requested', async () => {
		stage.sandbox.configure({ knobs: { paging: 'capped' } });
		const { items } = await run('fees', { ...ONE_DAY, ...ALL });
		expect(items).toHaveLength(ROWS_PER_DAY);
		expect(new Set(items.map((item) => JSON.stringify(item.json))).size).toBe(ROWS_PER_DAY);
	});

	it.each([
		['repeating', 'Tesouro returned the same page of rows twice, after 100 rows; none of them are passed on'],
		[
			'empty',
			'Tesouro returned an empty page and says that more rows follow, after 100 rows; none of them are passed on',
		],
	] as const)('are an error when they are %s', async (paging, message) => {
		stage.sandbox.configure({ knobs: { paging } });
		const { error, items } = await run('feeSummaries', { ...JANUARY, ...ALL });
		expect(items).toEqual([]);
		expect(error?.message).toBe(message);
	});

	it('with identical rows are not a repetition', async () => {
		let asked = 0;
		const host = await startHost(
			afterSignIn((response) => {
				const rows = Array.from({ length: 100 }, () => ({ paymentBrand: 'VISA' }));
				const pageInfo = { hasNextPage: ++asked < 3 };
				response.end(JSON.stringify({ data: { feeSummaries: { items: rows, pageInfo } } }));
			}),
		);
		const { error, items } = await run(
			'feeSummaries',
			{ ...JANUARY, ...ALL, options: { fields: 'paymentBrand' } },
			{ credential: { ...stage.credentials.tesouro!, baseUrl: host.url } },
		);
		await host.close();
		expect(error).toBeUndefined();
		expect(items).toHaveLength(300);
	});

	it('say how many rows were read when one fails', async () => {
		let asked = 0;
		const host = await startHost(
			afterSignIn((response) => {
				if (++asked > 2) return void response.writeHead(400).end('{"message":"Too far"}');
				const rows = Array.from({ length: 100 }, (_, index) => ({ id: `${asked}-${index}` }));
				response.end(
					JSON.stringify({ data: { feeSummaries: { items: rows, pageInfo: { hasNextPage: true } } } }),
				);
			}),
		);
		const { error, items } = await run(
			'feeSummaries',
			{ ...JANUARY, ...ALL },
			{ credential: { ...stage.credentials.tesouro!, baseUrl: host.url } },
		);
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			'Tesouro did not accept the request (status 400): Too far. It happened after 200 rows; none of them are passed on',
		);
		await host.close();
	});

	it.each([
		['nothing', '{"data":{"fees":null}}', 'Tesouro returned no rows, and no reason'],
		['another form', '{"data":{"fees":{"items":{}}}}', "Tesouro's answer has an unknown format (status 200)"],
		[
			'rows that are none',
			'{"data":{"fees":{"items":["a"],"pageInfo":{"hasNextPage":false}}}}',
			"Tesouro's answer has an unknown format (status 200)",
		],
	])('are not an empty report when they contain %s', async (_, answer, message) => {
		const host = await startHost(afterSignIn((response) => void response.end(answer)));
		const { error } = await run('fees', ONE_DAY, {
			credential: { ...stage.credentials.tesouro!, baseUrl: host.url },
		});
		expect(error?.message).toBe(message);
		await host.close();
	});
});

const anotherId = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
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

describe('amounts', () => {
	const rowOf = async (row: string) => {
		const host = await startHost(
			afterSignIn(
				(response) =>
					void response.end(`{"data":{"fees":{"items":[${row}],"pageInfo":{"hasNextPage":false}}}}`),
			),
		);
		const { items } = await run('fees', ONE_DAY, {
			credential: { ...stage.credentials.tesouro!, baseUrl: host.url },
		});
		await host.close();
		return items[0]!.json;
	};

	it('are exactly as Tesouro sends them, never rounded', async () => {
		expect(
			await rowOf(
				'{"plain":12.5,"cents":0.1,"zeros":10.000000,"large":90071992547409931,"long":1234567890123.4567,"text":"12.50"}',
			),
		).toEqual({
			plain: 12.5,
			cents: 0.1,
			zeros: 10,
			large: '90071992547409931',
			long: '1234567890123.4567',
			text: '12.50',
		});
	});

	it.each([
		['{"a":0.1,"b":-3,"c":[1e3,0,-0.0]}', { a: 0.1, b: -3, c: [1000, 0, -0] }],
		['{"a":9007199254740993}', { a: '9007199254740993' }],
		['[0.1234567890123456789]', ['0.1234567890123456789']],
		['[1e400,1e-400,-1e999]', ['1e400', '1e-400', '-1e999']],
		['"9007199254740993"', '9007199254740993'],
		['', undefined],
		['{', undefined],
		['<html>', undefined],
	])('%s', (text, expected) => {
		expect(parseExactJson(text)).toEqual(expected);
	});

	it('inside texts and names are left alone', () => {
		const value = { '12345678901234567890': 'a "9007199254740993" \\ 9007199254740993', b: 9007199254740991 };
		expect(parseExactJson(JSON.stringify(value))).toEqual(value);
	});

	it('in a hostile answer take no longer than those in a good one', () => {
		const text = `["${'\\"'.repeat(2_000_000)}", ${'9'.repeat(2_000_000)}, 0.${'0'.repeat(2_000_000)}1]`;
		const before = performance.now();
		expect(parseExactJson(text)).toBeDefined();
		expect(parseExactJson(text.slice(0, 3_000_000))).toBeUndefined();
		expect(performance.now() - before).toBeLessThan(5_000);
	});
});
