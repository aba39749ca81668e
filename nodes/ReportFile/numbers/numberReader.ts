import type { Dialect } from '../csv/dialect';
import type { RowBatch } from '../csv/rowBatch';
import type { Decimal } from './decimal';
import { parseDecimal } from './parseDecimal';

/** What a cell holds. */
export const BLANK = 0;
export const NUMBER = 1;
export const NO_NUMBER = 2;

/** A longer value is neither a number nor a date, so it need not be looked through. */
export const NUMBER_BYTES_AT_MOST = 200;

/** Up to here, a double counts exactly. */
const SAFE_DIGITS = 15;
const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const PLUS = 43;

/**
 * Reads the numbers of cells, exactly. A usual amount is read from its bytes into `value` (an integer) and `scale`; any other
 * by way of its text into `large`. The fields hold what was read last.
 */
export class NumberReader {
	value = 0;
	scale = 0;
	/** Whether there is a decimal mark in it, even if nothing follows: `1.`. Says nothing of `large`. */
	hasMark = false;
	/** Instead of `value` and `scale`. */
	large: Decimal | undefined;
	private readonly mark: number;

	constructor(private readonly decimal: Dialect['decimal']) {
		this.mark = decimal === 'point' ? 46 : 44;
	}

	read(batch: RowBatch, cell: number): typeof BLANK | typeof NUMBER | typeof NO_NUMBER {
		const { bytes } = batch;
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		if (start === end) return BLANK;
		return this.readPlain(bytes, start, end) ? NUMBER : this.readText(batch, cell);
	}

	/** Reads digits, with a sign before them and one mark at most. False when there is anything else, or too many digits. */
	readPlain(bytes: Buffer, start: number, end: number): boolean {
		let at = start;
		const first = bytes[at]!;
		if (first === MINUS || first === PLUS) at++;
		let value = 0;
		let digits = 0;
		let markAt = -1;
		for (; at < end; at++) {
			const byte = bytes[at]!;
			if (byte >= ZERO && byte <= NINE) {
				value = value * 10 + (byte - ZERO);
				digits++;
			} else if (byte === this.mark && markAt < 0) markAt = at;
			else return false;
		}
		if (digits === 0 || digits > SAFE_DIGITS) return false;
		this.value = first === MINUS ? -value : value;
		this.hasMark = markAt >= 0;
		this.scale = markAt < 0 ? 0 : end - markAt - 1;
		this.large = undefined;
		return true;
	}

	/** What was read last. */
	decimalRead(): Decimal {
		return this.large ?? { digits: BigInt(this.value), scale: this.scale };
	}

	private readText(batch: RowBatch, cell: number) {
		if (batch.ends[cell]! - batch.starts[cell]! > NUMBER_BYTES_AT_MOST) return NO_NUMBER;
		const text = batch.lenientText(cell);
		if (text.trim() === '') return BLANK;
		this.large = parseDecimal(text, this.decimal);
		return this.large === undefined ? NO_NUMBER : NUMBER;
	}
}
