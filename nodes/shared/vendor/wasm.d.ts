/** The build replaces the import with the bytes of a WebAssembly module. */
declare module '*.wasm' {
	const bytes: Uint8Array;
	export default bytes;
}
