/** The one door to hyparquet-writer: the build bundles the library into this file, once, for all nodes. */
export { ByteWriter, ParquetWriter } from 'hyparquet-writer';
export type { ColumnSource } from 'hyparquet-writer';
