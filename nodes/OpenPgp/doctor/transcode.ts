import type { Bytes } from '../../shared/files/streams';
import { OpenPgpError } from '../openPgpError';
import { takeWritten, type TextForm } from './plainBytes';
import { textPieces } from './textPieces';

/** UTF-16, as Windows PowerShell writes output redirected with `>`, converted to UTF-8. */
export async function* fromUtf16(source: Bytes, order: 'utf-16le' | 'utf-16be'): AsyncGenerator<Buffer> {
	const decoder = new TextDecoder(order);
	for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
	yield Buffer.from(decoder.decode());
}

/** Binary data that was read as Latin-1 and written as UTF-8: each octet is one character. */
export async function* fromLatin1(source: Bytes): AsyncGenerator<Buffer> {
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	const decode = (chunk?: Uint8Array) => {
		const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
		if (/[\u0100-\uffff]/.test(text)) throw mixed();
		return Buffer.from(text, 'latin1');
	};
	for await (const chunk of source) yield decode(chunk);
	yield decode();
}

/** Base64 or hexadecimal digits, from `start` in the text to their end. */
export async function* fromWritten(source: Bytes, form: TextForm, start: number): AsyncGenerator<Buffer> {
	const group = form === 'hex' ? 2 : 4;
	let skip = start;
	let carried = '';
	let isOver = false;
	for await (const piece of textPieces(source)) {
		const text = piece.slice(skip);
		skip -= piece.length - text.length;
		if (isOver) {
			// A second one in the same text must not be ignored silently.
			if (/[A-Za-z0-9+/_-]{64}/.test(text)) throw mixed();
			continue;
		}
		const { data, end } = takeWritten(text);
		isOver = end !== undefined;
		if (isOver && /[A-Za-z0-9+/_-]{64}/.test(text.slice(end))) throw mixed();
		const characters = carried + data;
		const length = isOver ? characters.length : characters.length - (characters.length % group);
		carried = characters.slice(length);
		if (length > 0) yield Buffer.from(characters.slice(0, length), form);
	}
	if (carried !== '') yield Buffer.from(carried, form);
}

const mixed = () =>
	new OpenPgpError(
		'The file is text with an OpenPGP message among other data, and it is not certain where the message begins and ends',
		'Take the message out first, for example with Edit Fields, and make a file from it: Convert to File > Move Base64 String to File.',
	);
