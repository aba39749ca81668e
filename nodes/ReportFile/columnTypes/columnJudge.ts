import { PLAIN, type RowBatch } from '../csv/rowBatch';
import { BooleanForm } from './booleanForm';
import type { ColumnType } from './columnType';
import { DateForm } from './dateForm';
import type { Form } from './form';
import { MomentForm } from './momentForm';
import { NumberForm } from './numberForm';

/** One value in so many may be of another kind, such as "n/a" among amounts. */
const ODD_ONE_IN = 10;
/** Before that many values nothing is decided. */
const PATIENCE = 20;

/** Looks at the values of one column, one after the other, and says at the end what they are. */
export class ColumnJudge {
	/** False once the column is text whatever follows, so it need not be looked at any more. */
	isOpen = true;
	/** How many values are of another kind than most. */
	odd = 0;
	private values = 0;
	/** Of the first value that is not text. */
	private form: Form | undefined;

	constructor(
		private readonly name: string,
		private readonly decimal: 'point' | 'comma',
	) {}

	/** Looks at a cell: at its bytes where they are as usual, at its text otherwise. */
	see(batch: RowBatch, cell: number): void {
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		if (start === end || !this.isOpen) return;
		const isUsual = batch.kinds[cell] === PLAIN && this.form?.takesBytes(batch.bytes, start, end) === true;
		if (!isUsual) return this.seeText(batch.cellText(cell));
		this.values++;
		this.decide();
	}

	/** The same, by the value alone. */
	seeText(text: string): void {
		if (text === '' || !this.isOpen) return;
		this.values++;
		const takes =
			this.form === undefined ? (this.form = this.formOf(text)) !== undefined : this.form.takes(text);
		if (!takes) this.odd++;
		this.decide();
	}

	type(): ColumnType {
		if (this.form === undefined || !this.isOpen || this.hasTooManyOdd) return { kind: 'text' };
		return this.form.type();
	}

	private get hasTooManyOdd(): boolean {
		return this.odd * ODD_ONE_IN > this.values;
	}

	private decide(): void {
		if (this.form?.isBroken === true || (this.hasTooManyOdd && this.values >= PATIENCE)) this.isOpen = false;
	}

	/** The first form that takes a value. */
	private formOf(text: string): Form | undefined {
		const forms = [
			new NumberForm(this.name, this.decimal),
			new BooleanForm(),
			new DateForm(),
			new MomentForm(),
		];
		return forms.find((form) => form.takes(text));
	}
}
