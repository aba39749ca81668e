import { CsvError } from '../csv/csvError';

export type OutputEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'windows-1252';

/** Turns texts that follow one another into bytes; the first one begins with the mark of the encoding, where it has one. */
export function encoderOf(encoding: OutputEncoding): (text: string) => Buffer {
	if (encoding === 'windows-1252') return toWindows1252;
	let mark = encoding === 'utf-8' ? '' : '\ufeff';
	return (text) => {
		const bytes = Buffer.from(mark + text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
		mark = '';
		return bytes;
	};
}

let codes: Map<string, number> | undefined;

function toWindows1252(text: string): Buffer {
	const bytes = Buffer.allocUnsafe(text.length);
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		bytes[at] = code < 0x80 ? code : codeOf(text, at);
	}
	return bytes;
}

function codeOf(text: string, at: number): number {
	codes ??= new Map(
		Array.from(
			new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
		).map((character, byte) => [character, byte]),
	);
	const code = codes.get(text[at]!);
	if (code !== undefined) return code;
	throw new CsvError(
		`Windows-1252 cannot hold the character "${String.fromCodePoint(text.codePointAt(at)!)}", which is in the file`,
		'Choose UTF-8 under "Output Encoding".',
	);
}
