import { randomBytes } from 'crypto';
import { PLAIN, type RowBatch } from './rowBatch';

/** A byte that no text in UTF-8 has: it ends each value of a key. */
const END = 0xff;
const EQUALS = 61;

/** The bytes of some values of a row, one after the other, for looking them up. */
export class KeyBytes {
	bytes = Buffer.alloc(1024);
	length = 0;

	/** Takes the values of these columns of a row. A value counts as it reads, however it was quoted. */
	take(batch: RowBatch, row: number, columns: readonly number[]): void {
		this.length = 0;
		const first = batch.cellFrom[row]!;
		for (let index = 0; index < columns.length; index++) this.append(batch, first + columns[index]!);
	}

	private append(batch: RowBatch, cell: number): void {
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		this.makeRoom(end - start + 1);
		const { bytes } = this;
		if (batch.kinds[cell] === PLAIN && batch.bytes[start] !== EQUALS) {
			const from = batch.bytes;
			let to = this.length;
			for (let at = start; at < end; at++) bytes[to++] = from[at]!;
			this.length = to;
		} else this.length += bytes.write(batch.cellText(cell), this.length);
		bytes[this.length++] = END;
	}

	/** The values that were taken. */
	values(): string[] {
		return valuesOf(this.bytes.subarray(0, this.length));
	}

	private makeRoom(more: number): void {
		if (this.length + more <= this.bytes.length) return;
		const larger = Buffer.alloc(2 * (this.length + more));
		this.bytes.copy(larger);
		this.bytes = larger;
	}
}

function valuesOf(bytes: Buffer): string[] {
	const values: string[] = [];
	for (let at = 0; at < bytes.length;) {
		const end = bytes.indexOf(END, at);
		values.push(bytes.toString('utf8', at, end));
		at = end + 1;
	}
	return values;
}

/** Numbers keys in the order in which they come first. */
export class KeyTable {
	count = 0;
	private slots = new Int32Array(1024).fill(-1);
	private hashes = new Int32Array(512);
	private offsets = new Int32Array(513);
	private store = Buffer.alloc(16 * 1024);
	/** Different for each table, so nobody can make a file whose keys all fall into one slot. */
	private readonly seed = randomBytes(4).readInt32LE();

	/** The number of a key; a new one when it was not there. */
	indexOf({ bytes, length }: Pick<KeyBytes, 'bytes' | 'length'>): number {
		let hash = this.seed;
		for (let at = 0; at < length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
		hash = mixed(hash);
		const mask = this.slots.length - 1;
		for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
			const index = this.slots[slot]!;
			if (index < 0) return this.add(bytes, length, hash, slot);
			if (this.hashes[index] === hash && this.equals(index, bytes, length)) return index;
		}
	}

	/** The values of a key. */
	values(index: number): string[] {
		return valuesOf(this.store.subarray(this.offsets[index], this.offsets[index + 1]));
	}

	/** The memory that the keys take, in bytes. */
	get size(): number {
		return this.offsets[this.count]!;
	}

	private equals(index: number, bytes: Buffer, length: number): boolean {
		const start = this.offsets[index]!;
		if (this.offsets[index + 1]! - start !== length) return false;
		for (let at = 0; at < length; at++) if (this.store[start + at] !== bytes[at]) return false;
		return true;
	}

	private add(bytes: Buffer, length: number, hash: number, slot: number): number {
		const index = this.count++;
		const start = this.offsets[index]!;
		if (index + 2 >= this.offsets.length) {
			this.offsets = grown(this.offsets);
			this.hashes = grown(this.hashes);
		}
		if (start + length > this.store.length) {
			const larger = Buffer.alloc(2 * (start + length));
			this.store.copy(larger);
			this.store = larger;
		}
		bytes.copy(this.store, start, 0, length);
		this.offsets[index + 1] = start + length;
		this.hashes[index] = hash;
		this.slots[slot] = index;
		if (this.count * 2 > this.slots.length) this.rehash();
		return index;
	}

	private rehash(): void {
		const slots = new Int32Array(this.slots.length * 2).fill(-1);
		const mask = slots.length - 1;
		for (let index = 0; index < this.count; index++) {
			let slot = this.hashes[index]! & mask;
			while (slots[slot]! >= 0) slot = (slot + 1) & mask;
			slots[slot] = index;
		}
		this.slots = slots;
	}
}

function mixed(hash: number): number {
	let mix = hash;
	mix = Math.imul(mix ^ (mix >>> 16), 0x7feb352d);
	mix = Math.imul(mix ^ (mix >>> 15), 0x846ca68b);
	return mix ^ (mix >>> 16);
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
	const larger = new Int32Array(array.length * 2);
	larger.set(array);
	return larger;
}
