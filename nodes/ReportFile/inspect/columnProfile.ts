import type { Dialect } from '../csv/dialect';
import { DOUBLED, ODD, PLAIN, type RowBatch } from '../csv/rowBatch';
import { formatDecimal, type Decimal } from '../numbers/decimal';
import { DecimalRange } from '../numbers/decimalRange';
import { DecimalSum } from '../numbers/decimalSum';
import { NUMBER, NUMBER_BYTES_AT_MOST, NumberReader } from '../numbers/numberReader';
import { toIsoDate } from '../rows/dates';
import { byteClasses, DIGIT, MARK, OTHER, SIGN } from './byteClasses';
import { isBoolean } from './isBoolean';
import { isIso } from './isIso';
import { quickLook, ROWS_AT_ONCE, ROWS_WORTH_A_LOOK } from './quickLook';
import { TextRange } from './textRange';

export type ColumnType = 'integer' | 'decimal' | 'date' | 'dateTime' | 'boolean' | 'text' | 'blank';

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 80;
/** In a column that has one value only, others are not looked for to the end. */
const LOOKS_FOR_EXAMPLES = 1_000;
/** Of 2026-01-31: what is longer has a time of day. */
const DATE_CHARACTERS = 10;
const ZERO = 48;
const SPACE = 32;
const EQUALS = 61;
/** Holds a value for as long as it is looked at. */
const undoubled = Buffer.alloc(256);

/** Digits with a sign at most: of numbers with spaces around them, or another minus. */
const WHOLE = /^[-+−]?(\d+)$/;

/** What a column holds, cell by cell, in one pass over its bytes. */
export class ColumnProfile {
	blank = 0;
	odd = 0;
	private numbers = 0;
	private integers = 0;
	private leadingZeros = 0;
	private dates = 0;
	private dateTimes = 0;
	private booleans = 0;
	private texts = 0;
	private longest = 0;
	private readonly sum = new DecimalSum();
	private readonly range = new DecimalRange();
	private readonly reader: NumberReader;
	private readonly classes: Uint8Array;
	private readonly mark: number;
	private readonly textRange = new TextRange();
	private readonly examples: string[] = [];
	private looks = 0;

	constructor({ decimal }: Pick<Dialect, 'decimal'>) {
		this.reader = new NumberReader(decimal);
		this.classes = byteClasses(decimal);
		this.mark = (decimal === 'point' ? '.' : ',').charCodeAt(0);
	}

	/** Takes in the cells of a batch: a column at a time, because its cells are alike. */
	add(batch: RowBatch, column: number): void {
		for (let from = 0; from < batch.rows; from += ROWS_AT_ONCE) {
			const to = Math.min(batch.rows, from + ROWS_AT_ONCE);
			if (this.looksForExamples || to - from < ROWS_WORTH_A_LOOK) this.addEach(batch, column, from, to);
			else this.addQuickly(batch, column, from, to);
		}
	}

	private addEach(batch: RowBatch, column: number, from: number, to: number): void {
		for (let row = from; row < to; row++) this.addCell(batch, batch.cellFrom[row]! + column);
	}

	/** By the module, which leaves what is not usual. In a column of texts, numbers and dates do not count any more. */
	private addQuickly(batch: RowBatch, column: number, from: number, to: number): void {
		const { textRange, longest } = this;
		const hasTexts = this.texts > 0;
		const look = quickLook(batch, { column, from, to, hasTexts, longest, textRange, mark: this.mark });
		this.blank += look.blank;
		this.dates += look.dates;
		this.dateTimes += look.dateTimes;
		this.booleans += look.booleans;
		this.numbers += look.numbers.count;
		this.integers += look.numbers.integers;
		this.leadingZeros += look.leadingZeros;
		for (const sum of look.numbers.sums) this.sum.addDecimal(sum);
		for (const number of look.numbers.ends) this.range.addDecimal(number);
		for (const cell of look.left) if (!this.isCoveredDoubled(batch, cell)) this.addCell(batch, cell);
	}

	/**
	 * Whether a value with doubled quotes tells nothing new, in a column of texts; true for nearly all, of which making
	 * strings would take most of the time.
	 */
	private isCoveredDoubled(batch: RowBatch, cell: number): boolean {
		const length = batch.ends[cell]! - batch.starts[cell]!;
		if (this.texts === 0 || batch.kinds[cell] !== DOUBLED || length > this.longest) return false;
		if (length > undoubled.length) return false;
		const first = batch.bytes[batch.starts[cell]!]!;
		if (mayBeSpace(first) || first === EQUALS) return false;
		return this.textRange.covers(undoubled, 0, batch.undouble(cell, undoubled));
	}

	private addCell(batch: RowBatch, cell: number): void {
		const { bytes } = batch;
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		// Blank is what NumberReader and Get Rows take for blank: nothing, or nothing but spaces.
		if (start === end || (mayBeSpace(bytes[start]!) && batch.lenientText(cell).trim() === '')) {
			this.blank++;
			return;
		}
		if (end - start > this.longest) this.longest = end - start;
		if (this.looksForExamples) this.takeExample(batch, cell);
		const kind = batch.kinds[cell]!;
		if (kind === ODD) this.odd++;
		if (end - start <= NUMBER_BYTES_AT_MOST && this.addTyped(batch, cell)) return;
		if (isBoolean(bytes, start, end)) this.booleans++;
		else this.texts++;
		if (kind === PLAIN) this.textRange.add(bytes, start, end);
		else {
			const text = Buffer.from(batch.lenientText(cell));
			this.textRange.add(text, 0, text.length);
		}
	}

