import type { Bytes } from '../../shared/files/streams';
import { turnDue } from '../../shared/run/loopTurn';
import { unwrapText } from './unwrapText';

const PIECE_BYTES = 64 * 1024;
/** How often to look for a place to cut, and how much to hold back at most. */
const LOOK_LENGTH = 32 * 1024;
const HELD_AT_MOST = 256 * 1024;

/** The text of a file in pieces; bytes that are not UTF-8 become U+FFFD. Others get their turn in between. */
export async function* textPieces(source: Bytes): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8');
	for await (const chunk of source) {
		for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
			const piece = chunk.subarray(start, start + PIECE_BYTES);
			await turnDue();
			yield decoder.decode(piece, { stream: true });
		}
	}
	yield decoder.decode();
}

/** The same after `unwrapText`, wherever the pieces are cut. */
export async function* unwrappedPieces(source: Bytes): AsyncGenerator<string> {
	let held = '';
	let lookAt = LOOK_LENGTH;
	for await (const piece of textPieces(source)) {
		held += piece;
		if (held.length < lookAt) continue;
		const end = safeEnd(held);
		if (end > 0) yield unwrapText(held.slice(0, end));
		held = held.slice(end);
		lookAt = held.length + LOOK_LENGTH;
	}
	yield unwrapText(held);
}

/** In the middle of the last run of base64, where there is nothing to undo: no escape, tag, entity or marker. */
function safeEnd(text: string): number {
	let end = 0;
	for (const { 0: run, index } of text.matchAll(/[A-Za-z0-9+/]{40,}/g)) end = index + run.length - 20;
	return end === 0 && text.length > HELD_AT_MOST ? text.length : end;
}
