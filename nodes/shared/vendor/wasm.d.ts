/** The build puts the bytes of a WebAssembly module in the place of its import. */
declare module '*.wasm' {
	const bytes: Uint8Array;
	export default bytes;
}
