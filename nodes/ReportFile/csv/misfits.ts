import { CsvError } from './csvError';
import { count } from '../../shared/run/count';
import type { RowBatch } from './rowBatch';

/** What happens to a row that has more or fewer cells than there are columns. */
export type MisfitChoice = 'fail' | 'skip';

const LINES_AT_MOST = 20;

/** Judges rows by their number of cells. None is left out without being counted. */
export class Misfits {
	count = 0;
	/** The lines of the first ones. */
	readonly lines: number[] = [];

	constructor(
		private readonly columns: number,
		private readonly choice: MisfitChoice,
	) {}

	/** Leaves out the rows that do not fit. */
	keepFitting(batch: RowBatch): void {
		const { cellFrom, cellTo, rows } = batch;
		let row = 0;
		while (row < rows && cellTo[row]! - cellFrom[row]! === this.columns) row++;
		if (row < rows) batch.keepRows((one) => this.fits(batch, one));
	}

	/** Whether the row fits. For one that does not: throws, or counts it. */
	fits(batch: RowBatch, row: number): boolean {
		return batch.cellTo[row]! - batch.cellFrom[row]! === this.columns || this.refuse(batch, row);
	}

	private refuse(batch: RowBatch, row: number): false {
		if (this.choice === 'fail') {
			throw new CsvError(
				`The row on line ${batch.line(row)} has ${count(batch.width(row), 'value')}, but the file has ${count(this.columns, 'column')}`,
				'Check that line. To continue without such rows, choose "Leave Out" under "Rows That Do Not Fit".',
			);
		}
		this.count++;
		if (this.lines.length < LINES_AT_MOST) this.lines.push(batch.line(row));
		return false;
	}
}
