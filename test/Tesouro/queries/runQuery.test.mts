import { parseExactJson } from '../../../nodes/Tesouro/api/exactJson';
import { reportQueries } from '../../../nodes/Tesouro/queries/reportQueries';
import { afterSignIn, startHost } from '../api/apiStage.mts';
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

const JANUARY = { range: 'custom', from: '2026-01-01', to: '2026-01-31' };

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
