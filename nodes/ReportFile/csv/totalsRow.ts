import type { Dialect } from './dialect';
import { briefBatch, type RowBatch } from './rowBatch';
import { cellScanner } from './scanCells';

/** The cells of the last row of a batch, also of one that was read without cells. */
export function lastRowOf(batch: RowBatch, dialect: Dialect): string[] {
	const last = batch.rows - 1;
	const bytes = batch.bytes.subarray(batch.rowStarts[last], batch.rowEnds[last]);
	const alone = briefBatch(bytes, dialect);
	cellScanner(dialect)(alone, 0, bytes.length, true);
	try {
		return alone.rows === 0 ? [] : alone.texts(0);
	} catch {
		return [];
	}
}

const TOTAL = /^(grand |sub|gesamt)?(totals?|summe?|gesamt|totale)\s*:?$/i;

/** Whether the first text in a row is the word for a total. Our reading: no provider documents such a row. */
export function isTotalsRow(cells: string[]): boolean {
	const [first, ...others] = cells.map((text) => text.trim()).filter((text) => text !== '');
	return first !== undefined && TOTAL.test(first) && others.some((text) => /\d/.test(text));
}
