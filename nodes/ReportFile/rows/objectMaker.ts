import { PLAIN, type RowBatch } from '../csv/rowBatch';
import { WideBytes } from './wideBytes';

const EQUALS = 61;

/** A column that rows get: its place in the file, and its name in the item. */
export interface Picked {
	index: number;
	name: string;
}

/**
 * Makes objects of rows, with the texts of these columns. The bytes of a batch become one string at once, of which cells
 * are cut out: several times as fast as making a string for each cell.
 */
export class ObjectMaker {
	private batchText = '';
	private readonly wide = new WideBytes();
	/** Of this batch, the texts beyond ASCII by their bytes: names come again and again, and to decode one takes time. */
	private texts = new Map<string, string>();
	/** All keys in their order: copying it is faster than adding key by key. */
	private readonly blank: Record<string, string>;

	constructor(private readonly columns: readonly Picked[]) {
		this.blank = Object.fromEntries(columns.map(({ name }) => [name, '']));
	}

	begin(batch: RowBatch): void {
		// A new one, for V8 links a cleared map's old table to its new one: one old table in the old generation then keeps all
		// later ones alive, with the batches their keys were cut from, until the whole heap is collected.
		this.texts = new Map();
		const end = batch.rows === 0 ? 0 : batch.rowNexts[batch.rows - 1]!;
		this.batchText = batch.bytes.toString('latin1', 0, end);
		this.wide.begin(batch);
	}

	/** The row must have all of these columns. */
	make(batch: RowBatch, row: number): Record<string, string> {
		const { columns, batchText, wide } = this;
		const { bytes, starts, ends, kinds } = batch;
		const first = batch.cellFrom[row]!;
		wide.lookAt(batch, row);
		const made = { ...this.blank };
		for (let at = 0; at < columns.length; at++) {
			const column = columns[at]!;
			const cell = first + column.index;
			const start = starts[cell]!;
			const end = ends[cell]!;
			const isPlain = kinds[cell] === PLAIN && bytes[start] !== EQUALS;
			if (!isPlain) made[column.name] = batch.cellText(cell);
			else if (end <= wide.from || start >= wide.to || isAscii(bytes, start, end))
				made[column.name] = batchText.slice(start, end);
			else made[column.name] = this.decoded(batch, cell);
		}
		return made;
	}

	private decoded(batch: RowBatch, cell: number): string {
		const bytes = this.batchText.slice(batch.starts[cell], batch.ends[cell]);
		let text = this.texts.get(bytes);
		if (text === undefined) this.texts.set(bytes, (text = batch.cellText(cell)));
		return text;
	}
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
	for (let at = start; at < end; at++) if (bytes[at]! > 0x7f) return false;
	return true;
}
