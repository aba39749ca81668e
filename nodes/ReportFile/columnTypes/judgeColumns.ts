import type { Table } from '../csv/table';
import { turnDue } from '../../shared/run/loopTurn';
import { ColumnJudge } from './columnJudge';
import type { ColumnType, TypedColumn } from './columnType';
import { NumberShare } from './numberShare';

/** How many rows the widths of columns are taken from. */
const ROWS_FOR_LENGTH = 1_000;

/** To look at so many takes some milliseconds. */
const CELLS_AT_ONCE = 10_000;

/** The user's word on some columns. */
export interface TypeChoice {
	/** Columns that stay text. */
	text: readonly string[];
	/** Whether `isNumeric` is wanted, which costs some time for each value. */
	asksForNumbers: boolean;
}

/**
 * What the columns of a table are, from all of its rows: a column of IDs may show its first leading zero on the last
 * line. One reading of the file.
 */
export async function judgeColumns(table: Table, choice: TypeChoice): Promise<TypedColumn[]> {
	const judges = table.columns.map((name) => new ColumnJudge(name, table.dialect.decimal));
	const text = new Set(choice.text);
	const open = table.columns.flatMap((name, index) => (text.has(name) ? [] : [index]));
	const shares = choice.asksForNumbers ? judges.map(() => new NumberShare(table.dialect.decimal)) : [];
	const lengths = table.columns.map((name) => name.length);
	let seen = 0;
	let cells = 0;
	for await (const batch of table.read()) {
		for (let row = 0; row < batch.rows; row++, seen++) {
			const width = batch.width(row);
			const first = batch.cellFrom[row]!;
			cells += width;
			if (cells > CELLS_AT_ONCE) {
				cells = 0;
				await turnDue();
			}
			for (const column of open) {
				const judge = judges[column]!;
				if (judge.isOpen && column < width) judge.see(batch, first + column);
			}
			for (let column = 0; column < Math.min(width, shares.length); column++) {
				const share = shares[column]!;
				if (share.isOpen) share.see(batch.cellText(first + column));
			}
			for (let column = 0; seen < ROWS_FOR_LENGTH && column < Math.min(width, lengths.length); column++) {
				const cell = first + column;
				lengths[column] = Math.max(lengths[column]!, batch.ends[cell]! - batch.starts[cell]!);
			}
		}
	}
	return table.columns.map((name, index) => {
		const type: ColumnType = text.has(name) ? { kind: 'text' } : judges[index]!.type();
		const odd = type.kind === 'text' ? 0 : judges[index]!.odd;
		return { name, type, isNumeric: shares[index]?.prevails === true, odd, length: lengths[index]! };
	});
}
