import { BrokenWorkbook } from './brokenWorkbook';

const BYTES_AT_MOST = 256_000_000;
const FIRST_BYTES = 1 << 16;
const FIRST_COUNT = 1 << 12;

/** The texts that cells point at, as bytes one after the other: as strings they would need several times the memory. */
export class StringTable {
	count = 0;
	private bytes = Buffer.allocUnsafe(FIRST_BYTES);
	private ends = new Uint32Array(FIRST_COUNT);
	private length = 0;

	add(text: string): void {
		const needed = this.length + text.length * 3;
		if (needed > this.bytes.length) this.grow(needed);
		this.length += this.bytes.write(text, this.length, 'utf8');
		if (this.count === this.ends.length) {
			const ends = new Uint32Array(this.ends.length * 2);
			ends.set(this.ends);
			this.ends = ends;
		}
		this.ends[this.count++] = this.length;
	}

	/** Undefined when there is no such text. */
	get(index: number): string | undefined {
		if (!(index >= 0 && index < this.count) || !Number.isInteger(index)) return undefined;
		return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
	}

	private grow(needed: number): void {
		if (needed > BYTES_AT_MOST) {
			throw new BrokenWorkbook(
				`its table of texts is larger than ${BYTES_AT_MOST / 1e6} MB`,
				'Save the sheet as CSV in Excel, or in several workbooks.',
			);
		}
		const bytes = Buffer.allocUnsafe(Math.min(Math.max(needed, this.bytes.length * 2), BYTES_AT_MOST));
		this.bytes.copy(bytes, 0, 0, this.length);
		this.bytes = bytes;
	}
}
