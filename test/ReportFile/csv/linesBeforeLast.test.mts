import { LF, CR, type Dialect } from '../../../nodes/ReportFile/csv/dialect';
import { briefBatch } from '../../../nodes/ReportFile/csv/rowBatch';
import { cellScanner, isUnclosed } from '../../../nodes/ReportFile/csv/scanCells';
import { rowScanner } from '../../../nodes/ReportFile/csv/scanRows';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { readTable } from './readTable.mts';

const PIECES = [
	'a',
	'b',
	',',
	',',
	'"',
	'"x"',
	'""',
	'"a\nb"',
	'"\r\n"',
	'"\r"',
	'\\',
	'\n',
	'\n',
	'\r\n',
	'\r',
];

const dialectOf = (
	newline: Dialect['newline'],
	escape: Dialect['escape'],
	quote: string,
): Omit<Dialect, 'hasHeader'> & { hasHeader: boolean } => ({
	encoding: 'utf-8',
	delimiter: ',',
	decimal: 'point',
	titleRows: 0,
	hasHeader: true,
	newline,
	escape,
	quote,
});

describe.each([
	['cells', cellScanner],
	['rows alone', rowScanner],
])('the scan for %s', (_, scanner) => {
	it.each([
		['LF', 'lf', 'doubled', '"'],
		['LF and backslashes', 'lf', 'backslash', '"'],
		['CR LF', 'crlf', 'doubled', '"'],
		['CR', 'cr', 'doubled', '"'],
		['CR and backslashes', 'cr', 'backslash', '"'],
		['LF, without quotes', 'lf', 'doubled', ''],
	] as const)(
		'counts the line ends and empty lines before the last row: %s',
		(_name, newline, escape, quote) => {
			const dialect = dialectOf(newline, escape, quote);
			const lineEnd = newline === 'cr' ? CR : LF;
			const random = createRandom(7);
			let compared = 0;
			for (let file = 0; file < 2_000; file++) {
				const text = Buffer.from(
					Array.from({ length: random.below(40) }, () => random.pick(PIECES)).join(''),
				);
				const batch = briefBatch(text, dialect);
				if (isUnclosed(scanner(dialect)(batch, 0, text.length, random.below(2) === 0))) continue;
				if (batch.rows === 0) continue;
				const before = text.subarray(0, batch.rowStarts[batch.rows - 1]);
				const spans = Array.from({ length: batch.rows - 1 }, (_row, row) => [
					batch.rowStarts[row]!,
					batch.rowNexts[row]!,
				]);
				const inRows = spans.reduce((sum, [from, to]) => sum + to! - from!, 0);
				expect(batch.beforeLast.lineEnds).toBe(before.filter((byte) => byte === lineEnd).length);
				// What no row has are empty lines, of one or two bytes each.
				const empty = before.length - inRows;
				expect(batch.beforeLast.blankLines).toBeLessThanOrEqual(empty);
				expect(batch.beforeLast.blankLines * 2).toBeGreaterThanOrEqual(empty);
				compared++;
			}
			expect(compared).toBeGreaterThan(500);
		},
	);
});

it.each([true, false])(
	'empty lines count once, and lines go on, wherever a batch ends (cells: %s)',
	async (withCells) => {
		const gap = '\n'.repeat(700_000);
		const { table, lines } = await readTable(`id,name\n1,"a\nb"\n${gap}2,x\n3,y\n\n`, {}, { withCells });
		expect(table.found).toEqual({ rows: 3, blankLines: 700_001, repeatedHeaders: 0 });
		expect(lines).toEqual([2, 700_004, 700_005]);
	},
);
