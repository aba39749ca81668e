import { CsvError } from './csvError';

/** 100 MB of CSV, and more for a file with more values. */
const EMPTY_CELLS_AT_MOST = 100_000_000;
const FOR_EACH_VALUE = 50;

/**
 * Counts the empty cells that widen rows. A row of a sheet that has one cell in the last column, or a line of JSON that has none
 * of 10,000 keys, is some bytes long, and its row in CSV 16 kB: a small file could fill the disk.
 */
export class EmptyCells {
	private empty = 0;
	private values = 0;

	/** Throws when the file would become mostly empty cells. Returns the row. */
	counted(row: string[]): string[] {
		let values = 0;
		for (const text of row) if (text !== '') values++;
		this.values += values;
		this.empty += row.length - values;
		if (this.empty > EMPTY_CELLS_AT_MOST + FOR_EACH_VALUE * this.values) {
			throw new CsvError(
				`As CSV, the file would have more than ${EMPTY_CELLS_AT_MOST / 1e6} million empty cells, and few values`,
				'Look for a value far to the right of the others, or for keys that only a few lines have, and remove them.',
			);
		}
		return row;
	}
}
