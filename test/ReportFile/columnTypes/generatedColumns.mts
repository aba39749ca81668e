import type { Random } from '../../../tools/sandbox/random.mts';

const digits = (random: Random, atMost: number) =>
	Array.from({ length: random.below(atMost + 1) }, () => random.below(10)).join('');
const two = (value: number) => String(value).padStart(2, '0');

const number = (random: Random) =>
	random.pick(['', '', '', '-', '+']) +
	digits(random, random.pick([3, 6, 16])) +
	random.pick(['', '.', '.', ',', ',000', '.000']) +
	digits(random, 3) +
	random.pick(['', '', '', '', '-', ' ', ')']);
const day = (random: Random) =>
	[
		random.pick(['2026', '2024', '2000', '1900', '2100', '1970', '1969', '0099', '0100', '9999', '19700']),
		two(1 + random.below(random.pick([12, 12, 14]))),
		two(1 + random.below(random.pick([28, 31, 33]))),
	].join(random.pick(['-', '-', '-', '-', '/']));
const moment = (random: Random) =>
	day(random) +
	random.pick(['T', 'T', 'T', ' ', 't']) +
	[24, 60, 60]
		.slice(0, random.pick([3, 3, 3, 2]))
		.map((limit) => two(random.below(limit + random.pick([0, 0, 0, 5]))))
		.join(':') +
	random.pick(['', '', '.', '.1', '.125', '.000', '.123456789', '.1234567891', '.070001']) +
	random.pick(['Z', 'Z', 'Z', '', '+01:00']);
const localDay = (random: Random) =>
	[1 + random.below(31), 1 + random.below(12), 2026].join(random.pick(['.', '.', '/']));
const other = (random: Random) =>
	random.pick(['n/a', 'true', 'FALSE', '3/4/2026', '13/4/2026', '="0012"', 'é']);

/** Characters that a broken value has in place of others. */
const broken = [...'0123456789-+.,:TZ /'];

function mutate(random: Random, text: string): string {
	const at = random.below(text.length + 1);
	return text.slice(0, at) + random.pick(['', ...broken]) + text.slice(at + random.below(2));
}

/** The values of a column: most of one kind, in one form or in several, with some others among them. */
export function generatedColumn(random: Random, rows: number): string[] {
	const make = random.pick([number, number, day, moment, localDay, other]);
	const first = make(random);
	const oddOnes = random.pick([0, 0, 3, 20]);
	const alike = random.pick([0, 70, 100]);
	return Array.from({ length: rows }, () => {
		if (random.below(100) < oddOnes) {
			const text = random.pick([number, day, moment, other])(random);
			return random.below(10) < 3 ? '' : mutate(random, text);
		}
		// With other digits in the same places, as in most files.
		return random.below(100) < alike
			? first.replace(/\d(?=\D*$)/, () => String(random.below(10)))
			: make(random);
	});
}

/** A file in which all values stand in quotes, some of which must be doubled. */
export const csvOf = (columns: string[][]): string =>
	[
		columns.map((_, index) => `c${index}`),
		...columns[0]!.map((_, row) => columns.map((values) => values[row]!)),
	]
		.map((values) => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(';'))
		.join('\n') + '\n';
