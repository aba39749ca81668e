import { digitsAt, type Decimal } from './decimal';
import type { NumberReader } from './numberReader';
import { powersOfTen } from './powersOfTen';

/** What is added to a sum at once stays below it, so it is still exact. */
const FLUSH_ABOVE = 4e15;
const ADDED_BELOW = 1e15;

/** An exact sum: integers in a double for as long as that is exact, which is nearly always, then in a BigInt. */
export class DecimalSum {
	private low = 0;
	private high = 0n;
	private scale = 0;

	/** Adds what was read last. */
	add({ value, scale, large }: NumberReader): void {
		if (large === undefined) this.addSmall(value, scale);
		else this.addDecimal(large);
	}

	/** Adds a number, or the sum of some. */
	addDecimal(added: Decimal): void {
		if (added.scale > this.scale) this.scaleUp(added.scale);
		this.high += digitsAt(added, this.scale);
	}

	total(): Decimal {
		return { digits: this.high + BigInt(this.low), scale: this.scale };
	}

	private addSmall(value: number, scale: number): void {
		let added = value;
		if (scale !== this.scale) {
			if (scale > this.scale) this.scaleUp(scale);
			added = value * (powersOfTen[this.scale - scale] ?? Infinity);
			if (!(added < ADDED_BELOW && added > -ADDED_BELOW)) {
				this.addDecimal({ digits: BigInt(value), scale });
				return;
			}
		}
		this.low += added;
		if (this.low > FLUSH_ABOVE || this.low < -FLUSH_ABOVE) this.flush();
	}

	private flush(): void {
		this.high += BigInt(this.low);
		this.low = 0;
	}

	private scaleUp(scale: number): void {
		this.flush();
		this.high *= 10n ** BigInt(scale - this.scale);
		this.scale = scale;
	}
}