	/** Numbers and dates as nearly all reports write them are told from their bytes, before anything else is tried. */
	private addTyped(batch: RowBatch, cell: number): boolean {
		const { bytes } = batch;
		const { classes } = this;
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		if (this.reader.readPlain(bytes, start, end)) {
			this.addNumber(!this.reader.hasMark, bytes[start] === ZERO && end - start > 1);
			return true;
		}
		if (isIso(bytes, start, end)) {
			this.addDate(batch, cell, end - start);
			return true;
		}
		let seen = 0;
		for (let at = start; at < end && (seen & OTHER) === 0; at++) seen |= classes[bytes[at]!]!;
		if ((seen & OTHER) !== 0 || (seen & DIGIT) === 0) return false;
		if ((seen & ~(DIGIT | SIGN | MARK)) === 0 && this.addDigits(batch, cell, seen)) return true;
		return this.addOtherForm(batch, cell);
	}

	/** Digits with signs and marks at most, but too many of them for a double, or in another order than usual. */
	private addDigits(batch: RowBatch, cell: number, seen: number): boolean {
		// 2026-01-31 has nothing but digits and signs, too.
		const start = batch.starts[cell]!;
		const length = batch.ends[cell]! - start;
		if ((seen & SIGN) !== 0 && this.classes[batch.bytes[start]!] === DIGIT && length >= 8) return false;
		if (this.reader.read(batch, cell) !== NUMBER) return false;
		this.addNumber((seen & MARK) === 0, batch.bytes[start] === ZERO && length > 1);
		return true;
	}

	/** Dates, and amounts with thousands separators, currency signs or exponents. */
	private addOtherForm(batch: RowBatch, cell: number): boolean {
		const text = batch.lenientText(cell);
		if (toIsoDate(text, 'dayFirst') !== undefined || toIsoDate(text, 'monthFirst') !== undefined) {
			this.addDate(batch, cell, text.trim().length);
			return true;
		}
		if (this.reader.read(batch, cell) !== NUMBER) return false;
		const whole = WHOLE.exec(text.trim())?.[1];
		this.addNumber(whole !== undefined, whole !== undefined && whole.length > 1 && whole.startsWith('0'));
		return true;
	}

	/** What was read last. */
	private addNumber(isInteger: boolean, hasLeadingZero: boolean): void {
		this.numbers++;
		if (isInteger) this.integers++;
		if (isInteger && hasLeadingZero) this.leadingZeros++;
		this.sum.add(this.reader);
		this.range.add(this.reader);
	}

	private addDate(batch: RowBatch, cell: number, characters: number): void {
		if (characters > DATE_CHARACTERS) this.dateTimes++;
		else this.dates++;
		this.textRange.add(batch.bytes, batch.starts[cell]!, batch.ends[cell]!);
	}

	private get looksForExamples(): boolean {
		return this.looks < LOOKS_FOR_EXAMPLES && this.examples.length < EXAMPLES;
	}

	private takeExample(batch: RowBatch, cell: number): void {
		this.looks++;
		const example = batch.glimpse(cell, EXAMPLE_CHARACTERS);
		if (!this.examples.includes(example)) this.examples.push(example);
	}

	/** The guess at what the column is: what all of its values are, but for the blank ones. */
	get type(): ColumnType {
		const filled = this.numbers + this.dates + this.dateTimes + this.booleans + this.texts;
		if (filled === 0) return 'blank';
		if (this.numbers === filled) {
			// 00123 is an identifier: as a number it would lose its zeros.
			if (this.leadingZeros > 0) return 'text';
			return this.integers === filled ? 'integer' : 'decimal';
		}
		if (this.dates === filled) return 'date';
		if (this.dates + this.dateTimes === filled) return 'dateTime';
		return this.booleans === filled ? 'boolean' : 'text';
	}

	/** What is reported about the column. */
	facts(name: string) {
		const { type } = this;
		const isNumber = type === 'integer' || type === 'decimal';
		const shown = (decimal: Decimal | undefined) =>
			decimal === undefined ? undefined : formatDecimal(decimal);
		const smallest = isNumber ? shown(this.range.min) : this.textOf(this.textRange.low, this.range.min);
		const largest = isNumber ? shown(this.range.max) : this.textOf(this.textRange.high, this.range.max);
		return {
			name,
			type,
			blank: this.blank,
			...(smallest !== undefined && { smallest }),
			...(largest !== undefined && { largest }),
			...(isNumber && { sum: formatDecimal(this.sum.total()) }),
			longest: this.longest,
			examples: this.examples,
		};
	}

	private textOf(bytes: Buffer | undefined, number: Decimal | undefined): string | undefined {
		if (bytes !== undefined) return bytes.toString('utf8').slice(0, EXAMPLE_CHARACTERS);
		return number === undefined ? undefined : formatDecimal(number);
	}
}

/** The first bytes of spaces beyond ASCII, such as the no-break space and the ideographic one; A0 in a file that is not UTF-8. */
const WIDE_SPACES = new Set([0xa0, 0xc2, 0xe1, 0xe2, 0xe3, 0xef]);

/** A space, a control character, or the first byte of another space. */
const mayBeSpace = (byte: number) => byte <= SPACE || (byte >= 0x80 && WIDE_SPACES.has(byte));
