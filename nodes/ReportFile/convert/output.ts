import type { Bytes } from '../../shared/files/streams';
import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import type { ColumnType, TypedColumn } from '../columnTypes/columnType';

/** What a format is written from. */
export interface Conversion {
	columns: TypedColumn[];
	/** The mark of decimals in the values. */
	decimal: 'point' | 'comma';
	table: Table;
	misfits: Misfits;
	/** Without its ending. */
	name: string;
	options: OutputOptions;
	/** What is to be known of the file beside what all formats tell; complete when `rows` has ended. */
	facts: Record<string, unknown> & { keptSeparators?: Record<string, number> };
}

/** What the user chose of how the file is written. */
export interface OutputOptions {
	sheetName?: string;
	rowsPerSheet?: unknown;
	outputDelimiter?: string;
	outputEncoding?: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'windows-1252';
	lineEnd?: 'crlf' | 'lf';
	outputDecimal?: 'keep' | 'point' | 'comma';
}

/** A format that files are converted to. */
export interface OutputFormat {
	ending: string;
	/** Whether the kinds of the columns are needed, which takes one more reading. */
	needsTypes(options: OutputOptions): boolean;
	write(conversion: Conversion): Bytes;
}

/** Kinds of columns, as the facts name them. */
export const kindsOf = (columns: TypedColumn[]): Record<string, ColumnType['kind']> =>
	Object.fromEntries(columns.map(({ name, type }) => [name, type.kind]));
