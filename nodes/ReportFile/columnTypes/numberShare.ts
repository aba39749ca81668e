import type { Dialect } from '../csv/dialect';
import { parseDecimal } from '../numbers/parseDecimal';

/** One value in so many may be something else, such as "n/a" among amounts. */
const OTHER_ONE_IN = 10;
/** Before that many values nothing is decided. */
const PATIENCE = 20;

/**
 * Whether a column is one of numbers for those who add it up, as Summarize does: also with currency signs, exponents, or more
 * digits than Excel holds, where `ColumnJudge` says text.
 */
export class NumberShare {
	private values = 0;
	private others = 0;

	constructor(private readonly decimal: Dialect['decimal']) {}

	/** False once the column is not one of numbers, whatever follows. */
	get isOpen(): boolean {
		return this.values < PATIENCE || !this.hasTooManyOthers;
	}

	get prevails(): boolean {
		return this.values > this.others && !this.hasTooManyOthers;
	}

	see(text: string): void {
		if (text === '') return;
		this.values++;
		if (parseDecimal(text, this.decimal) === undefined) this.others++;
	}

	private get hasTooManyOthers(): boolean {
		return this.others * OTHER_ONE_IN > this.values;
	}
}
