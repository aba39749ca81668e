import { CsvError } from './csvError';

const EQUALS = 61;
const NOT_ASCII = 0x80;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of some bytes. */
export function decodeCell(bytes: Buffer, start: number, end: number): string {
	for (let at = start; at < end; at++) {
		if (bytes[at]! >= NOT_ASCII) return decodeUtf8(bytes, start, end);
	}
	return bytes.toString('latin1', start, end);
}

/** Excel keeps leading zeros when they are written as the formula `="00123"`: the value is what stands within. */
export function unwrapped(text: string): string {
	if (text.charCodeAt(0) !== EQUALS || text.length < 3) return text;
	return /^="[^"]*"$/.test(text) ? text.slice(2, -1) : text;
}

/** A backslash stands for nothing but the quote or backslash after it; before anything else it is a backslash. */
export function unescaped(text: string, quote: string): string {
	let value = '';
	for (let at = 0; at < text.length; at++) {
		const next = text[at + 1];
		const isEscape =
			(text[at] === '\\' && (next === quote || next === '\\')) || (text[at] === quote && next === quote);
		if (isEscape) at++;
		value += text[at];
	}
	return value;
}

/** What stands in a text for bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';

/** To decode strictly takes several times as long, so it is done only when it can matter. */
function decodeUtf8(bytes: Buffer, start: number, end: number): string {
	const text = bytes.toString('utf8', start, end);
	return text.includes(REPLACEMENT) ? decodeStrictly(bytes.subarray(start, end)) : text;
}

function decodeStrictly(bytes: Buffer): string {
	try {
		return strict.decode(bytes);
	} catch {
		throw notUtf8(bytes);
	}
}

const notUtf8 = (bytes: Buffer) =>
	new CsvError(
		`The file holds a value that is not UTF-8: "${bytes.toString('latin1').slice(0, 60)}"`,
		'Choose "Windows-1252 or ISO 8859-1" as the encoding in the options, and check the values.',
	);
