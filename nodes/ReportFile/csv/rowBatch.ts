import { CR, LF, type Dialect } from './dialect';
import { CsvMemory } from './csvMemory';
import { decodeCell, unescaped, unwrapped } from './cellText';

/** How the bytes of a cell are to be read. */
export const PLAIN = 0;
/** The bytes between the quotes; quotes in it are doubled. */
export const DOUBLED = 1;
/** The bytes between the quotes; some quotes or backslashes in it have a backslash before them. */
export const BACKSLASHED = 2;
/** All bytes of the cell: it begins with a quote, and something follows the quote that closed it. */
export const ODD = 3;

/**
 * Some rows of a file: their bytes, and where each row and each cell begins and ends. Valid until the next batch is asked
 * for, which is put into the same memory: copy what is to be kept.
 */
export class RowBatch {
	/** UTF-8. */
	bytes: Buffer = Buffer.alloc(0);
	rows = 0;
	/** Offsets of each row: where it begins, where it ends without the line end, where the next line begins. */
	rowStarts = new Int32Array(0);
	rowEnds = new Int32Array(0);
	rowNexts = new Int32Array(0);
	/** The index of the first cell of each row, and of the one after its last. */
	cellFrom = new Int32Array(0);
	cellTo = new Int32Array(0);
	/** Of each cell: the offsets of its bytes, and how they are to be read. */
	starts = new Int32Array(0);
	ends = new Int32Array(0);
	kinds: Uint8Array = new Uint8Array(0);
	/** Empty lines, which are not rows. */
	blankLines = 0;
	/** How many line ends, and how many empty lines, there are before the last row. */
	readonly beforeLast = { lineEnds: 0, blankLines: 0 };
	/** The number of the line at its beginning, from 1. */
	firstLine = 1;
	private counted = { at: 0, line: 1 };
	private readonly quote: string;
	private readonly lineEnd: number;

	constructor(
		{ quote, newline }: Pick<Dialect, 'quote' | 'newline'>,
		/** Holds the bytes and the tables. */
		readonly memory = new CsvMemory(),
	) {
		this.quote = quote;
		this.lineEnd = newline === 'cr' ? CR : LF;
	}

	/** Makes room for this many bytes, and for what they can hold at most. The bytes that are there stay. */
	reserve(size: number): void {
		if (this.bytes.length > size) return;
		const { memory } = this;
		const { module } = memory;
		const entries = size + 2;
		memory.reserve(size);
		// One byte more, because scanners put a line end after the last one.
		this.bytes = memory.bytes(module.bytes, size + 1);
		this.rowStarts = memory.offsets(module.rowStarts, entries);
		this.rowEnds = memory.offsets(module.rowEnds, entries);
		this.rowNexts = memory.offsets(module.rowNexts, entries);
		this.cellFrom = memory.offsets(module.cellFrom, entries);
		this.cellTo = memory.offsets(module.cellTo, entries);
		this.starts = memory.offsets(module.starts, entries);
		this.ends = memory.offsets(module.ends, entries);
		this.kinds = memory.bytes(module.kinds, entries);
	}

	/** Leaves out the rows for which `isKept` says no. */
	keepRows(isKept: (row: number) => boolean): void {
		const { rowStarts, rowEnds, rowNexts, cellFrom, cellTo } = this;
		let kept = 0;
		for (let row = 0; row < this.rows; row++) {
			if (!isKept(row)) continue;
			if (kept !== row) {
				rowStarts[kept] = rowStarts[row]!;
				rowEnds[kept] = rowEnds[row]!;
				rowNexts[kept] = rowNexts[row]!;
				cellFrom[kept] = cellFrom[row]!;
				cellTo[kept] = cellTo[row]!;
			}
			kept++;
		}
		this.rows = kept;
	}

	/** Whether one of its rows is written with exactly these bytes. */
	hasRow(bytes: Buffer): boolean {
		const { rowStarts, rowEnds, rows } = this;
		for (let row = 0; row < rows; row++) {
			if (rowEnds[row]! - rowStarts[row]! === bytes.length && this.rowEquals(row, bytes)) return true;
		}
		return false;
	}

