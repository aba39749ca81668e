import type { RowBatch } from '../csv/rowBatch';

/** The highest bit of each of four bytes, which ASCII leaves free. */
const NOT_ASCII = 0x80808080;

/** Tells of the rows of a batch whether they are ASCII, by looking at four bytes at a time. When in doubt, it says no. */
export class AsciiRows {
	private readonly words: Int32Array;

	constructor(private readonly batch: RowBatch) {
		const { buffer, byteOffset, length } = batch.bytes;
		const isAligned = byteOffset % 4 === 0;
		this.words = isAligned ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array(0);
	}

	includes(row: number): boolean {
		const { words, batch } = this;
		const to = (batch.rowEnds[row]! + 3) >> 2;
		if (to > words.length) return false;
		let bits = 0;
		for (let at = batch.rowStarts[row]! >> 2; at < to; at++) bits |= words[at]!;
		return (bits & NOT_ASCII) === 0;
	}
}
