import type { TypedColumn } from '../columnTypes/columnType';
import { readDate, readMoment } from '../columnTypes/dates';
import { plainNumber } from '../columnTypes/plainNumber';

/** How a column is declared (parquet-format, LogicalTypes.md), as far as we use it. */
export interface ParquetSchema {
	name: string;
	type: 'BYTE_ARRAY' | 'INT64' | 'INT32' | 'BOOLEAN';
	repetition_type: 'OPTIONAL';
	converted_type?: 'UTF8' | 'DECIMAL' | 'DATE';
	logical_type?: { type: 'TIMESTAMP'; isAdjustedToUTC: boolean; unit: 'MICROS' };
	precision?: number;
	scale?: number;
}

/** A column of a Parquet file: how its values are declared, and how each is made of its text. */
export interface ParquetColumn {
	schema: ParquetSchema;
	valueOf: (text: string) => string | bigint | number | boolean | undefined;
}

/** What INT64 holds for certain. */
const DIGITS_AT_MOST = 18;

/** A Parquet column has one type for all values: a column with a value of another kind is one of strings. */
export function parquetColumn({ name, type, odd }: TypedColumn, decimal: 'point' | 'comma'): ParquetColumn {
	const column = (
		schema: Omit<ParquetSchema, 'name' | 'repetition_type'>,
		valueOf: ParquetColumn['valueOf'],
	) => ({
		schema: { name, repetition_type: 'OPTIONAL' as const, ...schema },
		valueOf: (text: string) => (text === '' ? undefined : valueOf(text)),
	});
	const strings = () => ({
		...column({ type: 'BYTE_ARRAY', converted_type: 'UTF8' }, (text) => text),
		// An empty text is a text.
		valueOf: (text: string) => text,
	});
	if (odd > 0) return strings();
	switch (type.kind) {
		case 'number': {
			const { scale, wholeDigits } = type;
			const precision = Math.max(1, scale + wholeDigits);
			if (precision > DIGITS_AT_MOST) return strings();
			const valueOf = (text: string) => scaled(plainNumber(text, decimal)!, scale);
			if (scale === 0) return column({ type: 'INT64' }, valueOf);
			return column({ type: 'INT64', converted_type: 'DECIMAL', precision, scale }, valueOf);
		}
		case 'boolean':
			return column({ type: 'BOOLEAN' }, (text) => text.toLowerCase() === 'true');
		case 'date':
			return column({ type: 'INT32', converted_type: 'DATE' }, (text) => readDate(text, type.order));
		case 'dateTime':
			if (type.fraction > 6) return strings();
			return column(
				{
					type: 'INT64',
					logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: type.isUtc, unit: 'MICROS' },
				},
				microsOf,
			);
		default:
			return strings();
	}
}

/** `-12.5` with a scale of 2 is -1250. */
function scaled(plain: string, scale: number): bigint {
	const [whole = '', fraction = ''] = plain.split('.');
	return BigInt(whole + fraction.padEnd(scale, '0'));
}

/** Microseconds since 1970-01-01. In whole numbers: rounded as a double, the last one of the year 9999 is in the year 10000. */
function microsOf(text: string): bigint {
	const [fraction = '', digits = ''] = /\.(\d+)/.exec(text) ?? [];
	const { ms } = readMoment(text.replace(fraction, ''))!;
	return BigInt(ms) * 1000n + BigInt(digits.padEnd(6, '0'));
}
