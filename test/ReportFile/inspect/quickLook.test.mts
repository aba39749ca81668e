import type { Dialect } from '../../../nodes/ReportFile/csv/dialect';
import { briefBatch } from '../../../nodes/ReportFile/csv/rowBatch';
import { cellScanner } from '../../../nodes/ReportFile/csv/scanCells';
import { Misfits } from '../../../nodes/ReportFile/csv/misfits';
import { openTable } from '../../../nodes/ReportFile/csv/table';
import { ColumnProfile } from '../../../nodes/ReportFile/inspect/columnProfile';
import { inspectTable } from '../../../nodes/ReportFile/inspect/inspectTable';
import { createRandom, type Random } from '../../../tools/sandbox/random.mts';
import { inPieces } from '../csv/readTable.mts';

/** As long as that, rows come some tens at a time: the first ones give the examples, the others are left to the module. */
const FILLER = 'x'.repeat(1_000);

async function inspected(values: string[], decimal: 'point' | 'comma', filler: string) {
	const rows = values.map(
		(value, row) => `${filler};${row % 2 === 0 ? '-' : ''}999999999999${row % 5}.25;${value}\n`,
	);
	const file = `filler;amount;value\n${rows.join('')}`;
	const table = await openTable(inPieces(Buffer.from(file), 100_000), {
		hasHeader: true,
		keepTotals: true,
		encoding: 'utf-8',
		delimiter: ';',
		quote: '"',
		escape: 'doubled',
		titleRows: 0,
		decimal,
	});
	const { columns, oddQuotes } = await inspectTable(table, new Misfits(3, 'fail'));
	return { ...columns[2]!, oddQuotes };
}

const digits = (random: Random, length: number) =>
	Array.from({ length }, () => String(random.below(10))).join('');
const two = (value: number) => String(value).padStart(2, '0');

const amount = (random: Random, decimals: number) =>
	`${random.pick(['', '', '-', '+'])}${digits(random, random.below(11))}.${digits(random, decimals)}`;