	/** Whether a row is written with exactly these bytes; no row is empty. */
	rowEquals(row: number, bytes: Buffer): boolean {
		const start = this.rowStarts[row]!;
		const end = this.rowEnds[row]!;
		if (end - start !== bytes.length || this.bytes[start] !== bytes[0]) return false;
		return this.bytes.compare(bytes, 0, bytes.length, start, end) === 0;
	}

	/** The number of cells in a row. */
	width(row: number): number {
		return this.cellTo[row]! - this.cellFrom[row]!;
	}

	/** The value of a cell. Throws a CsvError when its bytes are not UTF-8. */
	text(row: number, column: number): string {
		return this.cellText(this.cellFrom[row]! + column);
	}

	/** The values of a row. */
	texts(row: number): string[] {
		const first = this.cellFrom[row]!;
		return Array.from({ length: this.width(row) }, (_, column) => this.cellText(first + column));
	}

	cellText(cell: number): string {
		const text = decodeCell(this.bytes, this.starts[cell]!, this.ends[cell]!);
		switch (this.kinds[cell]) {
			case DOUBLED:
				return unwrapped(text.replaceAll(this.quote + this.quote, this.quote));
			case BACKSLASHED:
				return unescaped(text, this.quote);
			case ODD:
				return text.endsWith(this.quote) ? text.slice(1, -1) : text;
			default:
				return unwrapped(text);
		}
	}

	/** Puts the bytes of a cell whose quotes are doubled elsewhere, with one quote for two. Gives their number. */
	undouble(cell: number, into: Uint8Array): number {
		const { bytes } = this;
		const quote = this.quote.charCodeAt(0);
		let to = 0;
		for (let at = this.starts[cell]!; at < this.ends[cell]!; at++) {
			const byte = bytes[at]!;
			into[to++] = byte;
			if (byte === quote) at++;
		}
		return to;
	}

	/** The value of a cell for messages and for what is not text anyway: bytes that are not UTF-8 do not matter. */
	lenientText(cell: number): string {
		try {
			return this.cellText(cell);
		} catch {
			return this.bytes.toString('latin1', this.starts[cell], this.ends[cell]);
		}
	}

	/** The beginning of a value, for showing it: of a long one no more is read, nor kept in memory. */
	glimpse(cell: number, characters: number): string {
		const start = this.starts[cell]!;
		const bytesAtMost = 4 * characters;
		if (this.ends[cell]! - start <= bytesAtMost) return this.lenientText(cell).slice(0, characters);
		const text = this.bytes.toString('utf8', start, start + bytesAtMost).slice(0, characters);
		return this.kinds[cell] === DOUBLED ? text.replaceAll(this.quote + this.quote, this.quote) : text;
	}

	/** The number of the line on which a row begins, from 1, as an editor counts them. */
	line(row: number): number {
		const at = this.rowStarts[row]!;
		// Counted on from the row that was asked for before, so asking for all takes one pass.
		if (at < this.counted.at) this.counted = { at: 0, line: this.firstLine };
		const line = this.counted.line + this.lineEnds(this.counted.at, at);
		this.counted = { at, line };
		return line;
	}

	/** Begins with other bytes, whose first line has this number. */
	begin(firstLine: number): void {
		this.firstLine = firstLine;
		this.counted = { at: 0, line: firstLine };
	}

	/** How many line ends there are between two offsets. */
	lineEnds(from: number, to: number): number {
		let count = 0;
		let at = this.bytes.indexOf(this.lineEnd, from);
		while (at >= 0 && at < to) {
			count++;
			at = this.bytes.indexOf(this.lineEnd, at + 1);
		}
		return count;
	}
}

let shared: CsvMemory | undefined;
/** The memory of a module never gets smaller, and a last row can have 8 MB. */
const SHARED_BYTES_AT_MOST = 1024 * 1024;

/** Some bytes as a batch that is looked at at once: the next call may take the same memory. */
export function briefBatch(bytes: Uint8Array, dialect: Pick<Dialect, 'quote' | 'newline'>): RowBatch {
	const isLong = bytes.length > SHARED_BYTES_AT_MOST;
	const batch = new RowBatch(dialect, isLong ? new CsvMemory() : (shared ??= new CsvMemory()));
	batch.reserve(bytes.length);
	batch.bytes.set(bytes);
	return batch;
}
