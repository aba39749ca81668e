import { turnDue } from '../../shared/run/loopTurn';
import { ByteWriter, ParquetWriter } from '../../shared/vendor/parquet';
import type { Conversion, OutputFormat } from '../convert/output';
import { parquetColumn, type ParquetColumn } from './parquetColumn';
import { RowGroup } from './rowGroup';

/** The library writes what it is given in one step, which must not hold n8n up. */
const CELLS_AT_ONCE = 15_000;
/** A longer text is written as it is: to compress it would hold n8n up. Nor are the smallest and the largest then kept. */
const TEXT_COMPRESSED_AT_MOST = 100_000;

/** Apache Parquet, compressed with Snappy: amounts as DECIMAL, dates as DATE and TIMESTAMP, the rest as strings. */
export const parquetOutput: OutputFormat = {
	ending: '.parquet',
	needsTypes: () => true,
	write: writeParquet,
};

async function* writeParquet(conversion: Conversion): AsyncGenerator<Uint8Array> {
	const { table, misfits, decimal } = conversion;
	const columns = conversion.columns.map((column) => parquetColumn(column, decimal));
	const bytes = new ByteWriter();
	const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(({ schema }) => schema)];
	const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'n8n-nodes-report-delivery' });
	const group = new RowGroup(columns.length);
	for await (const batch of table.read()) {
		for (let row = 0; row < batch.rows; row++) {
			if (!misfits.fits(batch, row)) continue;
			group.add(batch, row);
			if (group.isFull) yield* writeGroup(writer, bytes, columns, group);
		}
	}
	if (group.rows > 0) yield* writeGroup(writer, bytes, columns, group);
	void writer.finish();
	yield taken(bytes);
}

/** Writes some columns at a time, and empties the group. */
async function* writeGroup(
	writer: ParquetWriter,
	bytes: ByteWriter,
	columns: ParquetColumn[],
	group: RowGroup,
): AsyncGenerator<Uint8Array> {
	const { rows } = group;
	const before = writer.row_groups.length;
	const width = Math.max(1, Math.floor(CELLS_AT_ONCE / rows));
	await turnDue();
	for (let from = 0; from < columns.length; from += width) {
		const columnData = columns
			.slice(from, from + width)
			.map((column, index) => columnOf(column, group.texts(from + index)));
		void writer.write({ columnData, rowGroupSize: rows });
		yield taken(bytes);
		await turnDue();
	}
	joinGroups(writer, before);
	group.clear();
}

function columnOf({ schema, valueOf }: ParquetColumn, texts: string[]) {
	const isLong = texts.some((text) => text.length > TEXT_COMPRESSED_AT_MOST);
	return {
		name: schema.name,
		data: texts.map(valueOf),
		...(isLong && { codec: 'UNCOMPRESSED' as const, statistics: false }),
	};
}

/** The library takes the columns of each step for a group of rows of their own: from this one on, they are one. */
function joinGroups(writer: ParquetWriter, from: number): void {
	const [first, ...others] = writer.row_groups.splice(from);
	for (const { columns, total_byte_size, total_compressed_size = 0n, num_rows } of others) {
		first!.columns.push(...columns);
		first!.total_byte_size += total_byte_size;
		first!.total_compressed_size = (first!.total_compressed_size ?? 0n) + total_compressed_size;
		writer.num_rows -= num_rows;
	}
	writer.row_groups.push(first!);
}

/** What was written since the last time; the library continues with an empty buffer and the offsets of the file. */
function taken(writer: ByteWriter): Uint8Array {
	const bytes = Buffer.from(writer.getBytes());
	writer.index = 0;
	return bytes;
}
