import type { Misfits } from '../../csv/misfits';
import type { RowBatch } from '../../csv/rowBatch';

/** Rows one after the other out of batches, over the sheets that share them; those that do not fit are judged here. */
export class RowSource {
	/** How many rows were taken so far. */
	taken = 0;
	/** In which the next row is; valid until the next is waited for. */
	batch: RowBatch | undefined;
	private at = 0;
	private readonly batches: AsyncIterator<RowBatch>;

	constructor(
		batches: AsyncIterable<RowBatch>,
		private readonly misfits: Misfits,
	) {
		this.batches = batches[Symbol.asyncIterator]();
	}

	/** Whether there is a row that need not be waited for. */
	isAhead(): boolean {
		const { batch } = this;
		if (batch === undefined) return false;
		while (this.at < batch.rows && !this.misfits.fits(batch, this.at)) this.at++;
		return this.at < batch.rows;
	}

	/** Waits for the next row; false at the end. */
	async hasNext(): Promise<boolean> {
		while (!this.isAhead()) {
			const { done, value } = await this.batches.next();
			if (done) return false;
			this.batch = value;
			this.at = 0;
		}
		return true;
	}

	/** The next row, by its number in the batch. */
	take(): number {
		this.taken++;
		return this.at++;
	}

	async close(): Promise<void> {
		await this.batches.return?.(undefined);
	}
}
