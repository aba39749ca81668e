import type { Bytes } from '../../shared/files/streams';
import { BitReader } from './bitReader';
import { BrokenCompression } from './inflate';
import { cost, type Work } from './work';
import { readTable } from './huffmanCodes';

const BLOCK_MAGIC = 0x314159265359;
const END_MAGIC = 0x177245385090;
/** In units of 100,000 bytes, as in the header. */
const BLOCK_UNIT = 100_000;
const GROUP_SYMBOLS = 50;
const OUTPUT_BYTES = 64 * 1024;
/** How often long loops look at the clock. */
const STEPS_PER_LOOK = 16 * 1024;
/** More than the tables in front of a block take: 18,002 selectors of 6 bits, 6 tables of 258 codes. */
const HEADER_BYTES = 32 * 1024;
/** More than a group of symbols takes. */
const GROUP_BYTES = 256;

/**
 * Unpacks BZip2. No library does this in steps: a block of 45 bytes may unpack to 46 MB, which would block the event loop.
 *
 * The format has no standard. This follows its description by Joe Tsai, "BZIP2: Format Specification" (2016).
 */
export async function* bunzip2(source: Bytes, work: Work): AsyncGenerator<Buffer> {
	const input = new BitReader(source);
	let slots: Uint32Array | undefined;
	for (;;) {
		await input.fill(16);
		// Parallel packers write several streams, one after the other.
		if (slots !== undefined && !input.has(1)) return;
		const level = readLevel(input);
		if (level === undefined) throw new BrokenCompression('this is not BZip2');
		slots =
			slots !== undefined && slots.length >= level * BLOCK_UNIT ? slots : new Uint32Array(level * BLOCK_UNIT);
		let whole = 0;
		for (;;) {
			await input.fill(HEADER_BYTES);
			const magic = input.bits(24) * 2 ** 24 + input.bits(24);
			const checksum = ((input.bits(16) << 16) | input.bits(16)) >>> 0;
			if (magic === END_MAGIC) {
				if (checksum !== whole) throw new BrokenCompression('the checksum is wrong');
				input.alignToByte();
				break;
			}
			if (magic !== BLOCK_MAGIC) throw new BrokenCompression('there is no block');
			work.spend(cost.packet);
			const seen = yield* unpackBlock(input, slots.subarray(0, level * BLOCK_UNIT), work);
			if (seen !== checksum) throw new BrokenCompression('the checksum of a block is wrong');
			whole = (((whole << 1) | (whole >>> 31)) ^ seen) >>> 0;
		}
	}
}

/** "BZh" and the size of blocks, 1 to 9. */
function readLevel(input: BitReader): number | undefined {
	if (!input.has(4) || input.bits(24) !== 0x425a68) return undefined;
	const level = input.bits(8) - 0x30;
	return level >= 1 && level <= 9 ? level : undefined;
}

/** Yields one block as bytes; returns its checksum. */
async function* unpackBlock(
	input: BitReader,
	slots: Uint32Array,
	work: Work,
): AsyncGenerator<Buffer, number> {
	if (input.bits(1) !== 0) throw new BrokenCompression('a block is randomised, as in versions before 1.0');
	const origin = input.bits(24);
	const length = await readSymbols(input, slots, work);
	if (origin >= length) throw new BrokenCompression('a block begins nowhere');
	work.spend(length * cost.bunzippedByte);
	await sortBack(slots, length, work);
	return yield* unpackRuns(slots, length, origin, work);
}

