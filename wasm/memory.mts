/**
 * Where everything stands in the memory of the module: the bytes of a batch, then a table for each thing that is known of its
 * rows and cells. Tables hold 32-bit offsets from the first of the bytes, or indexes.
 */

/** A block of bytes is read at once, also the one that the last byte stands in. */
const SLACK: usize = 64;

export let bytes: usize = 0;
/** Of rows: where they begin, end without their line end, and where the next line begins. */
export let rowStarts: usize = 0;
export let rowEnds: usize = 0;
export let rowNexts: usize = 0;
/** Of rows: the index of their first cell, and of the one after their last. */
export let cellFrom: usize = 0;
export let cellTo: usize = 0;
/** Of cells: where they begin and end, and how their bytes are to be read. */
export let starts: usize = 0;
export let ends: usize = 0;
export let kinds: usize = 0;
/** Indexes of cells that were left to the caller. */
export let left: usize = 0;

/** Of more, the tables would not fit into 32-bit addresses. Rows have 8 MB at most, and no more than two are held. */
const BYTES_AT_MOST: i32 = 64 * 1024 * 1024;

/**
 * Makes room for so many bytes, and for as many rows and cells as they can hold. What is among the bytes stays, the tables
 * do not. False when there is no memory for it.
 */
export function reserve(size: i32): bool {
	if (size > BYTES_AT_MOST) return false;
	const entries = (<usize>size + 2 + 15) & ~15;
	bytes = (__heap_base + SLACK - 1) & ~(SLACK - 1);
	let at = bytes + entries + 2 * SLACK;
	rowStarts = at;
	rowEnds = at += 4 * entries;
	rowNexts = at += 4 * entries;
	cellFrom = at += 4 * entries;
	cellTo = at += 4 * entries;
	starts = at += 4 * entries;
	ends = at += 4 * entries;
	left = at += 4 * entries;
	kinds = at += 4 * entries;
	const pages = <i32>((at + entries + 0xffff) >> 16);
	const missing = pages - memory.size();
	return missing <= 0 || memory.grow(missing) >= 0;
}
