import { Gatherer } from '../files/gatherer';
import { copyRow, headerOf } from './copyRows';
import { placesOf } from './columnIndex';
import { CsvError } from './csvError';
import { Misfits } from './misfits';
import type { Table } from './table';
import { lineEndOf, rowWriter } from './writeRow';

/** A table and what its file is called in messages. */
export interface Named {
	table: Table;
	fileName: string;
}

/** The columns of the file that is made; throws when the tables have others and may not. */
export function joinedColumns(tables: Named[], mayDiffer: boolean): string[] {
	const [first, ...others] = tables;
	const columns = new Set(first!.table.columns);
	for (const { table, fileName } of others) {
		const own = placesOf(table.columns);
		const missing = first!.table.columns.filter((column) => !own.has(column));
		const further = table.columns.filter((column) => !columns.has(column));
		if (!mayDiffer && missing.length + further.length > 0) {
			const what = [
				missing.length > 0 ? `lacks ${missing.slice(0, 5).join(', ')}` : '',
				further.length > 0 ? `also has ${further.slice(0, 5).join(', ')}` : '',
			];
			throw new CsvError(
				`"${fileName}" does not have the same columns as "${first!.fileName}": it ${what.filter((part) => part !== '').join(' and ')}`,
				'Join files of the same kind, or choose "Fill With Blanks" under "Columns That Differ".',
			);
		}
		for (const column of further) columns.add(column);
	}
	return [...columns];
}

/** The rows of all tables, in this order, written as the first one is, with one header. */
export async function* joinTables(
	tables: Named[],
	columns: string[],
	misfits: Misfits[],
	tally: { rows: number },
): AsyncGenerator<Buffer> {
	const [{ table: first }] = tables as [Named];
	const write = rowWriter(first.dialect);
	const lineEnd = Buffer.from(lineEndOf(first.dialect));
	const out = new Gatherer();
	const isWidened = columns.length > first.columns.length;
	out.add(isWidened && first.dialect.hasHeader ? Buffer.from(write(columns)) : headerOf(first));
	for (const [index, { table }] of tables.entries()) {
		const isAlike = !isWidened && isWrittenAlike(table, first);
		const own = placesOf(table.columns);
		const places = columns.map((column) => own.get(column) ?? -1);
		for await (const batch of table.read()) {
			for (let row = 0; row < batch.rows; row++) {
				if (!misfits[index]!.fits(batch, row)) continue;
				tally.rows++;
				if (isAlike) copyRow(batch, row, lineEnd, out);
				else out.addText(write(places.map((place) => (place < 0 ? '' : batch.text(row, place)))));
			}
			if (out.isFull) yield out.take();
		}
	}
	yield out.take();
}

const isWrittenAlike = ({ dialect: one, columns }: Table, { dialect: other, columns: others }: Table) =>
	one.delimiter === other.delimiter &&
	one.quote === other.quote &&
	one.escape === other.escape &&
	one.newline === other.newline &&
	columns.every((column, index) => column === others[index]) &&
	columns.length === others.length;
