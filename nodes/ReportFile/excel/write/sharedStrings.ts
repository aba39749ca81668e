import { textElement } from './cellText';

/** The table is held in memory until the workbook ends, so it is kept small: what does not fit is written into its cell. */
const STRINGS_AT_MOST = 50_000;
const BYTES_AT_MOST = 100;
/** A power of two, well above the number of strings. */
const SLOTS = 1 << 17;
/** How many values of a column are tried before the column must show that its values repeat. */
const TRIES = 2_000;

/** The beginning of a hash (FNV-1a), and its next step. */
export const HASH_START = 0x811c9dc5;
export const hashStep = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

/**
 * Texts that occur again and again stand once in the workbook, and cells point at them. They are looked up as bytes, since
 * making strings of millions of cells would cost most of the time.
 */
export class SharedStrings {
	private count = 0;
	private bytes = Buffer.allocUnsafe(1 << 16);
	private readonly ends = new Int32Array(STRINGS_AT_MOST);
	private readonly hashes = new Int32Array(STRINGS_AT_MOST);
	/** Indexes, plus one; 0 is free. */
	private readonly slots = new Int32Array(SLOTS);
	private readonly tries: number[] = [];
	private readonly hits: number[] = [];

	/** The index of a text in UTF-8, by its bytes and their hash; -1 when it belongs in its cell. */
	indexOf(from: Buffer, start: number, end: number, hash: number, column: number): number {
		const tries = this.tries[column] ?? 0;
		const hits = this.hits[column] ?? 0;
		// A column of unlike texts, such as IDs, would only fill the table.
		if (tries > TRIES && hits * 2 < tries) return -1;
		this.tries[column] = tries + 1;
		let slot = hash & (SLOTS - 1);
		for (let index = this.slots[slot]! - 1; index >= 0; index = this.slots[slot]! - 1) {
			if (this.hashes[index] === (hash | 0) && this.equals(index, from, start, end)) {
				this.hits[column] = hits + 1;
				return index;
			}
			slot = (slot + 1) & (SLOTS - 1);
		}
		if (this.count >= STRINGS_AT_MOST || end - start > BYTES_AT_MOST) return -1;
		this.slots[slot] = this.count + 1;
		this.hashes[this.count] = hash | 0;
		this.append(from, start, end);
		return this.count++;
	}

	*xml(): Generator<string> {
		yield '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
		for (let index = 0; index < this.count; index++) {
			const text = this.bytes.toString('utf8', this.startOf(index), this.ends[index]);
			yield `<si>${textElement(text)}</si>`;
		}
		yield '</sst>';
	}

	private equals(index: number, from: Buffer, start: number, end: number): boolean {
		const own = this.startOf(index);
		const length = end - start;
		if (this.ends[index]! - own !== length) return false;
		for (let at = 0; at < length; at++) if (this.bytes[own + at] !== from[start + at]) return false;
		return true;
	}

	private startOf(index: number): number {
		return index === 0 ? 0 : this.ends[index - 1]!;
	}

	private append(from: Buffer, start: number, end: number): void {
		const at = this.startOf(this.count);
		const needed = at + end - start;
		if (needed > this.bytes.length) {
			const larger = Buffer.allocUnsafe(this.bytes.length * 2);
			this.bytes.copy(larger);
			this.bytes = larger;
		}
		from.copy(this.bytes, at, start, end);
		this.ends[this.count] = needed;
	}
}
