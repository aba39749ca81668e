import type { Dialect } from '../csv/dialect';
import { compareDecimals } from './decimal';
import { parseDecimal } from './parseDecimal';

const CURRENCY = /[$€£¥]/;
/** Numbers without one of them read the same with either mark. */
const MARKS = /[.,]/;

type Mark = Dialect['decimal'];

/** A number with the other decimal mark and without marks between its thousands; its sign and currency stay. */
export function changeMark(text: string, from: Mark, to: Mark): string {
	const [group, point] = from === 'point' ? [',', '.'] : ['.', ','];
	return text.replaceAll(group, '').replace(point, to === 'point' ? '.' : ',');
}

/** Whether a text is an amount whatever else is in its column: a number with a currency sign. */
export const isAmount = (text: string, mark: Mark): boolean =>
	CURRENCY.test(text) && parseDecimal(text, mark) !== undefined;

/** Whether a text is a number that a reader with the other decimal mark would take for another one, or for none. */
export function readsDifferently(text: string, from: Mark, to: Mark): boolean {
	if (from === to || !MARKS.test(text)) return false;
	const number = parseDecimal(text, from);
	if (number === undefined) return false;
	const other = parseDecimal(text, to);
	return other === undefined || compareDecimals(number, other) !== 0;
}
