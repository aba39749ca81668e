const ZERO = 48;
const NINE = 57;
const MINUS = 45;

/**
 * Reads numbers from their bytes as most files have them: digits, a minus before them at most, a decimal mark among them at
 * most. All other forms are left to `plainNumber`, which gives the same for these.
 */
export class UsualNumber {
	/** Digits before and after the mark of the number that was read last. */
	whole = 0;
	scale = 0;
	private readonly mark: number;

	constructor(decimal: 'point' | 'comma') {
		this.mark = decimal === 'point' ? 46 : 44;
	}

	/** False for any other form, for zeros before other digits, and for more digits than `digitsAtMost`. */
	read(bytes: Uint8Array, start: number, end: number, digitsAtMost: number): boolean {
		const first = bytes[start] === MINUS ? start + 1 : start;
		if (end - first > digitsAtMost + 1) return false;
		let markAt = end;
		for (let at = first; at < end; at++) {
			const byte = bytes[at]!;
			if (byte >= ZERO && byte <= NINE) continue;
			if (byte !== this.mark || markAt < end || at === end - 1) return false;
			markAt = at;
		}
		const whole = markAt - first;
		const scale = markAt < end ? end - markAt - 1 : 0;
		if (whole === 0 || whole + scale > digitsAtMost || (whole > 1 && bytes[first] === ZERO)) return false;
		this.whole = whole;
		this.scale = scale;
		return true;
	}
}
