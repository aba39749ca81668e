import { ColumnJudge } from '../../../nodes/ReportFile/columnTypes/columnJudge';
import { readDate, readMoment } from '../../../nodes/ReportFile/columnTypes/dates';
import { plainNumber } from '../../../nodes/ReportFile/columnTypes/plainNumber';
import { usualDay, UsualMoment } from '../../../nodes/ReportFile/columnTypes/usualDates';
import { UsualNumber } from '../../../nodes/ReportFile/columnTypes/usualNumber';
import { openTable } from '../../../nodes/ReportFile/csv/table';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { inPieces } from '../csv/readTable.mts';
import { csvOf, generatedColumn } from './generatedColumns.mts';

const COLUMNS = 400;

for (const decimal of ['point', 'comma'] as const) {
	test.each([1, 5, 19, 20, 60])(
		`columns of %i values, decimal ${decimal}, are the same by their bytes and by their texts`,
		async (rows) => {
			const random = createRandom(rows);
			const columns = Array.from({ length: COLUMNS }, () => generatedColumn(random, rows));
			const choice = { delimiter: ';', hasHeader: true, keepTotals: true, decimal } as const;
			const table = await openTable(inPieces(Buffer.from(csvOf(columns)), 64 * 1024), choice);
			const byBytes = columns.map((_, index) => new ColumnJudge(`c${index}`, decimal));
			const byTexts = columns.map((_, index) => new ColumnJudge(`c${index}`, decimal));
			let seen = 0;
			for await (const batch of table.read()) {
				for (let row = 0; row < batch.rows; row++, seen++) {
					for (let column = 0; column < COLUMNS; column++) {
						byBytes[column]!.see(batch, batch.cellFrom[row]! + column);
						byTexts[column]!.seeText(batch.text(row, column));
					}
				}
			}
			expect(seen).toBe(rows);
			const result = (judge: ColumnJudge) => ({ type: judge.type(), odd: judge.odd, isOpen: judge.isOpen });
			const kinds = new Set<string>();
			for (const [index, judge] of byBytes.entries()) {
				expect([columns[index], result(judge)]).toEqual([columns[index], result(byTexts[index]!)]);
				kinds.add(judge.type().kind);
			}
			// Else it would have compared nothing but texts.
			expect([...kinds].sort()).toEqual(expect.arrayContaining(['date', 'dateTime', 'number', 'text']));
		},
	);
}

test('every day of 600 years, and those that are none', () => {
	for (let year = 1800; year < 2400; year++) {
		for (let month = 0; month <= 13; month++) {
			for (let day = 0; day <= 32; day++) {
				const text = [year, ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-');
				const read = usualDay(Buffer.from(text), 0, 10);
				const expected = readDate(text, 'iso');
				if (read !== (year < 1970 ? -1 : (expected ?? -1))) throw new Error(`${text}: ${read}`);
			}
		}
	}
});

test('numbers and moments that are read from bytes are the same as from text', () => {
	const random = createRandom(11);
	const read = { number: 0, moment: 0 };
	const [point, comma] = [new UsualNumber('point'), new UsualNumber('comma')];
	const moment = new UsualMoment();
	for (let column = 0; column < 2_000; column++) {
		for (const text of generatedColumn(random, 10)) {
			// With bytes around it that would change it.
			const bytes = Buffer.from(`1${text}1`);
			const end = bytes.length - 1;
			for (const [reader, decimal] of [[point, 'point'] as const, [comma, 'comma'] as const]) {
				if (!reader.read(bytes, 1, end, 15)) continue;
				read.number++;
				const [whole, fraction = ''] = plainNumber(text, decimal)!.replace('-', '').split('.');
				expect([text, reader.whole, reader.scale]).toEqual([text, whole!.length, fraction.length]);
			}
			if (!moment.read(bytes, 1, end)) continue;
			read.moment++;
			const { ms, isUtc, fraction } = moment;
			expect([text, { ms, isUtc, fraction }]).toEqual([text, readMoment(text)]);
		}
	}
	expect(read.number).toBeGreaterThan(1_500);
	expect(read.moment).toBeGreaterThan(400);
});
