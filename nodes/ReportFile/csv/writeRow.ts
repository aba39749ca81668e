import type { Dialect } from './dialect';

export type Written = Pick<Dialect, 'delimiter' | 'quote' | 'newline'>;

/** What people expect of a CSV file (RFC 4180). */
export const standard: Written = { delimiter: ',', quote: '"', newline: 'crlf' };

export const lineEndOf = ({ newline }: Pick<Dialect, 'newline'>) =>
	newline === 'crlf' ? '\r\n' : newline === 'cr' ? '\r' : '\n';

/** Writes rows as text, each with its line end; values that need quotes get them, with quotes in them doubled. */
export function rowWriter({
	delimiter,
	quote: chosen,
	newline,
}: Written): (values: readonly string[]) => string {
	const quote = chosen === '' ? '"' : chosen;
	const lineEnd = lineEndOf({ newline });
	const needsQuotes = (value: string) =>
		value.includes(delimiter) || value.includes(quote) || value.includes('\n') || value.includes('\r');
	const write = (value: string) =>
		needsQuotes(value) ? quote + value.replaceAll(quote, quote + quote) + quote : value;
	return (values) => {
		// A row of one blank value would be a blank line, which readers take for nothing.
		if (values.length === 1 && values[0] === '') return `${quote}${quote}${lineEnd}`;
		let line = '';
		for (let index = 0; index < values.length; index++) {
			if (index > 0) line += delimiter;
			line += write(values[index]!);
		}
		return line + lineEnd;
	};
}
