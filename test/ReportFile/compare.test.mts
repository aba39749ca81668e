import { compareTables } from '../../nodes/ReportFile/compare/compareTables';
import { planColumns } from '../../nodes/ReportFile/compare/columnPlan';
import { Totals } from '../../nodes/ReportFile/compare/totals';
import { Misfits } from '../../nodes/ReportFile/csv/misfits';
import { openTable } from '../../nodes/ReportFile/csv/table';
import { inPieces } from './csv/readTable.mts';
import { fileOf, ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const oldCsv = 'id,shop,amount\n1,A,1.00\n2,B,2.00\n3,C,3.00\n';
const newCsv = 'amount;id;shop;note\n3.50;3;C;x\n1.00;1;A;\n9;4;D;y\n';

it('says which rows were added, removed and changed, with both values and the totals', async () => {
	const item = await node.item({ old: oldCsv, new: newCsv });
	const { items, hints } = await node.succeed('report.compare', item, { keys: ['id'], totals: ['amount'] });
	expect(await node.read(items[0]!)).toBe(
		[
			'Change,id,Changed Columns,shop (old),shop (new),amount (old),amount (new)',
			'added,4,,,D,,9',
			'gone,2,,B,,2.00,',
			'changed,3,amount,C,C,3.00,3.50',
			'',
		].join('\r\n'),
	);
	expect(items[0]!.json.comparison).toEqual({
		rowsOld: 3,
		rowsNew: 3,
		added: 1,
		gone: 1,
		changed: 1,
		unchanged: 1,
		totals: [{ column: 'amount', old: '6.00', new: '13.50', difference: '7.50' }],
		onlyInOld: [],
		onlyInNew: ['note'],
	});
	expect(fileOf(items[0]!)).toMatchObject({ fileName: 'report-differences.csv', rows: 3 });
	expect(hints[0]!.message).toContain('1 row added, 1 gone, 1 changed, 1 the same; amount differs by 7.50');
});

it('ignores columns that may differ', async () => {
	const item = await node.item({ old: oldCsv, new: oldCsv.replace('3.00', '4.00') });
	const { items } = await node.succeed('report.compare', item, { keys: ['id'], ignored: ['amount'] });
	expect(items[0]!.json.comparison).toMatchObject({ changed: 0, unchanged: 3 });
});

it.each([
	['old', 'id\n1\n2\n1\n', 'id\n1\n', 'line 4'],
	['new', 'id\n1\n', 'id\n1\n1\n', 'line 3'],
])('refuses a key that the %s file has twice', async (which, oldText, newText, line) => {
	const item = await node.item({ old: oldText, new: newText });
	const error = await node.fail(
		'report.compare',
		item,
		new RegExp(`The ${which} file has two rows with the key 1`),
		{ keys: ['id'] },
	);
	expect(error.message).toContain(line);
});

describe('in several parts and rounds, as for files that do not fit into memory', () => {
	const rowsOf = (from: number, to: number, change: (id: number) => string) =>
		`id,value\n${shuffled(Array.from({ length: to - from }, (_, index) => `${from + index},${change(from + index)}`)).join('\n')}\n`;
	function shuffled(list: string[]): string[] {
		let seed = 7;
		for (let at = list.length - 1; at > 0; at--) {
			seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
			const other = seed % (at + 1);
			[list[at], list[other]] = [list[other]!, list[at]!];
		}
		return list;
	}

	it.each([
		[1_000_000, 1 << 25],
		[700, 1 << 25],
		[1_000_000, 20_000],
		[700, 5_000],
	])('%d rows at once, %d bytes waiting', async (rowsAtOnce, waitingBytes) => {
		const oldText = rowsOf(0, 3_000, (id) => `v${id}`);
		const newText = rowsOf(500, 3_400, (id) => (id % 3 === 0 ? `w${id}` : `v${id}`));
		const [oldTable, newTable] = await Promise.all(
			[oldText, newText].map(
				async (text) =>
					await openTable(inPieces(Buffer.from(text), 999), { hasHeader: true, keepTotals: false }),
			),
		);
		const plan = planColumns(oldTable!.columns, newTable!.columns, ['id'], []);
		const tally = { rowsOld: 0, rowsNew: 0, added: 0, gone: 0, changed: 0, unchanged: 0 };
		const side = (table: NonNullable<typeof oldTable>) => ({
			table,
			misfits: new Misfits(2, 'fail'),
			totals: new Totals(table, [], 'fail'),
		});
		const chunks: Buffer[] = [];
		for await (const chunk of compareTables(
			side(oldTable!),
			side(newTable!),
			plan,
			tally,
			rowsAtOnce,
			waitingBytes,
		))
			chunks.push(chunk);
		const both = Array.from({ length: 2_500 }, (_, index) => 500 + index);
		const changed = both.filter((id) => id % 3 === 0);
		expect(tally).toEqual({
			rowsOld: 3_000,
			rowsNew: 2_900,
			added: 400,
			gone: 500,
			changed: changed.length,
			unchanged: 2_500 - changed.length,
		});
		const lines = Buffer.concat(chunks).toString().trim().split('\r\n').slice(1).sort();
		expect(lines).toEqual(
			[
				...Array.from(
					{ length: 400 },
					(_, index) => `added,${3_000 + index},,,${(3_000 + index) % 3 === 0 ? 'w' : 'v'}${3_000 + index}`,
				),
				...Array.from({ length: 500 }, (_, index) => `gone,${index},,v${index},`),
				...changed.map((id) => `changed,${id},value,v${id},w${id}`),
			].sort(),
		);
	});
});

it('says what was left out of which file', async () => {
	const item = await node.item({ old: `${oldCsv}Total,,6.00\n`, new: `${oldCsv}4\n` });
	const { hints } = await node.succeed('report.compare', item, { keys: ['id'], misfits: 'skip' });
	expect(hints[0]!.message).toBe(
		'0 rows added, 0 gone, 0 changed, 3 the same; left out of the old file: a row of totals; ' +
			'left out of the new file: 1 row that did not fit (line 5)',
	);
});
