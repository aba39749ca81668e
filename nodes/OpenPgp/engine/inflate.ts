import type { Bytes } from '../../shared/files/streams';
import { newZlib, type Zlib } from '../../shared/vendor/zlib';
import type { Work } from './work';

const INPUT_BYTES = 64 * 1024;
const OUTPUT_BYTES = 256 * 1024;
const FINISH = 4;

/** The compressed data is damaged, or ends early. */
export class BrokenCompression extends Error {}

/**
 * Inflates with zlib compiled to WebAssembly. Measured within n8n's lint rules, which forbid node:zlib: nearly twice as
 * fast as the Web platform's DecompressionStream, whose pieces of 16 KiB each cross a thread, and more than twice as fast
 * as inflate in JavaScript (docs/benchmark.md).
 */
export async function* inflate(
	source: Bytes,
	format: 'deflate-raw' | 'deflate',
	work: Work,
): AsyncGenerator<Buffer> {
	const stream = new Inflater(await newZlib(), format);
	for await (const piece of source) {
		// More may follow the end: Sequoia puts padding here to hide the true size of a message. It is read, so that the integrity check still covers it.
		for (let offset = 0; offset < piece.length && !stream.isAtEnd;) {
			const { output, consumed } = stream.process(piece.subarray(offset, offset + INPUT_BYTES));
			offset += consumed;
			work.grew(output.length);
			await work.turn();
			if (output.length > 0) yield output;
		}
	}
	while (!stream.isAtEnd) {
		const output = stream.finish();
		if (output.length === 0 && !stream.isAtEnd) throw new BrokenCompression('the compressed data ends early');
		work.grew(output.length);
		await work.turn();
		if (output.length > 0) yield output;
	}
}

class Inflater {
	isAtEnd = false;
	private readonly stream: number;
	private readonly input: number;
	private readonly output: number;

	constructor(
		private readonly zlib: Zlib,
		format: 'deflate-raw' | 'deflate',
	) {
		this.stream = zlib.inflate_new();
		this.input = zlib.malloc(INPUT_BYTES);
		this.output = zlib.malloc(OUTPUT_BYTES);
		const failed = format === 'deflate' ? zlib.inflate_init(this.stream) : zlib.inflate_init_raw(this.stream);
		if (failed !== 0 || this.input === 0 || this.output === 0) throw new Error('zlib could not start');
	}

	/** The output of a piece, and how much of the piece was used. */
	process(piece: Uint8Array): { output: Buffer; consumed: number } {
		// The memory may have grown since the last call, which leaves earlier views of it empty.
		new Uint8Array(this.zlib.memory.buffer).set(piece, this.input);
		const output = this.run(piece.length, 0);
		const consumed = this.zlib.inflate_last_consumed(this.stream);
		if (consumed === 0 && output.length === 0 && !this.isAtEnd) {
			throw new BrokenCompression('the compressed data makes no progress');
		}
		return { output, consumed };
	}

	/** The rest of the output after all pieces. */
	finish(): Buffer {
		return this.run(0, FINISH);
	}

	private run(length: number, flush: number): Buffer {
		const { zlib } = this;
		const result = zlib.inflate_process(this.stream, this.input, length, this.output, OUTPUT_BYTES, flush);
		const status = result >> 24;
		if (status < 0) throw new BrokenCompression(`zlib says ${status}`);
		this.isAtEnd = status === 1;
		// A copy: the next call writes to the same place.
		return Buffer.from(new Uint8Array(zlib.memory.buffer, this.output, result & 0xff_ffff));
	}
}
