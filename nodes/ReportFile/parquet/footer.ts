import { ByteWriter } from '../../shared/vendor/parquet';
import { CsvError } from '../csv/csvError';
import { columnElements, fileMetadata, listHeader, type Group } from './metadata';
import type { ParquetSchema } from './parquetColumn';

const MARK = Buffer.from('PAR1');
/** It is held in memory until the file ends. */
const BYTES_AT_MOST = 100_000_000;

/**
 * The end of a Parquet file: where each column of each group of rows is (parquet-format, parquet.thrift, FileMetaData). The
 * library keeps an object for each of them and writes all in one step; a large file has tens of thousands. Here they become
 * bytes as soon as they are known.
 */
export class Footer {
	private readonly groups: Uint8Array[] = [];
	private columns: Uint8Array[] = [];
	private added = 0;
	private sizes = { plain: 0n, compressed: 0n };
	private rows = 0n;
	private length = 0;

	constructor(
		private readonly schema: ParquetSchema[],
		private readonly bytesAtMost = BYTES_AT_MOST,
	) {}

	/** The next columns of a group of rows. */
	addColumns({ columns, total_byte_size, total_compressed_size = 0n }: Group): void {
		const schema = this.schema.slice(this.added, this.added + columns.length);
		this.columns.push(columnElements(schema, columns));
		this.added += columns.length;
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
		const group = Buffer.concat([Buffer.of(0x19), listHeader(this.added), ...this.columns, rest.getBytes()]);
		this.groups.push(group);
		this.length += group.length;
		if (this.length > this.bytesAtMost) throw tooLarge();
		this.columns = [];
		this.added = 0;
		this.sizes = { plain: 0n, compressed: 0n };
		this.rows += BigInt(rows);
	}

	/** In pieces, each made when it is taken. */
	*bytes(): Generator<Uint8Array> {
		let size = 0;
		for (const piece of fileMetadata(this.schema, this.groups, this.rows)) {
			size += piece.length;
			yield piece;
		}
		const length = Buffer.alloc(4);
		length.writeUInt32LE(size);
		yield length;
		yield MARK;
	}
}

const tooLarge = () =>
	new CsvError(
		'The file has too many columns for a Parquet file of its size',
		'Keep the columns that you need with Filter, or cut the file with Split first, or convert to another format.',
	);
