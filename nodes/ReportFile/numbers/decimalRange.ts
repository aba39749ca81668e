import { compareDecimals, type Decimal } from './decimal';
import type { NumberReader } from './numberReader';

/** The smallest and the largest of some numbers. */
export class DecimalRange {
	min: Decimal | undefined;
	max: Decimal | undefined;
	/** The same as doubles, which tell in nearly all cases that a number is neither. */
	private low = Infinity;
	private high = -Infinity;

	/** Takes in what was read last. */
	add(read: NumberReader): void {
		const near = read.large === undefined ? read.value / 10 ** read.scale : Infinity;
		if (near > this.low && near < this.high) return;
		const decimal = read.decimalRead();
		if (this.min === undefined || compareDecimals(decimal, this.min) < 0) this.min = decimal;
		if (this.max === undefined || compareDecimals(decimal, this.max) > 0) this.max = decimal;
		// A little inside, since a double may be off by its last bit.
		this.low = inward(this.min, 1);
		this.high = inward(this.max, -1);
	}
}

function inward({ digits, scale }: Decimal, direction: 1 | -1): number {
	const near = Number(digits) / 10 ** scale;
	return near + direction * Math.abs(near) * 1e-14;
}
