import { newZlib, type Zlib } from '../../vendor/zlib';
import { BrokenZip } from './brokenZip';
import type { ByteReader } from './byteReader';

const INPUT_BYTES = 64 * 1024;
const OUTPUT_BYTES = 256 * 1024;

/** Inflates one bare deflate stream after the other in the same memory: an archive may have thousands. */
export class RawInflater {
	private constructor(
		private readonly zlib: Zlib,
		private readonly input: number,
		private readonly output: number,
	) {}

	static async start(): Promise<RawInflater> {
		const zlib = await newZlib();
		const inflater = new RawInflater(zlib, zlib.malloc(INPUT_BYTES), zlib.malloc(OUTPUT_BYTES));
		if (inflater.input === 0 || inflater.output === 0) throw new Error('zlib could not start');
		return inflater;
	}

	/** From where the reader stands to the end of the stream, which the stream itself tells; not a byte is taken behind it. */
	async *inflate(reader: ByteReader): AsyncGenerator<Buffer> {
		const { zlib } = this;
		const stream = zlib.inflate_new();
		if (zlib.inflate_init_raw(stream) !== 0) throw new Error('zlib could not start');
		try {
			for (;;) {
				const ahead = await reader.ahead();
				if (ahead.length === 0) throw new BrokenZip('it ends early');
				const { output, consumed, isAtEnd } = this.process(stream, ahead.subarray(0, INPUT_BYTES));
				reader.take(consumed);
				if (output.length > 0) yield output;
				if (isAtEnd) return;
				if (output.length === 0 && consumed === 0) throw new BrokenZip('a file in it makes no progress');
			}
		} finally {
			zlib.inflate_end(stream);
		}
	}

	private process(stream: number, piece: Uint8Array) {
		const { zlib } = this;
		// The memory may have grown since the last call, which leaves earlier views of it empty.
		new Uint8Array(zlib.memory.buffer).set(piece, this.input);
		const result = zlib.inflate_process(stream, this.input, piece.length, this.output, OUTPUT_BYTES, 0);
		const status = result >> 24;
		if (status < 0) throw new BrokenZip('a file in it is damaged');
		return {
			isAtEnd: status === 1,
			consumed: zlib.inflate_last_consumed(stream),
			// A copy: the next call writes to the same place.
			output: Buffer.from(new Uint8Array(zlib.memory.buffer, this.output, result & 0xff_ffff)),
		};
	}
}
