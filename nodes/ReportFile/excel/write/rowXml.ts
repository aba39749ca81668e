import { RemedyError } from '../../../shared/run/remedyError';
import { CELL_CHARACTERS_AT_MOST } from '../limits';
import { textElement } from './cellText';
import { columnLetters } from './columnLetters';
import type { SharedStrings } from './sharedStrings';
import { HEADER_STYLE, type Styles } from './styles';

/** How a column stands in a sheet. */
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
}

/** Makes the XML of rows. */
export class RowXml {
	private readonly cells: Array<{ open: string; value: string; column: ExcelColumn }>;

	constructor(
		columns: ExcelColumn[],
		styles: Styles,
		private readonly strings: SharedStrings,
	) {
		this.cells = columns.map((column, index) => {
			const style = styles.indexOf(column.format);
			return {
				open: `<c r="${columnLetters(index)}`,
				value: `"${style === 0 ? '' : ` s="${style}"`}${column.isBoolean ? ' t="b"' : ''}><v>`,
				column,
			};
		});
	}

	header(): string {
		const cells = this.cells.map(
			({ open, column }) =>
				`${open}1" s="${HEADER_STYLE}" t="inlineStr"><is>${textElement(checked(column.name, column.name, 1))}</is></c>`,
		);
		return `<row r="1">${cells.join('')}</row>`;
	}

	/** An empty text is an empty cell. `number` is that of the row in its sheet, `line` that in the file. */
	row(values: string[], number: number, line: number): string {
		let xml = `<row r="${number}">`;
		for (let index = 0; index < this.cells.length; index++) {
			const text = values[index];
			if (text === undefined || text === '') continue;
			const { open, value, column } = this.cells[index]!;
			const converted = column.numberOf?.(text);
			xml +=
				converted === undefined
					? open + number + this.textCell(text, index, line)
					: `${open}${number}${value}${converted}</v></c>`;
		}
		return `${xml}</row>`;
	}

	private textCell(text: string, index: number, line: number): string {
		const shared = this.strings.indexOf(text, index);
		if (shared !== undefined) return `" t="s"><v>${shared}</v></c>`;
		return `" t="inlineStr"><is>${textElement(checked(text, this.cells[index]!.column.name, line))}</is></c>`;
	}
}

function checked(text: string, column: string, row: number): string {
	if (text.length <= CELL_CHARACTERS_AT_MOST) return text;
	throw new RemedyError(
		`Row ${row} has ${text.length} characters in the column "${column.slice(0, 100)}"; a cell of Excel holds ${CELL_CHARACTERS_AT_MOST}`,
		'Convert without this column, or to another format.',
	);
}
