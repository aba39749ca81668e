import type { Dialect } from '../csv/dialect';

/** What bytes can be part of. */
export const DIGIT = 1;
export const SIGN = 2;
export const MARK = 4;
/** Of dates and times, beside digits and signs. */
const DATE = 8;
/** Of amounts that are written otherwise than by digits, a sign and a mark. */
const AMOUNT = 16;
/** Of neither a number nor a date. */
export const OTHER = 32;

/** The class of each byte. */
export const byteClasses = (decimal: Dialect['decimal']): Uint8Array => byMark[decimal];

const byMark = { point: classesWith('point'), comma: classesWith('comma') };

function classesWith(decimal: Dialect['decimal']): Uint8Array {
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
