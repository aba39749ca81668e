import { ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const figures = (...asked: Array<[string, string?]>) => ({
	figures: { figure: asked.map(([figure, column = '']) => ({ figure, column })) },
});
const all = figures(
	['sum', 'amount'],
	['average', 'amount'],
	['min', 'amount'],
	['max', 'amount'],
	['distinct', 'shop'],
	['count'],
);

async function summarize(csv: string, parameters: Record<string, unknown>) {
	const { items, hints } = await node.succeed('report.summarize', await node.item(csv), parameters);
	return { json: items.map((item) => item.json), hint: hints[0]?.message };
}

it('adds up by groups, in the order of the file', async () => {
	const csv = 'shop,currency,amount\nB,EUR,0.10\nA,EUR,0.20\n"B",EUR,10\nA,USD,\n';
	const { json, hint } = await summarize(csv, { ...all, groupBy: ['shop', 'currency'] });
	expect(json).toEqual([
		{
			shop: 'B',
			currency: 'EUR',
			sum_amount: '10.10',
			average_amount: '5.05',
			min_amount: '0.10',
			max_amount: '10',
			distinct_shop: 1,
			count: 2,
		},
		{
			shop: 'A',
			currency: 'EUR',
			sum_amount: '0.20',
			average_amount: '0.2',
			min_amount: '0.20',
			max_amount: '0.20',
			distinct_shop: 1,
			count: 1,
		},
		{
			shop: 'A',
			currency: 'USD',
			sum_amount: '0',
			average_amount: null,
			min_amount: null,
			max_amount: null,
			distinct_shop: 1,
			count: 1,
		},
	]);
	expect(hint).toContain('4 rows in 3 groups');
});

it('is exact when doubles are not', async () => {
	const rows = [
		...Array<string>(10).fill('0.1'),
		'9007199254740993',
		'0.00000000000000000001',
		'-1E+05',
		'123456789012345678.99',
	];
	const { json } = await summarize(`amount\n${rows.join('\n')}\n`, figures(['sum', 'amount']));
	expect(json).toEqual([{ sum_amount: '132463988266986672.99000000000000000001' }]);
});

it('sums a million cents without losing one', async () => {
	const csv = `amount\n${'99999999999.99\n0.01\n'.repeat(50_000)}`;
	expect((await summarize(csv, figures(['sum', 'amount']))).json).toEqual([
		{ sum_amount: '5000000000000000.00' },
	]);
});

it.each([
	['1,234.50', '1234.50'],
	['(12.50)', '-12.50'],
	['12.50-', '-12.50'],
	['$1,234.50', '1234.50'],
	['-€ 5.00', '-5.00'],
	["1'234.50", '1234.50'],
	['1.5E3', '1500'],
	['+7', '7'],
	['="00123"', '123'],
])('reads %s as %s', async (text, sum) => {
	const csv = `amount\n"${text.replaceAll('"', '""')}"\n`;
	expect((await summarize(csv, figures(['sum', 'amount']))).json).toEqual([{ sum_amount: sum }]);
});

it('reads amounts with a decimal comma if the file uses it', async () => {
	const csv = 'id;amount\n1;1.234,50\n2;0,25\n';
	expect((await summarize(csv, figures(['sum', 'amount']))).json).toEqual([{ sum_amount: '1234.75' }]);
});

it.each(['n/a', '1,23.4', '--5', '12.5.6', '1E999', '٣'])(
	'does not read %s as a number, and names the line',
	async (text) => {
		const item = await node.item(`id,amount\n1,2\n2,"${text}"\n`);
		await node.fail('report.summarize', item, /^Line 3: .* is not a number$/, figures(['sum', 'amount']));
		const { json, hint } = await summarize(`id,amount\n1,2\n2,"${text}"\n`, {
			...figures(['sum', 'amount']),
			noNumbers: 'skip',
		});
		expect(json).toEqual([{ sum_amount: '2' }]);
		expect(hint).toContain('1 value left out');
	},
);

it.each([
	[{ column: 'shop', operator: 'is', value: 'A' }, 2],
	[{ column: 'shop', operator: 'isNot', value: 'A' }, 2],
	[{ column: 'shop', operator: 'in', value: 'A, C' }, 3],
	[{ column: 'shop', operator: 'contains', value: 'x' }, 0],
	[{ column: 'shop', operator: 'startsWith', value: 'C' }, 1],
	[{ column: 'amount', operator: 'between', value: '2', upTo: '10' }, 2],
	[{ column: 'amount', operator: 'atLeast', value: '2.0' }, 3],
	[{ column: 'amount', operator: 'atMost', value: 2 }, 1],
	[{ column: 'day', operator: 'between', value: '2026-01-02', upTo: '2026-01-03' }, 2],
	[{ column: 'day', operator: 'blank' }, 1],
	[{ column: 'day', operator: 'notBlank' }, 3],
])('counts the rows for which %p', async (condition, count) => {
	const csv = 'shop,day,amount\nA,2026-01-01,2.00\nA,2026-01-02,10\nB,2026-01-03T10:00,11\nC,,n/a\n';
	const { json } = await summarize(csv, { ...figures(['count']), conditions: { condition: [condition] } });
	expect(json).toEqual([{ count }]);
});

it('says that a value could not be compared', async () => {
	const { hint } = await summarize('amount\n1\nn/a\n', {
		...figures(['count']),
		conditions: { condition: [{ column: 'amount', operator: 'atLeast', value: '1' }] },
	});
	expect(hint).toContain('1 value could not be compared');
});

it('accepts rows that meet any condition', async () => {
	const condition = [
		{ column: 'a', operator: 'is', value: '1' },
		{ column: 'b', operator: 'is', value: '2' },
	];
	const csv = 'a,b\n1,1\n2,2\n3,3\n';
	expect(
		(await summarize(csv, { ...figures(['count']), conditions: { condition }, match: 'any' })).json,
	).toEqual([{ count: 2 }]);
});

it('refuses a row that does not fit, or leaves it out and says so', async () => {
	const csv = 'a,b\n1,2\n3\n4,5,6\n';
	await node.fail('report.summarize', await node.item(csv), /line 3 has 1 value,/, figures(['count']));
	const { json, hint } = await summarize(csv, { ...figures(['count']), misfits: 'skip' });
	expect(json).toEqual([{ count: 1 }]);
	expect(hint).toContain('left out: 2 rows that did not fit (line 3 and others)');
});

it('names the existing columns when one is missing', async () => {
	const error = await node.fail(
		'report.summarize',
		await node.item('a,b\n1,2\n'),
		/no column "amount"/,
		figures(['sum', 'amount']),
	);
	expect(error.description).toContain('a, b');
});

it('refuses more groups than memory should hold', async () => {
	const csv = `id\n${Array.from({ length: 100_001 }, (_, index) => index).join('\n')}\n`;
	await node.fail('report.summarize', await node.item(csv), /more than 100,000 groups/, {
		...figures(['count']),
		groupBy: ['id'],
	});
});

it('keeps a column named like a built-in property of JavaScript', async () => {
	const { json } = await summarize('__proto__,constructor\nx,1\n', {
		...figures(['sum', 'constructor']),
		groupBy: ['__proto__'],
	});
	expect(Object.entries(json[0]!)).toEqual([
		['__proto__', 'x'],
		['sum_constructor', '1'],
	]);
});

it('counts more distinct values than its first table holds', async () => {
	const rows = Array.from({ length: 40_000 }, (_, row) => `${row % 30_000}`);
	const { json } = await summarize(`id\n${rows.join('\n')}\n`, figures(['distinct', 'id']));
	expect(json).toEqual([{ distinct_id: 30_000 }]);
});
