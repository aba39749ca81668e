/** What is kept of the smallest and the largest text. */
const BYTES_KEPT = 200;

/** The smallest and the largest of some texts, in the order of their bytes. */
export class TextRange {
	low: Buffer | undefined;
	high: Buffer | undefined;

	/** Whether a text is neither smaller than the smallest nor larger than the largest. */
	covers(bytes: Buffer, start: number, end: number): boolean {
		const { low, high } = this;
		if (low === undefined || high === undefined) return false;
		return compare(bytes, start, end, low) >= 0 && compare(bytes, start, end, high) <= 0;
	}

	add(bytes: Buffer, start: number, end: number): void {
		const { low, high } = this;
		if (low === undefined || high === undefined) this.low = this.high = kept(bytes, start, end);
		else if (compare(bytes, start, end, low) < 0) this.low = kept(bytes, start, end);
		else if (compare(bytes, start, end, high) > 0) this.high = kept(bytes, start, end);
	}
}

const kept = (bytes: Buffer, start: number, end: number) =>
	Buffer.from(bytes.subarray(start, Math.min(end, start + BYTES_KEPT)));

/** Negative, zero or positive, as some bytes come before, are equal to or come after others. */
function compare(bytes: Buffer, start: number, end: number, other: Buffer): number {
	const length = Math.min(end - start, other.length);
	for (let at = 0; at < length; at++) {
		const difference = bytes[start + at]! - other[at]!;
		if (difference !== 0) return difference;
	}
	return end - start - other.length;
}
