import { turnDue } from '../../shared/run/loopTurn';

const PIECE_CHARACTERS = 64 * 1024;

/** Rows as CSV in pieces, between which the event loop may go round: a few rows can have a million cells. */
export async function* writePieces(
	rows: Iterable<readonly string[]>,
	write: (values: readonly string[]) => string,
): AsyncGenerator<Buffer> {
	let text = '';
	for (const row of rows) {
		text += write(row);
		if (text.length < PIECE_CHARACTERS) continue;
		yield Buffer.from(text, 'utf8');
		text = '';
		await turnDue();
	}
	if (text !== '') yield Buffer.from(text, 'utf8');
}
