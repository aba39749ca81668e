import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';

/** Few enough that their texts are gone before V8 takes them for something that stays. */
const ROWS_AT_ONCE = 200;
/** To make texts of so many cells takes some milliseconds. */
const CELLS_AT_ONCE = 10_000;

/** The rows of a table that fit, some at a time, as texts of their own. */
export async function* rowsOf(table: Table, misfits: Misfits): AsyncGenerator<string[][]> {
	const width = table.columns.length;
	const rowsAtOnce = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(CELLS_AT_ONCE / width)));
	for await (const batch of table.read()) {
		let rows: string[][] = [];
		for (let row = 0; row < batch.rows; row++) {
			if (!misfits.fits(batch, row)) continue;
			const values = new Array<string>(width);
			const first = batch.cellFrom[row]!;
			for (let column = 0; column < width; column++) values[column] = batch.cellText(first + column);
			rows.push(values);
			if (rows.length < rowsAtOnce) continue;
			yield rows;
			rows = [];
		}
		if (rows.length > 0) yield rows;
	}
}
