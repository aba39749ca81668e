import type { Bytes } from '../../shared/files/streams';
import { OpenPgpError } from '../openPgpError';
import { findArmorData, takeBase64 } from './armorData';
import { unwrappedPieces } from './textPieces';

/** How much text may precede the armour; a mail with its headers fits. */
const LEADING_TEXT_AT_MOST = 1024 * 1024;
/** Headers of an armour are shorter than this. */
const HEADERS_AT_MOST = 8 * 1024;
const begin = /-----BEGIN PGP (MESSAGE|SIGNATURE|ARMORED FILE)-----/;

/**
 * The bytes of an armour that does not follow the standard (RFC 9580, section 6.2): quoted, on one line, in a web page, with
 * odd headers. Streams; the END line must be there, and no second armour may follow.
 */
export async function* decodeOddArmor(source: Bytes): AsyncGenerator<Buffer> {
	let text = '';
	let state: 'before' | 'headers' | 'data' | 'end' | 'after' = 'before';
	let carried = '';
	for await (const piece of withEnd(unwrappedPieces(source))) {
		const isLast = piece === undefined;
		text += piece ?? '';
		if (state === 'before') {
			const found = begin.exec(text);
			if (found === null) {
				if (text.length > LEADING_TEXT_AT_MOST) throw unreadable();
				continue;
			}
			text = text.slice(found.index + found[0].length);
			state = 'headers';
		}
		if (state === 'headers') {
			if (!isLast && text.length < HEADERS_AT_MOST && !text.includes('-----END')) continue;
			const start = findArmorData(text.slice(0, HEADERS_AT_MOST));
			if (start === undefined) throw unreadable();
			text = text.slice(start);
			state = 'data';
		}
		if (state === 'data') {
			const { data, end } = takeBase64(text);
			const characters = carried + data;
			const length = characters.length - (end === undefined ? characters.length % 4 : 0);
			carried = characters.slice(length);
			if (length > 0) yield Buffer.from(characters.slice(0, length), 'base64');
			text = end === undefined ? '' : text.slice(end);
			if (end !== undefined) state = 'end';
		}
		if (state === 'end') {
			const at = text.indexOf('-----END');
			if (at >= 0) {
				text = text.slice(at + 8);
				state = 'after';
			} else if (/^=?[^=]{300}/.test(text)) throw unreadable();
		}
		if (state === 'after') {
			if (begin.test(text)) throw severalMessages();
			text = text.slice(-100);
		}
	}
	if (state === 'before' || state === 'headers') throw unreadable();
	if (state !== 'after') throw cutOff();
}

/** The pieces, and then undefined. */
async function* withEnd(pieces: AsyncIterable<string>): AsyncGenerator<string | undefined> {
	yield* pieces;
	yield undefined;
}

export const unreadable = () =>
	new OpenPgpError(
		'The ASCII armour of the file (its text form, between BEGIN and END) cannot be read. No key was tried',
		'Fetch the file again, as a file and not as text. If that does not help, ask the sender for the binary form (gpg without --armor).',
	);

export const cutOff = () =>
	new OpenPgpError(
		'The file is cut off: its END line is missing. No key was needed to see that',
		'Fetch the file again. If it is cut off again, ask the sender whether it was uploaded to its end.',
	);

export const severalMessages = () =>
	new OpenPgpError(
		'The file holds several OpenPGP messages, one after the other, and only one can be opened at a time. Nothing of it was kept',
		'Split it before this node, or ask the sender to send each message as a file.',
		'oneFile',
	);