/** Huffman codes, runs of zeros and moves to the front: the result in `slots` is the sorted block. */
async function readSymbols(input: BitReader, slots: Uint32Array, work: Work): Promise<number> {
	const front = readAlphabet(input);
	const end = front.length + 1;
	const tableCount = input.bits(3);
	const selectorCount = input.bits(15);
	if (front.length === 0 || tableCount < 2 || tableCount > 6 || selectorCount === 0) {
		throw new BrokenCompression('a block has no codes');
	}
	const selectors = readSelectors(input, selectorCount, tableCount);
	const tables = Array.from({ length: tableCount }, () => readTable(input, end + 1));

	let length = 0;
	let run = 0;
	let runBit = 1;
	for (let group = 0; ; group++) {
		const table = tables[selectors[group] ?? -1];
		if (table === undefined) throw new BrokenCompression('a block does not end');
		if (!input.has(GROUP_BYTES)) await input.fill(HEADER_BYTES);
		if (group % 64 === 0) await work.turn();
		for (let index = 0; index < GROUP_SYMBOLS; index++) {
			const symbol = table.read(input);
			if (symbol <= 1) {
				run += runBit << symbol;
				runBit <<= 1;
				if (run > slots.length) throw new BrokenCompression('a block is too long');
				continue;
			}
			if (run > 0) {
				if (length + run > slots.length) throw new BrokenCompression('a block is too long');
				slots.fill(front[0]!, length, length + run);
				length += run;
				run = 0;
				runBit = 1;
			}
			if (symbol === end) return length;
			if (length === slots.length) throw new BrokenCompression('a block is too long');
			const moved = front[symbol - 1]!;
			front.copyWithin(1, 0, symbol - 1);
			front[0] = moved;
			slots[length++] = moved;
		}
	}
}

/** Which bytes occur in the block: 16 bits say which groups of sixteen, then 16 bits for each group. */
function readAlphabet(input: BitReader): Uint8Array {
	const ranges = input.bits(16);
	const bytes: number[] = [];
	for (let range = 0; range < 16; range++) {
		if ((ranges & (0x8000 >> range)) === 0) continue;
		const used = input.bits(16);
		for (let index = 0; index < 16; index++) {
			if ((used & (0x8000 >> index)) !== 0) bytes.push(range * 16 + index);
		}
	}
	return Uint8Array.from(bytes);
}

/** The table of each group, moved to the front. */
function readSelectors(input: BitReader, count: number, tableCount: number): Uint8Array {
	const order = Uint8Array.from({ length: tableCount }, (_, index) => index);
	return Uint8Array.from({ length: count }, () => {
		let position = 0;
		while (input.bits(1) === 1) {
			if (++position >= tableCount) throw new BrokenCompression('a table is missing');
		}
		const selected = order[position]!;
		order.copyWithin(1, 0, position);
		order[0] = selected;
		return selected;
	});
}

/** Undoes the Burrows-Wheeler transform: each slot gets the index of the next one above its byte. */
async function sortBack(slots: Uint32Array, length: number, work: Work): Promise<void> {
	const starts = new Uint32Array(257);
	for (let index = 0; index < length; index++) starts[(slots[index]! & 0xff) + 1]!++;
	for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
	for (let index = 0; index < length; index++) {
		if (index % STEPS_PER_LOOK === 0) await work.turn();
		const slot = starts[slots[index]! & 0xff]!++;
		slots[slot]! |= index << 8;
	}
}

/** After four equal bytes, a byte says how many more follow. Returns the checksum. */
async function* unpackRuns(
	slots: Uint32Array,
	length: number,
	origin: number,
	work: Work,
): AsyncGenerator<Buffer, number> {
	let output = Buffer.alloc(OUTPUT_BYTES);
	let filled = 0;
	let crc = 0xffffffff;
	let previous = -1;
	let equals = 0;
	let slot = slots[origin]! >>> 8;
	for (let index = 0; index < length; index++) {
		if (index % STEPS_PER_LOOK === 0) await work.turn();
		const value = slots[slot]!;
		slot = value >>> 8;
		const byte = value & 0xff;
		const isCount = equals === 4;
		if (!isCount) equals = byte === previous ? equals + 1 : 1;
		const written = isCount ? previous : byte;
		// After a run, counting starts again, even for the same byte.
		previous = isCount ? -1 : byte;
		if (isCount) equals = 0;
		let times = isCount ? byte : 1;
		for (; times > 0; times--) {
			output[filled++] = written;
			crc = (crc << 8) ^ crcTable[(crc >>> 24) ^ written]!;
			if (filled < OUTPUT_BYTES) continue;
			work.grew(filled);
			await work.turn();
			yield output;
			output = Buffer.alloc(OUTPUT_BYTES);
			filled = 0;
		}
	}
	work.grew(filled);
	if (filled > 0) yield output.subarray(0, filled);
	return ~crc >>> 0;
}

/** CRC-32 with the most significant bit first, as in BZip2. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte << 24;
	for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
	return crc;
});
