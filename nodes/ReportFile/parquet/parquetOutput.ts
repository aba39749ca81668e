import { ByteWriter, ParquetWriter } from '../../shared/vendor/parquet';
import { turnDue } from '../../shared/run/loopTurn';
import type { OutputFormat } from '../convert/output';
import { rowsOf } from '../convert/rowsOf';
import { parquetColumn, type ParquetColumn } from './parquetColumn';

/**
 * Rows that are written together. Readers like larger groups; but a group is compressed in one step, which must not hold
 * n8n up, so groups are small where there are many columns.
 */
const CELLS_IN_GROUP = 60_000;
const ROWS_IN_GROUP_AT_LEAST = 500;

/** Apache Parquet, compressed with Snappy: amounts as DECIMAL, dates as DATE and TIMESTAMP, the rest as strings. */
export const parquetOutput: OutputFormat = {
	ending: '.parquet',
	needsTypes: () => true,
	write: ({ columns, decimal, table, misfits }) =>
		writeParquet(
			columns.map((column) => parquetColumn(column, decimal)),
			rowsOf(table, misfits),
		),
};

async function* writeParquet(
	columns: ParquetColumn[],
	rows: AsyncIterable<string[][]>,
): AsyncGenerator<Uint8Array> {
	const bytes = new ByteWriter();
	const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(({ schema }) => schema)];
	const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'n8n-nodes-report-delivery' });
	const rowsInGroup = Math.max(ROWS_IN_GROUP_AT_LEAST, Math.floor(CELLS_IN_GROUP / columns.length));
	let group: string[][] = [];
	const writeGroup = () => {
		const columnData = columns.map(({ schema, valueOf }, index) => ({
			name: schema.name,
			data: group.map((values) => valueOf(values[index]!)),
		}));
		void writer.write({ columnData, rowGroupSize: group.length });
		group = [];
	};
	for await (const batch of rows) {
		for (const values of batch) {
			group.push(values);
			if (group.length < rowsInGroup) continue;
			writeGroup();
			yield taken(bytes);
			await turnDue();
		}
	}
	if (group.length > 0) writeGroup();
	void writer.finish();
	yield taken(bytes);
}

/** What was written since the last time; the library continues with an empty buffer and the offsets of the file. */
function taken(writer: ByteWriter): Uint8Array {
	const bytes = Buffer.from(writer.getBytes());
	writer.index = 0;
	return bytes;
}
