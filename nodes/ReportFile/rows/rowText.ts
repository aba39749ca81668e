import type { RowBatch } from '../csv/rowBatch';

/** More does not make it faster, and V8 keeps strings above 128 kB apart from the young ones that it collects cheaply. */
const BYTES_AT_MOST = 32 * 1024;
const ROWS_AT_MOST = 1024;
/** Of a longer row, cells are read one by one. */
const ROW_BYTES_AT_MOST = 2 * 1024;

/**
 * The bytes of some rows as one string, to cut cells from. V8 keeps that string as long as one of those cells lives, so
 * it grows only while each row is asked for: one row of thousands must not keep the others in memory.
 */
export class RowText {
	/** A character for each byte. */
	text = '';
	/** The offset of its first byte in the batch. */
	from = 0;
	private first = 0;
	private next = 0;
	private asked = 0;
	private rowsAtMost = 1;

	begin(): void {
		if (!this.wereAllAsked()) this.rowsAtMost = 1;
		this.first = this.next = this.asked = 0;
	}

	/** Whether the cells of this row may be cut from `text`. Rows must be asked for in their order, each once. */
	reaches(batch: RowBatch, row: number): boolean {
		if (row >= this.next && !this.move(batch, row)) return false;
		this.asked++;
		return true;
	}

	private move(batch: RowBatch, row: number): boolean {
		const { rowStarts, rowEnds, rowNexts } = batch;
		const isNext = row === this.next && this.wereAllAsked();
		const most = (this.rowsAtMost = isNext ? Math.min(2 * this.rowsAtMost, ROWS_AT_MOST) : 1);
		const isShort = (at: number) => rowEnds[at]! - rowStarts[at]! <= ROW_BYTES_AT_MOST;
		this.first = this.next = row;
		this.asked = 0;
		if (!isShort(row)) return false;
		const from = (this.from = rowStarts[row]!);
		let next = row + 1;
		while (
			next < batch.rows &&
			next - row < most &&
			rowStarts[next] === rowNexts[next - 1] &&
			isShort(next) &&
			rowEnds[next]! - from <= BYTES_AT_MOST
		)
			next++;
		this.next = next;
		this.text = batch.bytes.toString('latin1', from, rowEnds[next - 1]);
		return true;
	}

	private wereAllAsked(): boolean {
		return this.asked === this.next - this.first;
	}
}
