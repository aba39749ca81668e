import type { ColumnType } from './columnType';
import { readDate, readMoment, type DateOrder } from './dates';
import { namesIds } from './namesIds';
import { plainNumber } from './plainNumber';

/** More significant digits than a double holds for certain; such numbers are IDs, or would lose digits in Excel. */
const DIGITS_AT_MOST = 15;
/** One value in so many may be of another kind, such as "n/a" among amounts. */
const ODD_ONE_IN = 10;
/** Before that many values nothing is decided. */
const PATIENCE = 20;

type Kind = Exclude<ColumnType['kind'], 'text'>;

/** Looks at the values of one column, one after the other, and says at the end what they are. */
export class ColumnJudge {
	private kind: Kind | 'text' | undefined;
	private values = 0;
	/** How many values are of another kind than most. */
	odd = 0;
	private scale = 0;
	private wholeDigits = 0;
	private isGrouped = false;
	private orders: DateOrder[] = [];
	private isUtc: boolean | undefined;
	private fraction = 0;

	constructor(
		private readonly name: string,
		private readonly decimal: 'point' | 'comma',
	) {}

	/** False once the column is text whatever follows, so it need not be looked at any more. */
	get isOpen(): boolean {
		return this.kind !== 'text';
	}

	see(text: string): void {
		if (text === '' || this.kind === 'text') return;
		this.values++;
		this.kind ??= this.firstKind(text);
		if (this.kind === undefined || !this.fits(this.kind, text)) this.odd++;
		if (this.odd * ODD_ONE_IN > this.values && this.values >= PATIENCE) this.kind = 'text';
	}

	type(): ColumnType {
		if (this.kind === undefined || this.odd * ODD_ONE_IN > this.values) return { kind: 'text' };
		const { scale, wholeDigits, isGrouped } = this;
		switch (this.kind) {
			case 'number':
				if (scale === 0 && namesIds(this.name)) return { kind: 'text' };
				return { kind: 'number', scale, wholeDigits, isGrouped };
			case 'date':
				// 03/04/2026 is in March or in April: only a value that can be but one of them tells.
				return this.orders.length === 1 ? { kind: 'date', order: this.orders[0]! } : { kind: 'text' };
			case 'dateTime':
				return { kind: 'dateTime', isUtc: this.isUtc === true, fraction: this.fraction };
			default:
				return { kind: this.kind };
		}
	}

	private firstKind(text: string): Kind | undefined {
		if (plainNumber(text, this.decimal) !== undefined) return 'number';
		if (/^(true|false)$/i.test(text)) return 'boolean';
		this.orders = (['iso', 'dotted', 'dayFirst', 'monthFirst'] as const).filter(
			(order) => readDate(text, order) !== undefined,
		);
		if (this.orders.length > 0) return 'date';
		return readMoment(text) === undefined ? undefined : 'dateTime';
	}

	private fits(kind: Kind, text: string): boolean {
		switch (kind) {
			case 'number':
				return this.fitsNumber(text);
			case 'boolean':
				return /^(true|false)$/i.test(text);
			case 'date':
				return this.fitsDate(text);
			default:
				return this.fitsMoment(text);
		}
	}

	private fitsNumber(text: string): boolean {
		const plain = plainNumber(text, this.decimal);
		if (plain === undefined) return false;
		const start = plain.charCodeAt(0) === 45 ? 1 : 0;
		const point = plain.indexOf('.');
		const whole = (point < 0 ? plain.length : point) - start;
		const scale = point < 0 ? 0 : plain.length - point - 1;
		// 00123 is an ID, not a number, and +49… a telephone number: one of them makes the whole column text.
		const isId = (whole > 1 && plain.charCodeAt(start) === 48) || text.charCodeAt(0) === 43;
		if (isId || whole + scale > DIGITS_AT_MOST) this.kind = 'text';
		if (whole > this.wholeDigits) this.wholeDigits = whole;
		if (scale > this.scale) this.scale = scale;
		this.isGrouped ||= plain.length < text.length && /\d[.,]\d{3}([.,]|$|\D)/.test(text);
		return true;
	}

	private fitsDate(text: string): boolean {
		const left = this.orders.filter((order) => readDate(text, order) !== undefined);
		if (left.length === 0) {
			// A day first here, a month first there: they cannot be told apart.
			const isOther = readDate(text, 'dayFirst') !== undefined || readDate(text, 'monthFirst') !== undefined;
			if (isOther) this.kind = 'text';
			return false;
		}
		this.orders = left;
		return true;
	}

	private fitsMoment(text: string): boolean {
		const moment = readMoment(text);
		if (moment === undefined) return false;
		this.isUtc ??= moment.isUtc;
		// With and without a zone in one column: one of the two would be wrong.
		if (this.isUtc !== moment.isUtc) this.kind = 'text';
		this.fraction = Math.max(this.fraction, moment.fraction);
		return true;
	}
}
