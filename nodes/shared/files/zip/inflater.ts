import { newZlib, type Zlib } from '../../vendor/zlib';
import { BrokenZip } from './brokenZip';
import type { ByteReader } from './byteReader';

const INPUT_BYTES = 64 * 1024;
const OUTPUT_BYTES = 256 * 1024;

/** How a stream is wrapped: not at all (RFC 1951), as gzip with its checksum (RFC 1952), or in 64 KB windows, as Windows packs files above 2 GB. */
export type DeflateForm = 'raw' | 'gzip' | 'deflate64';

/** Inflates one stream after the other in the same memory: an archive may have thousands. */
export class Inflater {
	private constructor(
		private readonly zlib: Zlib,
		private readonly input: number,
		private readonly output: number,
	) {}

	static async start(): Promise<Inflater> {
		const zlib = await newZlib();
		const inflater = new Inflater(zlib, zlib.malloc(INPUT_BYTES), zlib.malloc(OUTPUT_BYTES));
		if (inflater.input === 0 || inflater.output === 0) throw new Error('zlib could not start');
		return inflater;
	}

	/** From the reader's position to the end of the stream, which the stream marks itself; no byte after it is taken. */
	async *inflate(reader: ByteReader, form: DeflateForm = 'raw'): AsyncGenerator<Buffer> {
		const calls = callsOf(this.zlib, form);
		const stream = calls.start();
		if (stream === undefined) throw new Error('zlib could not start');
		try {
			for (;;) {
				const ahead = await reader.ahead();
				if (ahead.length === 0) throw new BrokenZip('it ends early');
				const { output, consumed, isAtEnd } = this.process(calls, stream, ahead.subarray(0, INPUT_BYTES));
				reader.take(consumed);
				if (output.length > 0) yield output;
				if (isAtEnd) return;
				if (output.length === 0 && consumed === 0) throw new BrokenZip('a file in it makes no progress');
			}
		} finally {
			calls.end(stream);
		}
	}

	private process(calls: Calls, stream: number, piece: Uint8Array) {
		const { zlib } = this;
		// The memory may have grown since the last call, which leaves earlier views of it empty.
		new Uint8Array(zlib.memory.buffer).set(piece, this.input);
		const result = calls.process(stream, this.input, piece.length, this.output, OUTPUT_BYTES, 0);
		const status = result >> 24;
		if (status < 0) throw new BrokenZip('a file in it is damaged');
		return {
			isAtEnd: status === 1,
			consumed: calls.consumed(stream),
			// A copy: the next call writes to the same place.
			output: Buffer.from(new Uint8Array(zlib.memory.buffer, this.output, result & 0xff_ffff)),
		};
	}
}

/** The functions of zlib for one form. */
interface Calls {
	/** The new stream; undefined when there is no memory for it. */
	start(): number | undefined;
	process: Zlib['inflate_process'];
	consumed: Zlib['inflate_last_consumed'];
	end: Zlib['inflate_end'];
}

function callsOf(zlib: Zlib, form: DeflateForm): Calls {
	if (form === 'deflate64') {
		return {
			start: () => started(zlib.inflate9_new(), zlib.inflate9_init_raw),
			process: zlib.inflate9_process,
			consumed: zlib.inflate9_last_consumed,
			end: zlib.inflate9_end,
		};
	}
	return {
		start: () =>
			started(zlib.inflate_new(), form === 'gzip' ? zlib.inflate_init_gzip : zlib.inflate_init_raw),
		process: zlib.inflate_process,
		consumed: zlib.inflate_last_consumed,
		end: zlib.inflate_end,
	};
}

const started = (stream: number, init: (stream: number) => number) =>
	init(stream) === 0 ? stream : undefined;
