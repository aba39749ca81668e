import type { DateOrder } from './dates';

/** What the values of a column are. Values that are not of this kind stay as they are, as text. */
export type ColumnType =
	| { kind: 'text' }
	| { kind: 'boolean' }
	| {
			kind: 'number';
			/** The most digits after the decimal point. */
			scale: number;
			/** The most digits before it. */
			wholeDigits: number;
			/** Whether thousands are set apart. */
			isGrouped: boolean;
	  }
	| { kind: 'date'; order: DateOrder }
	| { kind: 'dateTime'; isUtc: boolean; fraction: number };

/** A column and what was seen of it. */
export interface TypedColumn {
	name: string;
	type: ColumnType;
	/** Whether its values are added up as numbers, whatever its type is; known only where it was asked for. */
	isNumeric: boolean;
	/** How many values are of another kind, such as "n/a" among amounts. */
	odd: number;
	/** Of the longest of the first values, in bytes; for the width of a column. */
	length: number;
}
