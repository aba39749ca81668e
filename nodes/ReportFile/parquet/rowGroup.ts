import { decodeCell } from '../csv/cellText';
import { PLAIN, type RowBatch } from '../csv/rowBatch';

const EQUALS = 61;
/** Readers like large groups, and each chunk of a column costs memory until the file ends. */
const CELLS_WANTED = 300_000;
const ROWS_AT_LEAST = 500;
const CELLS_AT_MOST = 4_000_000;
/** One column of a group is the least that is written in one step. */
const ROWS_AT_MOST = 15_000;
/** Few rows can be long ones. */
const BYTES_AT_MOST = 4_000_000;

/**
 * The rows that are written together, as bytes in memory that is used again: texts that are held for so long would be
 * garbage that V8 keeps for some time.
 */
export class RowGroup {
	rows = 0;
	private bytes = Buffer.allocUnsafe(256 * 1024);
	private length = 0;
	/** Where each cell ends, row by row; it begins where the one before it ends. */
	private ends = new Int32Array(16 * 1024);
	private cells = 0;

	constructor(private readonly width: number) {}

	get isFull(): boolean {
		const { cells, rows, length } = this;
		const isLarge = cells >= CELLS_WANTED && rows >= ROWS_AT_LEAST;
		return isLarge || cells >= CELLS_AT_MOST || rows >= ROWS_AT_MOST || length >= BYTES_AT_MOST;
	}

	/** Takes a copy of a row, which must have all cells. */
	add(batch: RowBatch, row: number): void {
		const first = batch.cellFrom[row]!;
		for (let cell = first; cell < first + this.width; cell++) this.addCell(batch, cell);
		this.rows++;
	}

	/** The texts of a column, from the first row to the last. */
	texts(column: number): string[] {
		const { bytes, ends, width } = this;
		return Array.from({ length: this.rows }, (_, row) => {
			const cell = row * width + column;
			return decodeCell(bytes, cell === 0 ? 0 : ends[cell - 1]!, ends[cell]!);
		});
	}

	clear(): void {
		this.rows = this.cells = this.length = 0;
	}

	private addCell(batch: RowBatch, cell: number): void {
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		this.makeRoom(end - start);
		if (batch.kinds[cell] === PLAIN && batch.bytes[start] !== EQUALS) {
			const from = batch.bytes;
			const to = this.bytes;
			let length = this.length;
			for (let at = start; at < end; at++) to[length++] = from[at]!;
			this.length = length;
		} else this.length += this.bytes.write(batch.cellText(cell), this.length);
		this.ends[this.cells++] = this.length;
	}

	private makeRoom(more: number): void {
		if (this.length + more > this.bytes.length) {
			const larger = Buffer.allocUnsafe(Math.ceil(1.5 * (this.length + more)));
			this.bytes.copy(larger, 0, 0, this.length);
			this.bytes = larger;
		}
		if (this.cells === this.ends.length) {
			const larger = new Int32Array(2 * this.cells);
			larger.set(this.ends);
			this.ends = larger;
		}
	}
}
