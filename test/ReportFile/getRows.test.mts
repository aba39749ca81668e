import { ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const get = async (csv: string, parameters = {}) =>
	await node.succeed('report.getRows', await node.item(csv), parameters);
const jsonOf = ({ items }: Awaited<ReturnType<typeof get>>) => items.map((item) => item.json);

it('returns rows as items, with the texts of the file', async () => {
	expect(jsonOf(await get('id,name\n001,"Zoë ""Z"""\n2,="07"\n'))).toEqual([
		{ id: '001', name: 'Zoë "Z"' },
		{ id: '2', name: '07' },
	]);
});

it('has a default limit, and says what it left out', async () => {
	const csv = `id\n${Array.from({ length: 120 }, (_, index) => index).join('\n')}\n`;
	const { items, hints } = await get(csv);
	expect(items).toHaveLength(50);
	expect(hints[0]!.message).toBe('50 rows; 70 more rows left out by the limit');
	expect((await get(csv, { returnAll: true })).items).toHaveLength(120);
});

it('skips, picks, renames and filters', async () => {
	const result = await get('id,name,amount\n1,a,5\n2,b,6\n3,c,7\n4,d,8\n', {
		conditions: { condition: [{ column: 'amount', operator: 'atLeast', value: '6' }] },
		columns: ['amount', 'id'],
		options: { skip: 1, rename: { column: [{ from: 'amount', to: 'total' }] }, lineNumber: true },
	});
	expect(jsonOf(result)).toEqual([
		{ total: '7', id: '3', line: 4 },
		{ total: '8', id: '4', line: 5 },
	]);
});

it('returns amounts as exact decimals, or as numbers if the user wants that', async () => {
	const csv = 'amount\n"1,234.50"\n"(2.00)"\n\n12345678901234567.89\n';
	expect(jsonOf(await get(csv, { amounts: ['amount'] }))).toEqual([
		{ amount: '1234.50' },
		{ amount: '-2.00' },
		{ amount: '12345678901234567.89' },
	]);
	expect(
		jsonOf(await get(csv, { amounts: ['amount'], limit: 1, options: { amountsAsNumbers: true } })),
	).toEqual([{ amount: 1234.5 }]);
});

it('reads an amount once, even if its column is named twice', async () => {
	const twice = { columns: ['amount', 'amount'], amounts: ['amount', 'amount'] };
	const options = { decimal: 'comma' };
	expect(jsonOf(await get('id;amount\n1;1.234,50\n', { ...twice, options }))).toEqual([
		{ amount: '1234.50' },
	]);
});

it('refuses a limit or a number of rows to skip that is not a number, instead of returning all rows', async () => {
	const item = await node.item('id\n1\n2\n');
	for (const skip of ['many', '', -1]) {
		await node.fail('report.getRows', item, /"Skip Rows" must be a whole number, 0 or more/, {
			options: { skip },
		});
	}
	await node.fail('report.getRows', item, /"Limit" must be a whole number, 1 or more/, { limit: 'many' });
});

it.each(['secondOutput', '', null])(
	'refuses %p for rows that do not fit, instead of leaving them out',
	async (misfits) => {
		const item = await node.item('id,amount\n1\n2,3\n');
		await node.fail('report.getRows', item, /"Rows That Do Not Fit" has a value/, { misfits });
	},
);

it('says what was left out when no row is returned', async () => {
	const { items, hints } = await get('id,amount\n1\n2\n', { misfits: 'skip' });
	expect(items).toEqual([]);
	expect(hints[0]!.message).toContain('0 rows; left out: 2 rows that did not fit');
});

it.each([
	['dayFirst', '03/04/2026', '2026-04-03'],
	['monthFirst', '03/04/2026', '2026-03-04'],
	['monthFirst', '3/4/2026 1:05 PM', '2026-03-04T13:05:00'],
	['dayFirst', '31.12.2026 10:20:30', '2026-12-31T10:20:30'],
	['dayFirst', '20260131', '2026-01-31'],
	['dayFirst', '2026-01-31T10:20:30.5+0200', '2026-01-31T10:20:30.5+02:00'],
])('reads dates %s: %s is %s', async (dateOrder, text, iso) => {
	expect(jsonOf(await get(`day\n${text}\n`, { dates: ['day'], options: { dateOrder } }))).toEqual([
		{ day: iso },
	]);
});

it('names the line of a value that is not a date', async () => {
	const item = await node.item('day\n2026-01-31\n31/02/2026\n');
	await node.fail('report.getRows', item, /^Line 3: "31\/02\/2026" .* is not a date/, {
		dates: ['day'],
		options: { dateOrder: 'dayFirst' },
	});
});

describe('rows that do not fit', () => {
	const csv = 'a,b\n1,2\n3\n4,5,6\n7,8\n';

	it('fail with their line', async () => {
		await node.fail('report.getRows', await node.item(csv), /line 3 has 1 value, but the file has 2 columns/);
	});

	it('are left out and counted', async () => {
		const result = await get(csv, { misfits: 'skip' });
		expect(jsonOf(result)).toEqual([
			{ a: '1', b: '2' },
			{ a: '7', b: '8' },
		]);
		expect(result.hints[0]!.message).toContain('left out: 2 rows that did not fit');
	});

	it('go to the second output', async () => {
		const { outputs } = await get(csv, { misfits: 'output' });
		expect(outputs.map((output) => output.map((item) => item.json))).toEqual([
			[
				{ a: '1', b: '2' },
				{ a: '7', b: '8' },
			],
			[
				{ line: 3, values: ['3'] },
				{ line: 4, values: ['4', '5', '6'] },
			],
		]);
	});
});
