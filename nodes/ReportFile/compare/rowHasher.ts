import { randomBytes } from 'crypto';
import { KeyBytes } from '../csv/keyTable';
import type { RowBatch } from '../csv/rowBatch';

/**
 * Two hashes of 32 bits of some values of a row. Seeded for each comparison, so nobody can make rows that differ
 * and have the same ones.
 */
export class RowHasher {
	one = 0;
	other = 0;
	readonly key = new KeyBytes();

	constructor(private readonly seeds: readonly [number, number]) {}

	static newSeeds = (): [number, number] => [randomBytes(4).readInt32LE(), randomBytes(4).readInt32LE()];

	take(batch: RowBatch, row: number, columns: readonly number[]): void {
		const { key } = this;
		key.take(batch, row, columns);
		const { bytes, length } = key;
		let one = this.seeds[0];
		let other = this.seeds[1];
		for (let at = 0; at < length; at++) {
			const byte = bytes[at]!;
			one = Math.imul(one ^ byte, 0x01000193);
			other = Math.imul(other + byte, 0x5bd1e995);
			other ^= other >>> 15;
		}
		one ^= one >>> 16;
		one = Math.imul(one, 0x7feb352d);
		this.one = one ^ (one >>> 15);
		this.other = other;
	}
}
