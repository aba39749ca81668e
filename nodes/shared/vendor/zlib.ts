/** The one door to zlib, compiled to WebAssembly, out of zip.js: the build puts the module's bytes into this file. */
import bytes from '@zip.js/zip.js/dist/zip-module.wasm';

/** The functions of the module that we use. Sizes are in bytes, `number`s that point are addresses in its memory. */
export interface Zlib {
	memory: { buffer: ArrayBuffer };
	malloc(size: number): number;
	inflate_new(): number;
	/** With zlib's header and checksum (RFC 1950). Gives 0 when it went well, as the next does. */
	inflate_init(stream: number): number;
	/** Bare deflate (RFC 1951). */
	inflate_init_raw(stream: number): number;
	/** With the header and checksum of gzip (RFC 1952). */
	inflate_init_gzip(stream: number): number;
	/** Status in the upper 8 bits (0 goes on, 1 is the end, negative an error), produced bytes in the lower 24. */
	inflate_process(
		stream: number,
		input: number,
		inputLength: number,
		output: number,
		outputLength: number,
		flush: number,
	): number;
	inflate_last_consumed(stream: number): number;
	/** Gives back the memory of a stream, the stream itself included. */
	inflate_end(stream: number): number;
	/** The same for Deflate64. */
	inflate9_new(): number;
	inflate9_init_raw(stream: number): number;
	inflate9_process: Zlib['inflate_process'];
	inflate9_last_consumed(stream: number): number;
	inflate9_end(stream: number): number;
}

/** The part of the WebAssembly API that we use; the language's own library does not declare it. */
interface WebAssemblyApi {
	compile(bytes: Uint8Array): Promise<object>;
	instantiate(module: object): Promise<{ exports: Zlib & { _initialize?(): void } }>;
}
declare const WebAssembly: WebAssemblyApi;

let compiled: Promise<object> | undefined;

/** A separate module with its own memory, so streams share nothing and the memory is freed with the stream. */
export async function newZlib(): Promise<Zlib> {
	compiled ??= WebAssembly.compile(bytes);
	const { exports } = await WebAssembly.instantiate(await compiled);
	exports._initialize?.();
	return exports;
}
