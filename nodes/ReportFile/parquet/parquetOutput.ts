import { turnDue } from '../../shared/run/loopTurn';
import { ByteWriter, ParquetWriter, type ColumnSource } from '../../shared/vendor/parquet';
import type { Conversion, OutputFormat } from '../convert/output';
import { CsvError } from '../csv/csvError';
import { Footer } from './footer';
import { CREATED_BY } from './metadata';
import { parquetColumn, type ParquetColumn } from './parquetColumn';
import { RowGroup } from './rowGroup';

/** The library writes what it is given in one step, which must not hold n8n up. */
const CELLS_AT_ONCE = 8_000;
const CHARACTERS_AT_ONCE = 1_000_000;
/** Each column has its price, however few its values. */
const COLUMNS_AT_ONCE = 50;
/** Longer texts, and columns of them, are written as they are: to compress them would hold n8n up. */
const TEXT_COMPRESSED_AT_MOST = 100_000;
const COLUMN_COMPRESSED_AT_MOST = 4_000_000;
/** The smallest and the largest value of each column of a group are held until the file ends. */
const TEXT_KEPT_AT_MOST = 1_000;
/** Each step has the library go through all columns. A sheet of Excel has no more. */
const COLUMNS_AT_MOST = 16_384;

/** Apache Parquet, compressed with Snappy: amounts as DECIMAL, dates as DATE and TIMESTAMP, the rest as strings. */
export const parquetOutput: OutputFormat = {
	ending: '.parquet',
	needsTypes: () => true,
	write: writeParquet,
};

async function* writeParquet(conversion: Conversion): AsyncGenerator<Uint8Array> {
	const { table, misfits, decimal } = conversion;
	const columns = conversion.columns.map((column) => parquetColumn(column, decimal));
	if (columns.length > COLUMNS_AT_MOST) throw tooWide(columns.length);
	const bytes = new ByteWriter();
	const schemas = columns.map(({ schema }) => schema);
	const writer = new ParquetWriter({ writer: bytes, schema: [], createdBy: CREATED_BY });
	const footer = new Footer(schemas);
	const group = new RowGroup(columns.length);
	yield taken(bytes);
	for await (const batch of table.read()) {
		for (let row = 0; row < batch.rows; row++) {
			if (!misfits.fits(batch, row)) continue;
			group.add(batch, row);
			if (group.isFull) yield* writeGroup(writer, bytes, footer, columns, group);
		}
	}
	if (group.rows > 0) yield* writeGroup(writer, bytes, footer, columns, group);
	for (const piece of footer.bytes()) {
		yield piece;
		await turnDue();
	}
}

/** Writes some columns at a time, and empties the group. */
async function* writeGroup(
	writer: ParquetWriter,
	bytes: ByteWriter,
	footer: Footer,
	columns: ParquetColumn[],
	group: RowGroup,
): AsyncGenerator<Uint8Array> {
	await turnDue();
	let from = 0;
	for (const columnData of stepsOf(columns, group)) {
		// Of these columns alone: the library goes through all that it knows in each step.
		const schemas = columns.slice(from, from + columnData.length).map(({ schema }) => schema);
		writer.schema = [{ name: 'root', num_children: schemas.length }, ...schemas];
		from += columnData.length;
		// The texts of the next columns were read by now, which takes about as long as to write these.
		await turnDue();
		void writer.write({ columnData, rowGroupSize: group.rows });
		// For the library, these columns are a group of rows of their own.
		footer.addColumns(writer.row_groups.pop()!);
		writer.pendingIndexes = [];
		yield taken(bytes);
		await turnDue();
	}
	footer.endGroup(group.rows);
	group.clear();
}

/** The columns of a group, as many at a time as can be written in one step. */
function* stepsOf(columns: ParquetColumn[], group: RowGroup): Generator<ColumnSource[]> {
	let step: ColumnSource[] = [];
	let characters = 0;
	for (const [index, column] of columns.entries()) {
		const texts = group.texts(index);
		const length = texts.reduce((sum, text) => sum + text.length, 0);
		const isFull =
			step.length === COLUMNS_AT_ONCE ||
			(step.length + 1) * group.rows > CELLS_AT_ONCE ||
			characters + length > CHARACTERS_AT_ONCE;
		if (isFull && step.length > 0) {
			yield step;
			step = [];
			characters = 0;
		}
		step.push(columnOf(column, texts, length));
		characters += length;
	}
	yield step;
}

function columnOf({ schema, valueOf }: ParquetColumn, texts: string[], length: number): ColumnSource {
	const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
	const isLong = longest > TEXT_COMPRESSED_AT_MOST || length > COLUMN_COMPRESSED_AT_MOST;
	return {
		name: schema.name,
		data: texts.map(valueOf),
		// Would be written with the footer.
		offsetIndex: false,
		...(isLong && { codec: 'UNCOMPRESSED' as const }),
		...(longest > TEXT_KEPT_AT_MOST && { statistics: false }),
	};
}

const tooWide = (columns: number) =>
	new CsvError(
		`The file has ${columns} columns; Parquet is written with at most ${COLUMNS_AT_MOST}`,
		'Keep the columns that you need with Filter first, or convert to another format.',
	);

/** What was written since the last time; the library continues with an empty buffer and the offsets of the file. */
function taken(writer: ByteWriter): Uint8Array {
	const bytes = Buffer.from(writer.getBytes());
	writer.index = 0;
	return bytes;
}
