import type { ColumnType } from './columnType';

/** One kind of values, such as numbers, and what those of a column have in common. */
export interface Form {
	/** Whether the values contradict each other, so that the column is text. */
	readonly isBroken: boolean;
	/** Takes bytes in, where they are as most values of this kind are written. False says nothing. */
	takesBytes(bytes: Uint8Array, start: number, end: number): boolean;
	/** Takes a value in; false when it is of another kind. */
	takes(text: string): boolean;
	/** Of the column, as far as it is known from these values. */
	type(): ColumnType;
}
