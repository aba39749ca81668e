import { CsvError } from '../csv/csvError';
import type { Dialect } from '../csv/dialect';
import type { RowBatch } from '../csv/rowBatch';
import { divideDecimal, formatDecimal, trimDecimal, type Decimal } from '../numbers/decimal';
import { DecimalRange } from '../numbers/decimalRange';
import { DecimalSum } from '../numbers/decimalSum';
import { BLANK, NO_NUMBER, NumberReader } from '../numbers/numberReader';

export type Figure = 'sum' | 'count' | 'average' | 'min' | 'max' | 'distinct';

/** More decimals than any currency has. */
const AVERAGE_DECIMALS = 10;

/** What happens to a value that should be a number and is not. */
export type NoNumberChoice = 'fail' | 'skip';

/** A column that numbers are read from, once for each row, whatever is asked of them. */
export class NumberColumn {
	readonly reader: NumberReader;
	/** Values that are not numbers, of all groups; the lines of the first ones. */
	noNumbers = 0;
	readonly lines: number[] = [];

	constructor(
		readonly name: string,
		readonly index: number,
		decimal: Dialect['decimal'],
		private readonly choice: NoNumberChoice,
	) {
		this.reader = new NumberReader(decimal);
	}

	/** Whether there is a number in the row; it is in `reader` then. */
	read(batch: RowBatch, row: number): boolean {
		const cell = batch.cellFrom[row]! + this.index;
		const kind = this.reader.read(batch, cell);
		if (kind === NO_NUMBER) this.refuse(batch, row, cell);
		return kind !== NO_NUMBER && kind !== BLANK;
	}

	private refuse(batch: RowBatch, row: number, cell: number): void {
		if (this.choice === 'fail') {
			throw new CsvError(
				`Line ${batch.line(row)}: "${batch.lenientText(cell).slice(0, 60)}" in the column "${this.name}" is not a number`,
				'Choose another column, or "Leave Out" under "Values That Are Not Numbers". If amounts are written like 1.234,50, choose the decimal separator in the options.',
			);
		}
		this.noNumbers++;
		if (this.lines.length < 20) this.lines.push(batch.line(row));
	}
}

/** What is known of the numbers of one column in one group. */
export class NumberFigures {
	count = 0;
	private readonly sum: DecimalSum | undefined;
	private readonly range: DecimalRange | undefined;

	constructor(figures: ReadonlySet<Figure>) {
		this.sum = figures.has('sum') || figures.has('average') ? new DecimalSum() : undefined;
		this.range = figures.has('min') || figures.has('max') ? new DecimalRange() : undefined;
	}

	add(reader: NumberReader): void {
		this.count++;
		this.sum?.add(reader);
		this.range?.add(reader);
	}

	/** The value of a figure; null where there is no number to have one of. */
	get(figure: Figure): Decimal | null {
		if (figure === 'sum') return this.sum!.total();
		if (this.count === 0) return null;
		if (figure === 'average') {
			return trimDecimal(divideDecimal(this.sum!.total(), this.count, AVERAGE_DECIMALS));
		}
		return (figure === 'min' ? this.range!.min : this.range!.max) ?? null;
	}
}

/** A decimal as it goes into an item: text, because a JSON number of more than 15 digits would be rounded. */
export const shown = (decimal: Decimal | null, asNumber: boolean): string | number | null => {
	if (decimal === null) return null;
	const text = formatDecimal(decimal);
	return asNumber ? Number(text) : text;
};
