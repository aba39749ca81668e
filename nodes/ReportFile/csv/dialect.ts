export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How the values of a file are written. All characters are ASCII; bytes after decoding are UTF-8. */
export interface Dialect {
	encoding: Encoding;
	/** One ASCII character. */
	delimiter: string;
	/** One ASCII character; empty when the file has no quotes. */
	quote: string;
	/** Before a quote within quotes: the quote itself (RFC 4180), or a backslash, beside which doubling counts as well. */
	escape: 'doubled' | 'backslash';
	/** `cr` is the line end of files from old Macs; everything else ends its lines with LF, with or without CR before it. */
	newline: 'lf' | 'crlf' | 'cr';
	/** Of amounts: `1,234.50` or `1.234,50`. */
	decimal: 'point' | 'comma';
	/** Rows above the header (or above the first row, without one) that are none: a title, `sep=;`. Blank lines apart. */
	titleRows: number;
	hasHeader: boolean;
}

export const LF = 10;
export const CR = 13;
export const BACKSLASH = 92;
