import { randomBytes } from 'crypto';
import { turnDue } from '../../shared/run/loopTurn';
import { CsvError } from '../csv/csvError';
import { KeyBytes } from '../csv/keyTable';

/** With 8 bytes for each and room to search, 64 MB. */
const VALUES_AT_MOST = 5_000_000;

/** Entries of the table that are moved before others may run; a power of two. */
const MOVED_AT_ONCE = 65_536;

/**
 * Counts values that differ, in 8 bytes each: a hash of 64 bits stands for a value. That two of five million have the same
 * one happens once in more than a million files.
 */
export class DistinctValues {
	private count = 0;
	private slots = new Int32Array(2 * 4096);
	private readonly seeds = [randomBytes(4).readInt32LE(), randomBytes(4).readInt32LE()] as const;

	/** Whether the value is new in its place (a column in a group). `makeRoom` must have made room for it. */
	add({ bytes, length }: Pick<KeyBytes, 'bytes' | 'length'>, place: number): boolean {
		let one = this.seeds[0] ^ Math.imul(place + 1, 0x9e3779b1);
		let other = this.seeds[1] ^ Math.imul(place + 1, 0x85ebca6b);
		for (let at = 0; at < length; at++) {
			const byte = bytes[at]!;
			one = Math.imul(one ^ byte, 0x01000193);
			other = Math.imul(other + byte, 0x5bd1e995);
			other ^= other >>> 13;
		}
		one ^= one >>> 15;
		// 0 in both stands for a free slot.
		return this.put(one, other === 0 ? 1 : other);
	}

	private put(one: number, other: number): boolean {
		const mask = this.slots.length / 2 - 1;
		for (let slot = (one ^ (other >>> 7)) & mask; ; slot = (slot + 1) & mask) {
			const at = 2 * slot;
			if (this.slots[at + 1] === 0) {
				this.slots[at] = one;
				this.slots[at + 1] = other;
				if (++this.count > VALUES_AT_MOST) throw tooMany();
				return true;
			}
			if (this.slots[at] === one && this.slots[at + 1] === other) return false;
		}
	}

	/** Must be awaited before so many more values are added. Moves a large table in pieces, so others run in between. */
	async makeRoom(more: number): Promise<void> {
		const needed = Math.min(this.count + more, VALUES_AT_MOST + 1);
		while (needed * 3 > this.slots.length) await this.grow();
	}

	private async grow(): Promise<void> {
		const old = this.slots;
		this.slots = new Int32Array(2 * old.length);
		const mask = this.slots.length / 2 - 1;
		for (let at = 0; at < old.length; at += 2) {
			if (at % MOVED_AT_ONCE === 0) await turnDue();
			const other = old[at + 1]!;
			if (other === 0) continue;
			let slot = (old[at]! ^ (other >>> 7)) & mask;
			while (this.slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
			this.slots[2 * slot] = old[at]!;
			this.slots[2 * slot + 1] = other;
		}
	}
}

const tooMany = () =>
	new CsvError(
		`There are more than ${VALUES_AT_MOST.toLocaleString('en-US')} different values to count`,
		'Count them for fewer columns or groups, or for fewer rows: use conditions, or "Split" the file first.',
	);
