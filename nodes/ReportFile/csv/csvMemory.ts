import { RemedyError } from '../../shared/run/remedyError';
import { csvModule } from './csvModule';

/** A variable of the module: a count, or an address in its memory. */
interface Variable {
	value: number;
}

/** What the module exports: see wasm/, where each is described. */
interface CsvExports {
	memory: { buffer: ArrayBuffer };
	reserve(bytes: number): number;
	bytes: Variable;
	rowStarts: Variable;
	rowEnds: Variable;
	rowNexts: Variable;
	cellFrom: Variable;
	cellTo: Variable;
	starts: Variable;
	ends: Variable;
	kinds: Variable;
	left: Variable;

	setDialect(delimiter: number, quote: number, escape: number, endsWithCr: boolean): void;
	scan(from: number, to: number, isEnd: boolean): number;
	rows: Variable;
	blankLines: Variable;
	lineEndsBeforeLast: Variable;
	blankLinesBeforeLast: Variable;

	lookAtColumn(
		column: number,
		from: number,
		to: number,
		hasTexts: boolean,
		longest: number,
		lowLength: number,
		highLength: number,
		mark: number,
	): number;
	found: Variable;
	counts: Variable;
	sums: Variable;
	smallest: Variable;
	largest: Variable;
	low: Variable;
	high: Variable;
}

/** The part of the WebAssembly API that we use; the language's own library does not declare it. */
interface WebAssemblyApi {
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object) => { exports: unknown };
}
declare const WebAssembly: WebAssemblyApi;

/** Of numbers: see wasm/numbers.mts. */
export const FORMS = 17;
/** What is kept of the smallest and the largest text. */
const TEXT_BYTES = 200;

let compiled: object | undefined;

/** The module with memory of its own, which is free again when nobody holds it any more. */
export class CsvMemory {
	readonly module: CsvExports;
	/** Tables that have their size from the beginning. */
	columnTables!: ReturnType<CsvMemory['newColumnTables']>;

	constructor() {
		compiled ??= new WebAssembly.Module(csvModule);
		this.module = new WebAssembly.Instance(compiled).exports as CsvExports;
	}

	/** Makes room for this many bytes, and for what they can hold at most. What was made of its memory before is void. */
	reserve(size: number): void {
		if (!this.module.reserve(size)) {
			throw new RemedyError(
				`n8n has no memory left to look at ${Math.ceil(size / 1e6)} MB of the file at once`,
				'Give n8n more memory, or run fewer executions at the same time.',
			);
		}
		this.columnTables = this.newColumnTables();
	}

	/** What `lookAtColumn` reads and writes. */
	private newColumnTables() {
		const { module } = this;
		return {
			found: this.offsets(module.found, 8),
			counts: this.offsets(module.counts, FORMS),
			sums: this.numbers(module.sums),
			smallest: this.numbers(module.smallest),
			largest: this.numbers(module.largest),
			low: this.bytes(module.low, TEXT_BYTES),
			high: this.bytes(module.high, TEXT_BYTES),
		};
	}

	offsets(at: Variable, length: number) {
		return new Int32Array(this.module.memory.buffer, at.value, length);
	}

	bytes(at: Variable, length: number) {
		return Buffer.from(this.module.memory.buffer, at.value, length);
	}

	private numbers(at: Variable) {
		return new BigInt64Array(this.module.memory.buffer, at.value, FORMS);
	}
}
