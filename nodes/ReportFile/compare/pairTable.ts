/** What is known of a key. */
export const FREE = 0;
/** In the old file alone, until now. */
export const OLD = 1;
/** In both, with the same values. */
export const SAME = 2;
/** In both, with other values. */
export const CHANGED = 3;
/** The same, and told already. */
export const TOLD = 4;

/** Rows of the old file by the hash of their key: 17 bytes a row, whatever is in it. */
export class PairTable {
	private readonly slots: number;
	private readonly hashes: Int32Array;
	readonly states: Uint8Array;

	constructor(rows: number) {
		this.slots = Math.max(16, Math.ceil(rows * 1.35));
		this.hashes = new Int32Array(4 * this.slots);
		this.states = new Uint8Array(this.slots);
	}

	/** The place of a key, or the free place where it would be. */
	find(one: number, other: number): number {
		const { hashes, states, slots } = this;
		for (let slot = (one >>> 0) % slots; ; slot = slot + 1 === slots ? 0 : slot + 1) {
			if (states[slot] === FREE) return slot;
			if (hashes[4 * slot] === one && hashes[4 * slot + 1] === other) return slot;
		}
	}

	put(slot: number, one: number, other: number, content: number, contentToo: number): void {
		this.states[slot] = OLD;
		this.hashes[4 * slot] = one;
		this.hashes[4 * slot + 1] = other;
		this.hashes[4 * slot + 2] = content;
		this.hashes[4 * slot + 3] = contentToo;
	}

	hasContent(slot: number, content: number, contentToo: number): boolean {
		return this.hashes[4 * slot + 2] === content && this.hashes[4 * slot + 3] === contentToo;
	}
}
