/** How a column is written in a sheet. */
export interface ExcelColumn {
	name: string;
	/** In characters. */
	width: number;
	/** A format code of Excel for its numbers, e.g. `#,##0.00`. */
	format?: string;
	/** Whether its values are true and false, which `numberOf` gives as 1 and 0. */
	isBoolean?: boolean;
	/** A text as a number for Excel, in digits; undefined leaves it a text. Without this, all stays text. */
	numberOf?(text: string): string | undefined;
	/** The same of bytes as most values of this kind are written; undefined says nothing. */
	usualNumberOf?(bytes: Uint8Array, start: number, end: number): string | undefined;
	/** Whether a value of nothing but digits, with a point at most, is that number. */
	isPlainNumber?: boolean;
}
