import type { ColumnType } from './columnType';
import { readDate, type DateOrder } from './dates';
import type { Form } from './form';
import { usualDay } from './usualDates';

/** Days of the calendar, in all orders in which all of them can be read. */
export class DateForm implements Form {
	isBroken = false;
	private orders: readonly DateOrder[] = ['iso', 'dotted', 'dayFirst', 'monthFirst'];

	takesBytes(bytes: Uint8Array, start: number, end: number): boolean {
		return this.orders[0] === 'iso' && this.orders.length === 1 && usualDay(bytes, start, end) >= 0;
	}

	takes(text: string): boolean {
		const left = this.orders.filter((order) => readDate(text, order) !== undefined);
		if (left.length === 0) {
			// A day first here, a month first there: they cannot be told apart.
			this.isBroken ||=
				readDate(text, 'dayFirst') !== undefined || readDate(text, 'monthFirst') !== undefined;
			return false;
		}
		this.orders = left;
		return true;
	}

	type(): ColumnType {
		// 03/04/2026 is in March or in April: only a value that can be but one of them tells.
		return this.orders.length === 1 ? { kind: 'date', order: this.orders[0]! } : { kind: 'text' };
	}
}