const day = (random: Random) =>
	`${random.pick(['2026', '1999'])}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
const time = (random: Random) => `${two(random.below(24))}:${two(random.below(60))}`;

/** Values of one kind, and what is nearly that: one such makes the column another, or counts apart. */
const kinds: Array<{ make: (random: Random) => string; nearly: string[] }> = [
	{
		make: (random) => `${random.pick(['', '', '-', '+'])}${digits(random, 1 + random.below(15))}`,
		nearly: [
			'1234567890123456',
			'-',
			'+',
			'1-2',
			'12:4',
			'1/2',
			'007',
			'-07',
			'0',
			'1.',
			'12345678901234567890',
			'true',
			'2026-01-31',
			'2026-01-31T10:20',
			'1,5',
		],
	},
	{ make: (random) => String(random.below(30)), nearly: ['31.5', '-1', '12a', '00', 'true', '2026-01-31'] },
	{
		make: (random) => amount(random, 2),
		nearly: [
			'.',
			'-.',
			'1.2.3',
			'1..2',
			'12:4.50',
			'1,234.50',
			'(5.00)',
			'7',
			'1.5',
			'1.',
			'12345678.901',
			'1E5',
			'5.00-',
		],
	},
	{
		make: (random) => amount(random, 1 + random.below(4)),
		nearly: ['99999999999.9999', '-99999999999.9999', '5', 'n/a'],
	},
	{
		make: day,
		nearly: [
			'2026-13-01',
			'"2026-01""5"',
			'2026-00-10',
			'2026-04-31',
			'2026-02-29',
			'2024-02-29',
			'1900-02-29',
			'2000-02-29',
			'2026-01-00',
		].concat([
			'2026-01-32',
			'2026-1-1',
			'2026-01-3',
			'2026-01-311',
			'2026-19-01',
			'2026/01/31',
			'0000-02-29',
			'2026-20-01',
		]),
	},
	{
		make: (random) => `${day(random)}T${time(random)}:${two(random.below(60))}.${digits(random, 3)}Z`,
		nearly: [
			'T24:00:00.000Z',
			'T23:60:00.000Z',
			'T23:00:60.000Z',
			't10:00:00.000Z',
			'T10:00:00.00',
			'T30:00:00.000Z',
		]
			.concat([
				'T10:00:00.000+02:00',
				' 10:00:00.000Z',
				'T10:00:00.000z',
				'T29:00:00.000Z',
				'T10:00:0a.000Z',
				'',
			])
			.map((end) => `2026-01-31${end}`),
	},
	{
		make: (random) =>
			`${day(random)}${random.pick(['T', ' '])}${time(random)}${random.pick(['', ':07', ':07.5', ':07Z'])}`,
		nearly: [
			'T24:00',
			'T10:60',
			'T10:00:60',
			'T10:00:',
			'T10:00:07.',
			'T10:00:07.5a',
			'T10:00Z',
			'T1:00',
			'T10:0',
		].map((end) => `2026-01-31${end}`),
	},
	{
		make: (random) => random.pick(['true', 'FALSE', 'Yes', 'no', 'nO', 'False', 'yes', 'TRUE']),
		nearly: [
			'tru',
			'truex',
			'falsx',
			'falseno',
			'on',
			'n',
			'north',
			'nothing',
			'yea',
			'y',
			'yesyes',
			'falsé',
		],
	},
	{
		make: (random) =>
			random.pick(['Acme', 'acme', 'm_', 'Order number 1234567890 of ']) + digits(random, random.below(9)),
		nearly: [
			'Acme',
			'A',
			'zz',
			'~',
			'\u00d6mer',
			'\u00a0',
			'\u3000',
			'\u00a0x',
			'5',
			'+5',
			'2026-01-31',
			'true',
			' ',
			'\t',
			'',
		].concat([
			'A'.repeat(230),
			'Order number 1234567890 of 0',
			'Order number 1234567890 of',
			'E5',
			'T10:20',
			'$5',
			'"a""b"',
			'"a"b',
		]),
	},
	{
		make: (random) => random.pick(['<a', 'zz', 'z1', '"z""12345678"']),
		nearly: ['"=""7"""', '"=""z"""', '"z"""'],
	},
	{
		// Between them come quotes and spaces.
		make: (random) => random.pick(['\u0001a', '!x', 'Zo\u00eb', '\u00d6mer']),
		nearly: [' ', '\u00a0', '\t', ' \u3000 ', '\u00a0x', '"a"b', '"!"""', '"a""b"', '"\u00d6mer"" "'],
	},
	{
		make: (random) => `order ""${digits(random, 9)}"", paid`.replace(/.*/, '"$&"'),
		nearly: [
			'"order ""0"", paid"',
			'"order """',
			'"order "',
			'" ""x"""',
			'"=""7"""',
			`"${'o""'.repeat(90)}"`,
			'"z""z"',
		],
	},
	{
		make: () => `m${'_'.repeat(40)}`,
		nearly: [`m${'_'.repeat(39)}`, `m${'_'.repeat(39)}a`, `m${'_'.repeat(39)}A`, '9'],
	},
	{ make: (random) => random.pick(['', ' ', '1', '"1"']), nearly: ['"1"5', '=1', '="007"', '" "'] },
];
/** The first rows give the examples; those after may be of another kind. */
function column(random: Random, make: (random: Random) => string, odd: string[]): string[] {
	const values = Array.from({ length: 200 }, () => make(random));
	for (const value of odd) values[100 + random.below(100)] = value;
	return values;
}

const cases = kinds.flatMap(({ make, nearly }, kind) => [
	...nearly.map((odd) => ({ kind, make, odd: [odd] })),
	...nearly.map((odd, index) => ({ kind, make, odd: [odd, nearly[(index * 7 + 3) % nearly.length]!] })),
	{ kind, make, odd: [] },
]);

it('finds in many rows what is found cell by cell', async () => {
	const quickly = jest.spyOn(ColumnProfile.prototype as never, 'addQuickly');
	const random = createRandom(5);
	let files = 0;
	for (const { kind, make, odd } of cases) {
		const values = column(random, make, odd);
		const decimal = random.pick(['point', 'point', 'comma'] as const);
		const cellByCell = await inspected(values, decimal, 'x');
		expect(quickly).not.toHaveBeenCalled();
		const found = await inspected(values, decimal, FILLER);
		expect({ kind, odd, ...found }).toEqual({ kind, odd, ...cellByCell });
		files += quickly.mock.calls.length > 0 ? 1 : 0;
		quickly.mockClear();
	}
	// In a column of one or two values, a third is looked for to the end.
	expect(files).toBeGreaterThan(cases.length * 0.8);
});

it('adds up more than a double holds, and keeps the ends of each count of decimals', async () => {
	const values = Array.from({ length: 20_000 }, (_, row) =>
		row % 3 === 0 ? '999999999999.99' : '999999999999999',
	);
	const { sum, smallest, largest, type } = await inspected(values, 'point', 'x'.repeat(40));
	const cents = values.reduce(
		(all, value) => all + BigInt(value.includes('.') ? value.replace('.', '') : `${value}00`),
		0n,
	);
	expect({ sum, smallest, largest, type }).toEqual({
		sum: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`,
		smallest: '999999999999.99',
		largest: '999999999999999',
		type: 'decimal',
	});
});

it.each([
	['"a""b"', 'a"b'],
	['"""a"', '"a'],
	['"a"""', 'a"'],
	['""""""', '""'],
])('of %s one quote of each pair is looked at', (cell, text) => {
	const dialect = { delimiter: ';', quote: '"', escape: 'doubled', newline: 'lf' } as Dialect;
	const bytes = Buffer.from(`${cell};1\n`);
	const batch = briefBatch(bytes, dialect);
	cellScanner(dialect)(batch, 0, bytes.length, true);
	const into = Buffer.alloc(20);
	expect(into.toString('utf8', 0, batch.undouble(0, into))).toBe(text);
});
