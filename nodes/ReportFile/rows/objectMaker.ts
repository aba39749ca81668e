import { PLAIN, type RowBatch } from '../csv/rowBatch';
import { RowText } from './rowText';
import { WideBytes } from './wideBytes';

const EQUALS = 61;

/** A column that rows get: its place in the file, and its name in the item. */
export interface Picked {
	index: number;
	name: string;
}

/** Of fewer columns than one in so many, cells are read one by one: each would keep a whole row in memory. */
const FEW = 4;

/**
 * Makes objects of rows, with the texts of these columns. The bytes of some rows become one string, of which cells are
 * cut out: several times as fast as making a string for each cell.
 */
export class ObjectMaker {
	private readonly rowText = new RowText();
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
		// later ones alive, with the rows their keys were cut from, until the whole heap is collected.
		this.texts = new Map();
		this.rowText.begin();
		this.wide.begin(batch);
	}

	/** The row must have all of these columns. Rows must be asked for in their order, each once. */
	make(batch: RowBatch, row: number): Record<string, string> {
		const { columns, rowText, wide } = this;
		const { bytes, starts, ends, kinds } = batch;
		const first = batch.cellFrom[row]!;
		const made = { ...this.blank };
		if (FEW * columns.length < batch.width(row) || !rowText.reaches(batch, row)) {
			for (const { name, index } of columns) made[name] = batch.cellText(first + index);
			return made;
		}
		const { text, from } = rowText;
		wide.lookAt(batch, row);
		for (let at = 0; at < columns.length; at++) {
			const column = columns[at]!;
			const cell = first + column.index;
			const start = starts[cell]!;
			const end = ends[cell]!;
			const isPlain = kinds[cell] === PLAIN && bytes[start] !== EQUALS;
			if (!isPlain) made[column.name] = batch.cellText(cell);
			else if (end <= wide.from || start >= wide.to || isAscii(bytes, start, end))
				made[column.name] = text.slice(start - from, end - from);
			else made[column.name] = this.decoded(batch, cell);
		}
		return made;
	}

	private decoded(batch: RowBatch, cell: number): string {
		const { text, from } = this.rowText;
		const bytes = text.slice(batch.starts[cell]! - from, batch.ends[cell]! - from);
		let decoded = this.texts.get(bytes);
		if (decoded === undefined) this.texts.set(bytes, (decoded = batch.cellText(cell)));
		return decoded;
	}
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
	for (let at = start; at < end; at++) if (bytes[at]! > 0x7f) return false;
	return true;
}
