import type { RowBatch } from '../csv/rowBatch';

/** The highest bit of each of four bytes, which ASCII leaves free. */
const NOT_ASCII = 0x80808080;

/** Finds where a row has bytes that are not ASCII, by looking at four bytes at a time. */
export class WideBytes {
	/** Of the row that was looked at last: outside these offsets it is ASCII. Both are 0 when all of it is. */
	from = 0;
	to = 0;
	private words: Int32Array = new Int32Array(0);

	begin({ bytes: { buffer, byteOffset, length } }: RowBatch): void {
		const isAligned = byteOffset % 4 === 0;
		this.words = isAligned ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array(0);
	}

	lookAt({ rowStarts, rowEnds }: RowBatch, row: number): void {
		const { words } = this;
		const end = (rowEnds[row]! + 3) >> 2;
		this.from = this.to = 0;
		if (end > words.length) {
			// Not known: at the end of the bytes, or in bytes that begin between words.
			this.from = rowStarts[row]!;
			this.to = rowEnds[row]!;
			return;
		}
		for (let at = rowStarts[row]! >> 2; at < end; at++) {
			if ((words[at]! & NOT_ASCII) === 0) continue;
			if (this.to === 0) this.from = 4 * at;
			this.to = 4 * at + 4;
		}
	}
}
