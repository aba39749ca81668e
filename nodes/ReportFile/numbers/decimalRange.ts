import { compareDecimals, type Decimal } from './decimal';
import type { NumberReader } from './numberReader';
import { powersOfTen } from './powersOfTen';

/** The smallest and the largest of some numbers. */
export class DecimalRange {
	min: Decimal | undefined;
	max: Decimal | undefined;
	/** The same as doubles, which tell in nearly all cases that a number is neither. */
	private low = Infinity;
	private high = -Infinity;
	private lastValue = NaN;
	private lastScale = 0;

	/** Takes in what was read last. */
	add(read: NumberReader): void {
		if (this.isKnown(read)) return;
		const near = read.large === undefined ? read.value / powersOfTen[read.scale]! : Infinity;
		if (this.isWithin(near)) return;
		this.compare(read.decimalRead());
		this.lastValue = read.large === undefined ? read.value : NaN;
		this.lastScale = read.scale;
	}

	addDecimal(decimal: Decimal): void {
		if (!this.isWithin(Number(decimal.digits) / 10 ** decimal.scale)) this.compare(decimal);
	}

	private isWithin(near: number): boolean {
		return near > this.low && near < this.high;
	}

	private compare(decimal: Decimal): void {
		if (this.min === undefined || compareDecimals(decimal, this.min) < 0) this.min = decimal;
		if (this.max === undefined || compareDecimals(decimal, this.max) > 0) this.max = decimal;
		// A little inside, since a double may be off by its last bit.
		this.low = inward(this.min, 1);
		this.high = inward(this.max, -1);
	}

	/** Whether it is the number that was compared last: the usual case in a column of one value. */
	private isKnown({ value, scale, large }: NumberReader): boolean {
		return large === undefined && value === this.lastValue && scale === this.lastScale;
	}
}

function inward({ digits, scale }: Decimal, direction: 1 | -1): number {
	const near = Number(digits) / 10 ** scale;
	return near + direction * Math.abs(near) * 1e-14;
}
