import { ByteWriter, ParquetWriter } from '../../shared/vendor/parquet';
import type { ParquetSchema } from './parquetColumn';

export type Group = ParquetWriter['row_groups'][number];

export const CREATED_BY = 'n8n-nodes-report-delivery';
const MARK = Buffer.from('PAR1');
/** The length of the metadata, and the mark, stand after it. */
const AFTER = 4 + MARK.length;
/** So many columns take a few milliseconds. */
const COLUMNS_AT_ONCE = 100;
/** How the values of a column are sorted: as its type says (parquet.thrift, ColumnOrder). */
const ORDER = Buffer.of(0x1c, 0, 0);
/** To see what a column changes in the bytes. */
const ANY: ParquetSchema = { name: '', type: 'INT32', repetition_type: 'OPTIONAL' };

/**
 * FileMetaData (parquet.thrift) in pieces, each made when it is taken. The library writes each structure, a few columns
 * at a time; the lists are put together here (Thrift compact protocol, "List and Set").
 */
export function* fileMetadata(
	schema: ParquetSchema[],
	groups: Uint8Array[],
	rows: bigint,
): Generator<Uint8Array> {
	const none = libraryBytes([], [], rows);
	const one = libraryBytes([ANY], [], rows);
	const schemaAt = firstDifference(none, one);
	const childrenAt = firstDifference(none, one, schemaAt + 1);
	const rootEnd = childrenAt + 2;
	const groupsAt = firstDifference(none, libraryBytes([], [groupOf([])], rows));
	// The header of an empty list, and the end of the structure.
	const ordersAt = none.length - 2;

	yield none.subarray(0, schemaAt);
	yield listHeader(1 + schema.length);
	yield none.subarray(schemaAt + 1, childrenAt);
	yield zigZag(schema.length);
	yield none.subarray(childrenAt + 1, rootEnd);
	for (let from = 0; from < schema.length; from += COLUMNS_AT_ONCE) {
		const some = schema.slice(from, from + COLUMNS_AT_ONCE);
		const written = libraryBytes(some, [], rows);
		const before = childrenAt - 1 + listHeader(1 + some.length).length + zigZag(some.length).length + 1;
		const after = ordersAt - rootEnd + listHeader(some.length).length + some.length * ORDER.length + 1;
		yield written.subarray(before, written.length - after);
	}
	yield none.subarray(rootEnd, groupsAt);
	yield listHeader(groups.length);
	yield* groups;
	yield none.subarray(groupsAt + 1, ordersAt);
	yield listHeader(schema.length);
	yield Buffer.alloc(schema.length * ORDER.length, ORDER);
	yield none.subarray(ordersAt + 1);
}

/** Columns of a group of rows, without the header of their list. */
export function columnElements(schema: ParquetSchema[], columns: Group['columns']): Uint8Array {
	const none = libraryBytes(schema, [groupOf([])]);
	const written = libraryBytes(schema, [groupOf(columns)]);
	const at = firstDifference(none, written);
	return written.subarray(at + listHeader(columns.length).length, written.length - (none.length - at - 1));
}

/** Of structures: their type is 12. */
export function listHeader(size: number): Uint8Array {
	if (size < 15) return Buffer.of((size << 4) | 12);
	const header = new ByteWriter(8);
	header.appendUint8(0xfc);
	header.appendVarInt(size);
	return header.getBytes();
}

function zigZag(value: number): Uint8Array {
	const writer = new ByteWriter(8);
	writer.appendZigZag(value);
	return writer.getBytes();
}

const scratch = new ByteWriter();

/** Metadata as the library writes it; in memory that is used again, and then copied. */
function libraryBytes(schema: ParquetSchema[], groups: Group[], rows = 0n): Buffer {
	scratch.index = 0;
	const root = { name: 'root', num_children: schema.length };
	const writer = new ParquetWriter({
		writer: scratch,
		schema: [root, ...schema],
		createdBy: CREATED_BY,
	});
	writer.row_groups.push(...groups);
	writer.num_rows = rows;
	void writer.finish();
	return Buffer.from(scratch.getBytes().subarray(MARK.length, -AFTER));
}

const groupOf = (columns: Group['columns']): Group => ({ columns, total_byte_size: 0n, num_rows: 0n });

/** The header of a list is the first byte that is another when the list has one more element. */
function firstDifference(one: Uint8Array, other: Uint8Array, from = 0): number {
	let at = from;
	while (at < one.length && one[at] === other[at]) at++;
	return at;
}
