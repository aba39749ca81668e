import type { Conditions } from '../conditions/conditions';
import { Gatherer } from '../files/gatherer';
import { copyRow, headerOf } from './copyRows';
import type { Misfits } from './misfits';
import type { Table } from './table';
import { lineEndOf, rowWriter } from './writeRow';

/** The rows that meet the conditions, as a file. With all columns, rows stay as they are, byte for byte. */
export async function* filterTable(
	table: Table,
	conditions: Pick<Conditions, 'meets'>,
	misfits: Misfits,
	columns: number[],
	tally: { rows: number },
): AsyncGenerator<Buffer> {
	const out = new Gatherer();
	const write = rowWriter(table.dialect);
	const lineEnd = Buffer.from(lineEndOf(table.dialect));
	const picks = columns.length > 0;
	if (!picks) out.add(headerOf(table));
	else if (table.dialect.hasHeader) out.addText(write(columns.map((column) => table.columns[column]!)));
	for await (const batch of table.read()) {
		for (let row = 0; row < batch.rows; row++) {
			if (!misfits.fits(batch, row) || !conditions.meets(batch, row)) continue;
			tally.rows++;
			if (picks) out.addText(write(columns.map((column) => batch.text(row, column))));
			else copyRow(batch, row, lineEnd, out);
		}
		if (out.isFull) yield out.take();
	}
	yield out.take();
}
