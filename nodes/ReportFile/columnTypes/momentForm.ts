import type { ColumnType } from './columnType';
import { readMoment, type Moment } from './dates';
import type { Form } from './form';
import { UsualMoment } from './usualDates';

/** Dates with a time. */
export class MomentForm implements Form {
	isBroken = false;
	private isUtc: boolean | undefined;
	private fraction = 0;
	private readonly usual = new UsualMoment();

	takesBytes(bytes: Uint8Array, start: number, end: number): boolean {
		if (!this.usual.read(bytes, start, end)) return false;
		this.add(this.usual);
		return true;
	}

	takes(text: string): boolean {
		const moment = readMoment(text);
		if (moment === undefined) return false;
		this.add(moment);
		return true;
	}

	private add({ isUtc, fraction }: Moment): void {
		this.isUtc ??= isUtc;
		// With and without a zone in one column: one of the two would be wrong.
		if (this.isUtc !== isUtc) this.isBroken = true;
		if (fraction > this.fraction) this.fraction = fraction;
	}

	type(): ColumnType {
		return { kind: 'dateTime', isUtc: this.isUtc === true, fraction: this.fraction };
	}
}
