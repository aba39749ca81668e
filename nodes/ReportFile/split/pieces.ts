import { copyRows, headerOf } from '../csv/copyRows';
import type { RowBatch } from '../csv/rowBatch';
import type { Table } from '../csv/table';
import { lineEndOf } from '../csv/writeRow';
import { Gatherer } from '../files/gatherer';

/** Where a piece ends: after so many rows, or before it would be larger. Each has one row at least. */
export interface PieceLimit {
	rows: number;
	bytes: number;
}

/** Cuts a table into pieces, one after the other, in one reading. */
export class Pieces {
	private readonly batches: AsyncGenerator<RowBatch>;
	private batch: RowBatch | undefined;
	private row = 0;
	private readonly header: Buffer;
	private readonly lineEnd: Buffer;

	constructor(
		table: Table,
		private readonly limit: PieceLimit,
	) {
		this.batches = table.read({ withCells: false });
		this.header = headerOf(table);
		this.lineEnd = Buffer.from(lineEndOf(table.dialect));
	}

	/** Whether there is a row that is in no piece yet. */
	async hasMore(): Promise<boolean> {
		while (this.batch === undefined || this.row >= this.batch.rows) {
			const { done, value } = await this.batches.next();
			if (done) return false;
			this.batch = value;
			this.row = 0;
		}
		return true;
	}

	/** The next piece with the header. `tally` counts its rows. To be read to its end before the next one is begun. */
	async *next(tally: { rows: number }): AsyncGenerator<Buffer> {
		const out = new Gatherer();
		out.add(this.header);
		let bytes = this.header.length;
		let isFull = false;
		while (!isFull && (await this.hasMore())) {
			const batch = this.batch!;
			const from = this.row;
			const before = bytes;
			for (; this.row < batch.rows; this.row++) {
				const length = batch.rowNexts[this.row]! - batch.rowStarts[this.row]!;
				isFull = tally.rows >= this.limit.rows || (tally.rows > 0 && bytes + length > this.limit.bytes);
				if (isFull) break;
				tally.rows++;
				bytes += length;
			}
			if (out.length > 0 && !out.hasRoomFor(bytes - before)) yield out.take();
			copyRows(batch, from, this.row, this.lineEnd, out);
		}
		yield out.take();
	}

	async close(): Promise<void> {
		await this.batches.return(undefined);
	}
}
