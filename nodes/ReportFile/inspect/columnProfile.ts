import type { Dialect } from '../csv/dialect';
import { ODD, PLAIN, type RowBatch } from '../csv/rowBatch';
import { formatDecimal, type Decimal } from '../numbers/decimal';
import { DecimalRange } from '../numbers/decimalRange';
import { DecimalSum } from '../numbers/decimalSum';
import { NUMBER, NUMBER_BYTES_AT_MOST, NumberReader } from '../numbers/numberReader';
import { toIsoDate } from '../rows/dates';
import { isIso } from './isIso';

export type ColumnType = 'integer' | 'decimal' | 'date' | 'dateTime' | 'boolean' | 'text' | 'blank';

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 80;
/** In a column that has one value only, others are not looked for to the end. */
const LOOKS_FOR_EXAMPLES = 1_000;
const ZERO = 48;
const SPACE = 32;

/** Digits with a sign at most: of numbers with spaces around them, or another minus. */
const WHOLE = /^[-+−]?(\d+)$/;

/** What bytes can be part of. */
const DIGIT = 1;
const SIGN = 2;
const MARK = 4;
/** Of dates and times, beside digits and signs. */
const DATE = 8;
/** Of amounts that are written otherwise than by digits, a sign and a mark. */
const AMOUNT = 16;
const OTHER = 32;

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
	private low: Buffer | undefined;
	private high: Buffer | undefined;
	private readonly examples: string[] = [];
	private looks = 0;

	constructor({ decimal }: Pick<Dialect, 'decimal'>) {
		this.reader = new NumberReader(decimal);
		this.classes = classesOf(decimal);
	}

	add(batch: RowBatch, cell: number): void {
		const { bytes } = batch;
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		// Blank is what NumberReader and Get Rows take for blank: nothing, or nothing but spaces.
		if (start === end || (mayBeSpace(bytes[start]!) && batch.lenientText(cell).trim() === '')) {
			this.blank++;
			return;
		}
		if (end - start > this.longest) this.longest = end - start;
		if (this.looks < LOOKS_FOR_EXAMPLES && this.examples.length < EXAMPLES) this.takeExample(batch, cell);
		const kind = batch.kinds[cell]!;
		if (kind === ODD) this.odd++;
		if (end - start <= NUMBER_BYTES_AT_MOST && this.addTyped(batch, cell)) return;
		if (end - start <= 5 && isBoolean(bytes, start, end)) this.booleans++;
		else this.texts++;
		if (kind === PLAIN) this.addText(bytes, start, end);
		else {
			const text = Buffer.from(batch.lenientText(cell));
			this.addText(text, 0, text.length);
		}
	}

	private addTyped(batch: RowBatch, cell: number): boolean {
		const { bytes } = batch;
		const { classes } = this;
		const end = batch.ends[cell]!;
		let seen = 0;
		for (let at = batch.starts[cell]!; at < end; at++) seen |= classes[bytes[at]!]!;
		if ((seen & DIGIT) === 0) return false;
		if ((seen & ~(DIGIT | SIGN | MARK)) === 0 && this.addNumber(batch, cell, seen)) return true;
		return (seen & OTHER) === 0 && this.addOtherForm(batch, cell);
	}

	private addNumber(batch: RowBatch, cell: number, seen: number): boolean {
		// 2026-01-31 has nothing but digits and signs, too.
		const start = batch.starts[cell]!;
		if ((seen & SIGN) !== 0 && this.classes[batch.bytes[start]!] === DIGIT && batch.ends[cell]! - start >= 8)
			return false;
		if (this.reader.read(batch, cell) !== NUMBER) return false;
		this.numbers++;
		if ((seen & MARK) === 0) {
			this.integers++;
			if (batch.bytes[start] === ZERO && batch.ends[cell]! - start > 1) this.leadingZeros++;
		}
		this.sum.add(this.reader);
		this.range.add(this.reader);
		return true;
	}

	/** Dates, and amounts with thousands separators, currency signs or exponents. */
	private addOtherForm(batch: RowBatch, cell: number): boolean {
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		if (isIso(batch.bytes, start, end)) {
			if (end - start > 10) this.dateTimes++;
			else this.dates++;
			this.addText(batch.bytes, start, end);
			return true;
		}
		const text = batch.lenientText(cell);
		if (toIsoDate(text, 'dayFirst') !== undefined || toIsoDate(text, 'monthFirst') !== undefined) {
			if (text.trim().length > 10) this.dateTimes++;
			else this.dates++;
			this.addText(batch.bytes, start, end);
			return true;
		}
		if (this.reader.read(batch, cell) !== NUMBER) return false;
		this.numbers++;
		const whole = WHOLE.exec(text.trim())?.[1];
		if (whole !== undefined) this.integers++;
		if (whole !== undefined && whole.length > 1 && whole.startsWith('0')) this.leadingZeros++;
		this.sum.add(this.reader);
		this.range.add(this.reader);
		return true;
	}

	private addText(bytes: Buffer, start: number, end: number): void {
		const { low, high } = this;
		if (low === undefined || high === undefined) {
			this.low = this.high = Buffer.from(bytes.subarray(start, Math.min(end, start + 200)));
			return;
		}
		if (isBefore(bytes, start, end, low))
			this.low = Buffer.from(bytes.subarray(start, Math.min(end, start + 200)));
		else if (isAfter(bytes, start, end, high))
			this.high = Buffer.from(bytes.subarray(start, Math.min(end, start + 200)));
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
		const smallest = isNumber ? shown(this.range.min) : this.textOf(this.low, this.range.min);
		const largest = isNumber ? shown(this.range.max) : this.textOf(this.high, this.range.max);
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

function classesOf(decimal: Dialect['decimal']): Uint8Array {
	const classes = new Uint8Array(256).fill(OTHER);
	const set = (characters: string, value: number) => {
		for (const byte of Buffer.from(characters)) classes[byte] = value;
	};
	set("$€£¥()'’−Ee\u00a0\u202f", AMOUNT);
	set(decimal === 'point' ? ',' : '.', AMOUNT);
	set(':/TZ ', DATE);
	set('-+', SIGN);
	set(decimal === 'point' ? '.' : ',', MARK);
	set('0123456789', DIGIT);
	return classes;
}

/** A space, a control character, or the first byte of any other: a no-break space is one, too. */
const mayBeSpace = (byte: number) => byte <= SPACE || byte >= 0x80;

/** Whether some bytes come before others, in the order of their texts. */
function isBefore(bytes: Buffer, start: number, end: number, other: Buffer): boolean {
	const length = Math.min(end - start, other.length);
	for (let at = 0; at < length; at++) {
		const difference = bytes[start + at]! - other[at]!;
		if (difference !== 0) return difference < 0;
	}
	return end - start < other.length;
}

function isAfter(bytes: Buffer, start: number, end: number, other: Buffer): boolean {
	const length = Math.min(end - start, other.length);
	for (let at = 0; at < length; at++) {
		const difference = bytes[start + at]! - other[at]!;
		if (difference !== 0) return difference > 0;
	}
	return end - start > other.length;
}

const booleans = new Set(['true', 'false', 'yes', 'no']);
/** t, f, y and n in both cases: texts that begin otherwise need not become strings. */
const booleanStarts = new Set(Buffer.from('tfynTFYN'));

const isBoolean = (bytes: Buffer, start: number, end: number): boolean =>
	booleanStarts.has(bytes[start]!) && booleans.has(bytes.toString('latin1', start, end).toLowerCase());
