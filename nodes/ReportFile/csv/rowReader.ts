import type { Bytes } from '../../shared/files/streams';
import { turnDue } from '../../shared/run/loopTurn';
import { CsvError } from './csvError';
import type { Dialect } from './dialect';
import { RowBatch } from './rowBatch';
import { isUnclosed, unclosedAt, type Scan } from './scanCells';

/** How much is looked at together: what is known of its rows and cells then stays in the processor's cache. */
const BATCH_BYTES = 64 * 1024;
/** A row that is longer, with its line end, is taken for a quote that is never closed. */
export const ROW_BYTES_AT_MOST = 8 * 1024 * 1024;

/**
 * Cuts a file in UTF-8 into batches of whole rows. The last row comes with the last batch, so a reader that wants to treat it
 * apart can: no batch but the last one ends with it.
 */
export async function* readRows(
	source: Bytes,
	dialect: Dialect,
	scan: Scan,
): AsyncGenerator<RowBatch & { isLast: boolean }> {
	const batch = Object.assign(new RowBatch(dialect), { isLast: false });
	let held = 0;
	batch.reserve(BATCH_BYTES);
	let line = 1;
	let blankLines = 0;

	function* look(isEnd: boolean): Generator<typeof batch> {
		batch.begin(line);
		batch.isLast = isEnd;
		let next = scan(batch, 0, held, isEnd);
		if (isUnclosed(next)) throw unclosed(line + batch.lineEnds(0, unclosedAt(next)));
		const longRow = held > ROW_BYTES_AT_MOST ? longRowAt(batch, next, held) : undefined;
		if (longRow !== undefined) throw unclosed(line + batch.lineEnds(0, longRow));
		const keepsLast = !isEnd && batch.rows > 0;
		if (keepsLast) next = batch.rowStarts[--batch.rows]!;
		blankLines += keepsLast ? batch.beforeLast.blankLines : batch.blankLines;
		// Counted while rows were found: to look for line ends once more takes as long as to find the rows.
		const passed = keepsLast ? batch.beforeLast.lineEnds : batch.lineEnds(0, next);
		if (batch.rows > 0 || isEnd) {
			batch.blankLines = blankLines;
			blankLines = 0;
			yield batch;
		}
		line += passed;
		batch.bytes.copyWithin(0, next, held);
		held -= next;
	}

	/** To look through a long row takes time, and so does what is done with it: the event loop may go round in between. */
	async function* lookWithTurn(isEnd: boolean) {
		const isLong = held > BATCH_BYTES;
		for (const found of look(isEnd)) {
			if (isLong) await turnDue();
			yield found;
		}
	}

	let wanted = BATCH_BYTES;
	for await (const chunk of source) {
		for (let at = 0; at < chunk.length;) {
			const part = chunk.subarray(at, at + Math.min(BATCH_BYTES, wanted - held));
			batch.reserve(Math.max(wanted, held + part.length));
			batch.bytes.set(part, held);
			held += part.length;
			at += part.length;
			if (held < wanted) continue;
			yield* lookWithTurn(false);
			// A long row is looked at again when twice as much of it is there, not with each chunk.
			wanted = Math.max(BATCH_BYTES, Math.min(2 * held, held + ROW_BYTES_AT_MOST));
			await turnDue();
		}
	}
	yield* lookWithTurn(true);
}

/** Where the first row begins that is too long, complete or not. */
function longRowAt(
	{ rowStarts, rowNexts, rows }: RowBatch,
	incomplete: number,
	held: number,
): number | undefined {
	for (let row = 0; row < rows; row++) {
		if (rowNexts[row]! - rowStarts[row]! > ROW_BYTES_AT_MOST) return rowStarts[row]!;
	}
	return held - incomplete > ROW_BYTES_AT_MOST ? incomplete : undefined;
}

export const unclosed = (line: number) =>
	new CsvError(
		`The row on line ${line} starts a quoted value that is never closed, or is longer than 8 MB`,
		'Check that line. If quotes are ordinary characters in this file, choose "None" as the quote character in the options.',
	);
