import type { Dialect } from '../csv/dialect';
import type { Decimal } from './decimal';

/** Longer texts are not amounts. */
export const NUMBER_CHARACTERS_AT_MOST = 120;
/** Of `1E+05`; beyond it, a few characters would become a number that fills the memory. */
const EXPONENT_AT_MOST = 60;

const marks = {
	point: { thousands: /,(?=\d{3}(\D|$))/g, grouped: /^\d{1,3}(,\d{3})+(?!\d)/, plain: /^(\d*)(?:\.(\d*))?$/ },
	comma: {
		thousands: /\.(?=\d{3}(\D|$))/g,
		grouped: /^\d{1,3}(\.\d{3})+(?!\d)/,
		plain: /^(\d*)(?:,(\d*))?$/,
	},
};

/**
 * The number that a text is: with thousands separators, as 1E+05, negative by a minus on either side or by parentheses,
 * with a currency sign. Undefined when it is none; an empty text is none.
 */
export function parseDecimal(text: string, decimal: Dialect['decimal']): Decimal | undefined {
	if (text.length > NUMBER_CHARACTERS_AT_MOST) return undefined;
	let rest = text.trim();
	let negatives = 0;
	const inside = /^\((.+)\)$/.exec(rest)?.[1];
	if (inside !== undefined) {
		rest = inside.trim();
		negatives++;
	}
	rest = rest.replace(/^([-+−]?)\s*[$€£¥]\s*/, '$1').replace(/\s*[$€£¥]$/, '');
	const [, before = '', body = '', after = ''] = /^([-+−]?)(.*?)([-−]?)$/.exec(rest) ?? [];
	if (before === '-' || before === '−') negatives++;
	if (after !== '') negatives++;
	if (negatives > 1) return undefined;
	const [, mantissa = '', exponentText] = /^(.*?)(?:[eE]([-+]?\d{1,3}))?$/.exec(body) ?? [];
	const { thousands, grouped, plain } = marks[decimal];
	let ungrouped = mantissa;
	if (grouped.test(mantissa)) ungrouped = mantissa.replace(thousands, '');
	else if (/^\d{1,3}([ '’\u00a0\u202f]\d{3})+(?!\d)/.test(mantissa))
		ungrouped = mantissa.replace(/[ '’\u00a0\u202f]/g, '');
	const parts = plain.exec(ungrouped);
	const digits = parts === null ? '' : (parts[1] ?? '') + (parts[2] ?? '');
	if (digits === '') return undefined;
	const exponent = Number(exponentText ?? 0);
	if (Math.abs(exponent) > EXPONENT_AT_MOST) return undefined;
	const scale = (parts![2]?.length ?? 0) - exponent;
	const size = BigInt(digits) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
	return { digits: negatives === 1 ? -size : size, scale: Math.max(0, scale) };
}
