import { ByteWriter, ParquetWriter } from '../../shared/vendor/parquet';
import { CsvError } from '../csv/csvError';
import type { ParquetSchema } from './parquetColumn';

type Group = ParquetWriter['row_groups'][number];
type Chunk = Group['columns'][number];

export const CREATED_BY = 'n8n-nodes-report-delivery';
const MARK = Buffer.from('PAR1');
/** The length of the footer, and the mark, stand after it. */
const AFTER = 4 + MARK.length;
/** It is held in memory until the file ends. */
const BYTES_AT_MOST = 100_000_000;

/**
 * The end of a Parquet file: where each column of each group of rows is (parquet-format, parquet.thrift, FileMetaData). The
 * library keeps an object for each of them and writes all in one step; a large file has tens of thousands. Here the library
 * writes each one as soon as it is known, and only the lists are put together (Thrift compact protocol, "List and Set").
 */
export class Footer {
	private readonly groups: Uint8Array[] = [];
	private columns: Uint8Array[] = [];
	private sizes = { plain: 0n, compressed: 0n };
	private rows = 0n;
	private length = 0;
	/** Where the library writes the first chunk of a group, for each column, and how much it writes without one. */
	private readonly places: Array<{ at: number; length: number }> = [];
	private readonly scratch = new ByteWriter();

	constructor(
		private readonly schema: ParquetSchema[],
		private readonly bytesAtMost = BYTES_AT_MOST,
	) {}

	/** The next columns of a group of rows. */
	addColumns({ columns, total_byte_size, total_compressed_size = 0n }: Group): void {
		for (const chunk of columns) this.columns.push(this.chunkBytes(chunk));
		this.sizes.plain += total_byte_size;
		this.sizes.compressed += total_compressed_size;
	}

	/** All columns of a group were added. */
	endGroup(rows: number): void {
		const { plain, compressed } = this.sizes;
		const rest = new ByteWriter();
		for (const [field, value] of [
			[0x16, plain],
			[0x16, BigInt(rows)],
			[0x36, compressed],
		] as const) {
			rest.appendUint8(field);
			rest.appendZigZag(value);
		}
		rest.appendUint8(0);
		const group = Buffer.concat([
			Buffer.of(0x19),
			listHeader(this.columns.length),
			...this.columns,
			rest.getBytes(),
		]);
		this.groups.push(group);
		this.length += group.length;
		if (this.length > this.bytesAtMost) throw tooLarge();
		this.columns = [];
		this.sizes = { plain: 0n, compressed: 0n };
		this.rows += BigInt(rows);
	}

	*bytes(): Generator<Uint8Array> {
		const empty = Buffer.from(this.write(this.schema, [], this.rows));
		const at = firstDifference(empty, this.write(this.schema, [groupOf([])], this.rows));
		const header = listHeader(this.groups.length);
		yield empty.subarray(0, at);
		yield header;
		yield* this.groups;
		yield empty.subarray(at + 1);
		const length = Buffer.alloc(4);
		length.writeUInt32LE(empty.length - 1 + header.length + this.length);
		yield length;
		yield MARK;
	}

	private chunkBytes(chunk: Chunk): Uint8Array {
		const column = this.columns.length;
		const schema = [this.schema[column]!];
		if (this.places[column] === undefined) {
			const empty = Buffer.from(this.write(schema, [groupOf([])]));
			const at = firstDifference(empty, this.write(schema, [groupOf([chunk])]));
			this.places[column] = { at, length: empty.length };
		}
		const { at, length } = this.places[column];
		const written = this.write(schema, [groupOf([chunk])]);
		return Buffer.from(written.subarray(at + 1, at + 1 + written.length - length));
	}

	/** A footer as the library writes it; in memory that is used again. */
	private write(schema: ParquetSchema[], groups: Group[], rows = 0n): Uint8Array {
		this.scratch.index = 0;
		const root = { name: 'root', num_children: schema.length };
		const writer = new ParquetWriter({
			writer: this.scratch,
			schema: [root, ...schema],
			createdBy: CREATED_BY,
		});
		writer.row_groups.push(...groups);
		writer.num_rows = rows;
		void writer.finish();
		return this.scratch.getBytes().subarray(MARK.length, -AFTER);
	}
}

const groupOf = (columns: Chunk[]): Group => ({ columns, total_byte_size: 0n, num_rows: 0n });

/** The header of a list is the first byte that is another when the list has an element. */
const firstDifference = (one: Uint8Array, other: Uint8Array) =>
	one.findIndex((byte, at) => byte !== other[at]);

/** Of structs: their type is 12. */
function listHeader(size: number): Uint8Array {
	if (size < 15) return Buffer.of((size << 4) | 12);
	const header = new ByteWriter();
	header.appendUint8(0xfc);
	header.appendVarInt(size);
	return header.getBytes();
}

const tooLarge = () =>
	new CsvError(
		'The file has too many columns for a Parquet file of its size',
		'Keep the columns that you need with Filter, or cut the file with Split first, or convert to another format.',
	);
