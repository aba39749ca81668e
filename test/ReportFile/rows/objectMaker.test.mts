import { openTable } from '../../../nodes/ReportFile/csv/table';
import { ObjectMaker } from '../../../nodes/ReportFile/rows/objectMaker';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { inPieces } from '../csv/readTable.mts';

const VALUES = [
	'',
	'a',
	'Smith',
	'="00123"',
	'12.50',
	'Müller',
	'é',
	'東京',
	'😀',
	'\u00a0',
	'\ufffd',
	'x\u007f',
];

const ASCII = VALUES.filter((value) => /^[\x20-\x7e]*$/.test(value));

it.each([
	['ASCII', ASCII, 1],
	['any text', VALUES, 1],
	['some rows, ASCII', ASCII, 0.6],
	['some rows, any text', VALUES, 0.9],
	['some long rows', [...VALUES, 'long '.repeat(300), 'läng '.repeat(300)], 0.9],
])('items hold the values of the rows: %s', async (_, values, share) => {
	const random = createRandom(5);
	const rows = Array.from({ length: 20_000 }, (_row, row) => [
		String(row),
		...Array.from({ length: 3 }, () => random.pick(values)),
	]);
	const written = (value: string) => (random.below(5) === 0 && !value.startsWith('=') ? `"${value}"` : value);
	const file = `id,a,b,c\n${rows.map((row, at) => row.map(written).join(',') + (at % 40 === 0 ? '\n\n' : '\n')).join('')}`;
	const table = await openTable(inPieces(Buffer.from(file), 100_000), {
		hasHeader: true,
		keepTotals: false,
		delimiter: ',',
	});
	const maker = new ObjectMaker(table.columns.map((name, index) => ({ index, name })));
	const made: string[][] = [];
	const taken: string[][] = [];
	let seen = 0;
	for await (const batch of table.read()) {
		maker.begin(batch);
		for (let row = 0; row < batch.rows; row++, seen++) {
			if (random.below(100) >= 100 * share) continue;
			taken.push(rows[seen]!);
			made.push(Object.values(maker.make(batch, row)));
		}
	}
	expect(seen).toBe(rows.length);
	const read = (value: string) => (value.startsWith('="') ? value.slice(2, -1) : value);
	expect(made).toEqual(taken.map((row) => row.map(read)));
});

it('refuses a value that is not UTF-8 in a row of texts that are', async () => {
	const rows = Array.from({ length: 5_000 }, (_row, row) => `${row},Müller\n`).join('');
	const file = Buffer.concat([Buffer.from(`id,name\n${rows}`), Buffer.from('7,M\xfcller\n', 'latin1')]);
	const table = await openTable(inPieces(file, 100_000), {
		hasHeader: true,
		keepTotals: false,
		encoding: 'utf-8',
	});
	const maker = new ObjectMaker([{ index: 1, name: 'name' }]);
	const read = async () => {
		for await (const batch of table.read()) {
			maker.begin(batch);
			for (let row = 0; row < batch.rows; row++) maker.make(batch, row);
		}
	};
	await expect(read()).rejects.toThrow(/value that is not UTF-8: "Müller"/);
});
