import { csvModule } from './csvModule';

/** What the module exports: see wasm/. Addresses and counts are in variables of its own. */
interface CsvExports {
	memory: { buffer: ArrayBuffer };
	reserve(bytes: number): number;
	setDialect(delimiter: number, quote: number, escape: number, endsWithCr: boolean): void;
	scan(from: number, to: number, isEnd: boolean): number;
	rows: Variable;
	blankLines: Variable;
	lineEndsBeforeLast: Variable;
	blankLinesBeforeLast: Variable;
	bytes: Variable;
	rowStarts: Variable;
	rowEnds: Variable;
	rowNexts: Variable;
	cellFrom: Variable;
	cellTo: Variable;
	starts: Variable;
	ends: Variable;
	kinds: Variable;
}
interface Variable {
	value: number;
}

/** The part of the WebAssembly API that we use; the language's own library does not declare it. */
interface WebAssemblyApi {
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object) => { exports: unknown };
}
declare const WebAssembly: WebAssemblyApi;

let compiled: object | undefined;

/** A module with memory of its own, which is free again when nobody holds it any more. */
export function newCsvMemory(): CsvExports {
	compiled ??= new WebAssembly.Module(csvModule);
	return new WebAssembly.Instance(compiled).exports as CsvExports;
}
