/** Signs that XML cannot hold or would change, "_x" as Excel's own escape begins, and spaces that XML would drop. */
// eslint-disable-next-line no-control-regex
const needsCare = /[<>&\u0000-\u001f\ufffe\uffff]|_x|^ | $/;
// eslint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;
const looksEscaped = /_(?=x[0-9a-f]{4}_)/gi;
const outerSpace = /^\s|\s$|[\t\n]/;

/** A text as an element `<t>`. What XML cannot hold is written as Excel does: `_x000D_` (ECMA-376, 22.9.2.19). */
export function textElement(text: string): string {
	if (!needsCare.test(text)) return `<t>${text}</t>`;
	const space = outerSpace.test(text) ? ' xml:space="preserve"' : '';
	return `<t${space}>${escapeText(text)}</t>`;
}

export const escapeText = (text: string): string =>
	text
		.replace(looksEscaped, '_x005F_')
		.replace(unwritable, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;');

export const escapeAttribute = (text: string): string => escapeText(text).replace(/"/g, '&quot;');
