import type { ColumnType } from './columnType';
import type { Form } from './form';
import { namesIds } from './namesIds';
import { plainNumber } from './plainNumber';
import { UsualNumber } from './usualNumber';

/** More significant digits than a double holds for certain; such numbers are IDs, or would lose digits in Excel. */
const DIGITS_AT_MOST = 15;

/** Numbers, as `plainNumber` knows them. */
export class NumberForm implements Form {
	isBroken = false;
	private scale = 0;
	private wholeDigits = 0;
	private isGrouped = false;
	private readonly usual: UsualNumber;

	constructor(
		private readonly name: string,
		private readonly decimal: 'point' | 'comma',
	) {
		this.usual = new UsualNumber(decimal);
	}

	takesBytes(bytes: Uint8Array, start: number, end: number): boolean {
		const { usual } = this;
		if (!usual.read(bytes, start, end, DIGITS_AT_MOST)) return false;
		if (usual.whole > this.wholeDigits) this.wholeDigits = usual.whole;
		if (usual.scale > this.scale) this.scale = usual.scale;
		return true;
	}

	takes(text: string): boolean {
		const plain = plainNumber(text, this.decimal);
		if (plain === undefined) return false;
		const start = plain.charCodeAt(0) === 45 ? 1 : 0;
		const point = plain.indexOf('.');
		const whole = (point < 0 ? plain.length : point) - start;
		const scale = point < 0 ? 0 : plain.length - point - 1;
		// 00123 is an ID, not a number, and +49… a telephone number: one of them makes the whole column text.
		const isId = (whole > 1 && plain.charCodeAt(start) === 48) || text.charCodeAt(0) === 43;
		this.isBroken ||= isId || whole + scale > DIGITS_AT_MOST;
		if (whole > this.wholeDigits) this.wholeDigits = whole;
		if (scale > this.scale) this.scale = scale;
		this.isGrouped ||= plain.length < text.length && /\d[.,]\d{3}([.,]|$|\D)/.test(text);
		return true;
	}

	type(): ColumnType {
		const { scale, wholeDigits, isGrouped } = this;
		if (scale === 0 && namesIds(this.name)) return { kind: 'text' };
		return { kind: 'number', scale, wholeDigits, isGrouped };
	}
}
