import { Misfits } from '../../../nodes/ReportFile/csv/misfits';
import { openTable } from '../../../nodes/ReportFile/csv/table';
import { inspectTable } from '../../../nodes/ReportFile/inspect/inspectTable';
import {
	compareDecimals,
	digitsAt,
	formatDecimal,
	type Decimal,
} from '../../../nodes/ReportFile/numbers/decimal';
import { parseDecimal } from '../../../nodes/ReportFile/numbers/parseDecimal';
import { toIsoDate } from '../../../nodes/ReportFile/rows/dates';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { inPieces } from '../csv/readTable.mts';

const integers = ['0', '7', '-7', '+15', '42', '999999999999999', '12345678901234567890', '20260131'];
const decimals = [
	'1.50',
	'-1.5',
	'.5',
	'3.',
	'1,234.50',
	'(7.25)',
	'$5',
	'1E+05',
	'12e456',
	'0.1234567890123456',
];
const dates = ['2026-01-31', '2024-02-29', '31.01.2026', '1/2/2026'];
const moments = ['2026-01-31T10:20:30.125Z', '2026-01-31 10:20', '2026-01-31T10:20:30+02:00'];
const words = ['Acme', 'm_100', 'a1b2c3', '12ab', 'Zürich', 'é', '東京', '=1+1', '2026-13-01', '--', '1.2.3'];
const blanks = ['', ' ', '\u00a0', '\t '];
const booleans = ['true', 'NO', 'yes'];

const smaller = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;

/** What is to be reported, value by value and by way of texts. */
function expected(values: string[]) {
	const filled = values.filter((value) => value.trim() !== '');
	const isDate = (value: string) =>
		/\d/.test(value) && toIsoDate(value, 'dayFirst') !== undefined && !/^\d{8}$/.test(value);
	const numbers = filled.filter((value) => !isDate(value) && parseDecimal(value, 'point') !== undefined);
	const texts = filled.filter((value) => !numbers.includes(value));
	const read = numbers.map((value) => parseDecimal(value, 'point')!);
	const most = (direction: 1 | -1) =>
		read.reduce<Decimal | undefined>(
			(best, one) => (best === undefined || direction * compareDecimals(one, best) > 0 ? one : best),
			undefined,
		);
	const scale = Math.max(0, ...read.map((one) => one.scale));
	const sum = read.reduce((total, one) => total + digitsAt(one, scale), 0n);
	const allNumbers = numbers.length > 0 && texts.length === 0;
	return {
		blank: values.length - filled.length,
		...(filled.length > 0 && {
			smallest:
				texts.length > 0
					? texts.reduce((best, one) => (smaller(one, best) ? one : best))
					: formatDecimal(most(-1)!),
			largest:
				texts.length > 0
					? texts.reduce((best, one) => (smaller(best, one) ? one : best))
					: formatDecimal(most(1)!),
		}),
		...(allNumbers && { sum: formatDecimal({ digits: sum, scale }) }),
		longest: Math.max(0, ...filled.map((value) => Buffer.byteLength(value))),
	};
}

async function inspected(values: string[], quoted: (index: number) => boolean) {
	const written = (value: string, index: number) =>
		value.includes(',') || quoted(index) ? `"${value}"` : value;
	const file = `id,value\n${values.map((value, index) => `${index},${written(value, index)}\n`).join('')}`;
	const table = await openTable(inPieces(Buffer.from(file), 100_000), {
		hasHeader: true,
		keepTotals: true,
		encoding: 'utf-8',
		delimiter: ',',
		decimal: 'point',
	});
	return (await inspectTable(table, new Misfits(2, 'fail'))).columns[1]!;
}

it.each([
	['integers', 'integer', [...integers, ...blanks]],
	['decimals', 'decimal', [...integers, ...decimals.filter((one) => one !== '12e456')]],
	['dates', 'date', [...dates, ...blanks]],
	['dates and times', 'dateTime', [...dates, ...moments]],
	['words', 'text', [...words, ...blanks]],
	['yes and no', 'boolean', [...booleans, ...blanks]],
	['anything', 'text', [...integers, ...decimals, ...dates, ...moments, ...words, ...blanks, ...booleans]],
	['blanks', 'blank', blanks],
])('a column of %s is reported as its values are', async (_, type, kinds) => {
	const random = createRandom(11);
	for (let file = 0; file < 40; file++) {
		const values = [...kinds, ...Array.from({ length: random.below(300) }, () => random.pick(kinds))];
		const order = values
			.map((value) => ({ value, at: random.below(1e9) }))
			.sort((one, other) => one.at - other.at);
		const shuffled = order.map(({ value }) => value);
		const isQuoted = shuffled.map(() => random.below(4) === 0);
		const found = await inspected(shuffled, (index) => isQuoted[index]!);
		const { name: _name, examples, ...facts } = found;
		expect(facts).toEqual({ type, ...expected(shuffled) });
		const filled = shuffled.filter((value) => value.trim() !== '');
		expect(examples).toEqual([...new Set(filled)].slice(0, 3));
	}
});

it('keeps a column of numbers with leading zeros as text', async () => {
	await expect(inspected(['0012', '7', '0001'], () => false)).resolves.toMatchObject({
		type: 'text',
		smallest: '1',
		largest: '12',
	});
});

it('takes every kind of space for blank, and nothing else', async () => {
	const characters = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code));
	const spaces = [...characters, '\ufeff'].filter((one) => one.trim() === '' && !/[\n\r]/.test(one));
	expect(spaces.length).toBeGreaterThan(20);
	const { blank, type, smallest, largest } = await inspected(
		[...spaces, 'Zoë', 'Ömer', 'Łukasz'],
		() => false,
	);
	expect({ blank, type, smallest, largest }).toEqual({
		blank: spaces.length,
		type: 'text',
		smallest: 'Zoë',
		largest: 'Łukasz',
	});
});
