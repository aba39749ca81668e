import { BitReader } from './bitReader';
import { BrokenCompression } from './inflate';

const CODE_BITS_AT_MOST = 20;

/** Canonical Huffman codes: for each length, the last code and the position of its symbols. */
class Table {
	private readonly symbols: Uint16Array;
	private readonly limits = new Int32Array(CODE_BITS_AT_MOST + 1).fill(-1);
	private readonly offsets = new Int32Array(CODE_BITS_AT_MOST + 1);

	constructor(lengths: Uint8Array) {
		const symbols: number[] = [];
		let code = 0;
		for (let bits = 1; bits <= CODE_BITS_AT_MOST; bits++) {
			this.offsets[bits] = symbols.length - code;
			for (const [symbol, length] of lengths.entries()) if (length === bits) symbols.push(symbol);
			code = symbols.length - this.offsets[bits]!;
			this.limits[bits] = code - 1;
			code <<= 1;
		}
		this.symbols = Uint16Array.from(symbols);
	}

	read(input: BitReader): number {
		let code = 0;
		for (let bits = 1; bits <= CODE_BITS_AT_MOST; bits++) {
			code = (code << 1) | input.bits(1);
			if (code <= this.limits[bits]!) {
				const symbol = this.symbols[this.offsets[bits]! + code];
				if (symbol !== undefined) return symbol;
			}
		}
		throw new BrokenCompression('there is no such code');
	}
}

/** The lengths of the codes, each as a difference from the previous one. */
export function readTable(input: BitReader, symbols: number): Table {
	let length = input.bits(5);
	const lengths = Uint8Array.from({ length: symbols }, () => {
		for (let steps = 0; input.bits(1) === 1; steps++) {
			if (steps > CODE_BITS_AT_MOST) throw new BrokenCompression('a code has no length');
			length += input.bits(1) === 0 ? 1 : -1;
		}
		if (length < 1 || length > CODE_BITS_AT_MOST) throw new BrokenCompression('a code has no length');
		return length;
	});
	return new Table(lengths);
}
