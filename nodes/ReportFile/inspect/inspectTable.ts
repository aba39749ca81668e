import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import { ColumnProfile } from './columnProfile';

/** What each column of a table holds, in one reading. */
export async function inspectTable(table: Table, misfits: Misfits) {
	const profiles = table.columns.map(() => new ColumnProfile(table.dialect));
	let firstCells = new Int32Array(0);
	for await (const batch of table.read()) {
		if (firstCells.length < batch.rows) firstCells = new Int32Array(batch.rows);
		let rows = 0;
		for (let row = 0; row < batch.rows; row++) {
			if (misfits.fits(batch, row)) firstCells[rows++] = batch.cellFrom[row]!;
		}
		for (let column = 0; column < profiles.length; column++)
			profiles[column]!.add(batch, firstCells, rows, column);
	}
	return {
		columns: profiles.map((profile, index) => profile.facts(table.columns[index]!)),
		oddQuotes: profiles.reduce((sum, { odd }) => sum + odd, 0),
	};
}
