/** Strings first, so digits inside them are never taken for a number. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A decimal with that many significant digits comes back from a JavaScript number as it went in. */
const EXACT_DIGITS = 15;
/** No amount has more characters; a longer number is not looked at closely, which would take its time. */
const LENGTH_AT_MOST = 400;

/**
 * Reads JSON, and keeps as text every number that a JavaScript number cannot hold exactly: an amount is never rounded.
 * Undefined when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		const exact = text.replace(STRING_OR_NUMBER, (token) =>
			token.startsWith('"') || isExact(token) ? token : `"${token}"`,
		);
		return exact.length === text.length ? value : JSON.parse(exact);
	} catch {
		return undefined;
	}
}

function isExact(token: string): boolean {
	if (token.length > LENGTH_AT_MOST) return false;
	const number = Number(token);
	if (String(number) === token) return true;
	const mantissa = token.replace(/^-|[eE].*$/g, '');
	const fraction = mantissa.includes('.') ? mantissa.replace(/0+$/, '') : mantissa;
	const digits = fraction.replace('.', '').replace(/^0+/, '');
	const isInRange = Number.isFinite(number) && (number !== 0 || digits === '');
	return isInRange && digits.length <= EXACT_DIGITS;
}
