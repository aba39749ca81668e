import type { RowBatch } from '../csv/rowBatch';
import { NumberFigures, NumberColumn, type NoNumberChoice } from '../summarize/aggregates';
import { columnIndex } from '../csv/columnIndex';
import type { Table } from '../csv/table';

/** Exact sums of some columns of one of the files. */
export class Totals {
	private readonly columns: NumberColumn[];
	private readonly figures: NumberFigures[];

	constructor({ columns, dialect }: Table, names: string[], choice: NoNumberChoice) {
		this.columns = names.map(
			(name) => new NumberColumn(name, columnIndex(columns, name), dialect.decimal, choice),
		);
		this.figures = names.map(() => new NumberFigures(new Set(['sum'])));
	}

	add(batch: RowBatch, row: number): void {
		for (let which = 0; which < this.columns.length; which++) {
			const column = this.columns[which]!;
			if (column.read(batch, row)) this.figures[which]!.add(column.reader);
		}
	}

	sums() {
		return this.figures.map((figures) => figures.get('sum')!);
	}
}
