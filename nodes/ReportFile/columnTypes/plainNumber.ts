import { NUMBER_CHARACTERS_AT_MOST } from '../numbers/parseDecimal';

const ZERO = 48;
const NINE = 57;
const MINUS = 45;

const grouped = {
	point: /^([-+]?)\d{1,3}(,\d{3})+(\.\d+)?$/,
	comma: /^([-+]?)\d{1,3}(\.\d{3})+(,\d+)?$/,
};

/**
 * A number as people write it, in bare digits: `1,234.50` gives `1234.50`, `(12)` and `12-` give `-12`. Undefined for
 * everything else, also for exponents: `1E+05` may have been an ID before a spreadsheet took it for a number.
 */
export function plainNumber(text: string, decimal: 'point' | 'comma'): string | undefined {
	if (text.length > NUMBER_CHARACTERS_AT_MOST) return undefined;
	if (decimal === 'point' && isPlain(text)) return text;
	const trimmed = text.trim();
	const inBrackets = /^\(([^()+-]+)\)$/.exec(trimmed)?.[1] ?? /^([^()+-]+)-$/.exec(trimmed)?.[1];
	const signed = inBrackets === undefined ? trimmed : `-${inBrackets.trim()}`;
	const [group, point] = decimal === 'point' ? [',', '.'] : ['.', ','];
	const bare = grouped[decimal].test(signed) ? signed.replaceAll(group, '') : signed;
	const plain = point === ',' ? bare.replace(',', '.') : bare;
	// A point that was one of thousands, in the wrong place, must not become a decimal point.
	if (point === ',' && bare.includes('.')) return undefined;
	const unsigned = plain.startsWith('+') ? plain.slice(1) : plain;
	return isPlain(unsigned) ? unsigned : undefined;
}

/** Digits with at most one point among them, and a minus before them at most; the fast way for most values. */
function isPlain(text: string): boolean {
	const length = text.length;
	let at = text.charCodeAt(0) === MINUS ? 1 : 0;
	if (at === length) return false;
	let point = -1;
	for (const start = at; at < length; at++) {
		const sign = text.charCodeAt(at);
		if (sign >= ZERO && sign <= NINE) continue;
		if (sign !== 46 || point >= 0 || at === start || at === length - 1) return false;
		point = at;
	}
	return true;
}
