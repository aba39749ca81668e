import { RemedyError } from '../../../shared/run/remedyError';
import { PLAIN, type RowBatch } from '../../csv/rowBatch';
import { CELL_CHARACTERS_AT_MOST, DIGITS_AT_MOST } from '../limits';
import { asciiHash } from './asciiHash';
import { textElement } from './cellText';
import { columnLetters } from './columnLetters';
import type { ExcelColumn } from './excelColumn';
import { HASH_START, hashStep, type SharedStrings } from './sharedStrings';
import { HEADER_STYLE, type Styles } from './styles';
import type { XmlBytes } from './xmlBytes';

const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const rowStart = bytesOf('<row r="');
const rowOpen = bytesOf('">');
const rowEnd = bytesOf('</row>');
const cellEnd = bytesOf('</v></c>');
const sharedCell = bytesOf('" t="s"><v>');
const inlineCell = bytesOf('" t="inlineStr"><is>');
const inlineOpen = bytesOf('" t="inlineStr"><is><t>');
const inlineClose = bytesOf('</t></is></c>');
const inlineEnd = bytesOf('</is></c>');
/** Of the XML around a value. */
const BYTES_A_CELL = 80;

interface Cell {
	open: Buffer;
	value: Buffer;
	column: ExcelColumn;
}

/** Makes the XML of rows, from the bytes of the file as far as possible. */
export class RowXml {
	private readonly cells: Cell[];

	constructor(
		private readonly columns: ExcelColumn[],
		styles: Styles,
		private readonly strings: SharedStrings,
		private readonly xml: XmlBytes,
	) {
		this.cells = columns.map((column, index) => {
			const style = styles.indexOf(column.format);
			const attributes = `${style === 0 ? '' : ` s="${style}"`}${column.isBoolean ? ' t="b"' : ''}`;
			return {
				open: bytesOf(`<c r="${columnLetters(index)}`),
				value: bytesOf(`"${attributes}><v>`),
				column,
			};
		});
	}

	header(): void {
		this.xml.addText('<row r="1">');
		for (const [index, { name }] of this.columns.entries()) {
			const text = textElement(checked(name, name, 'The header'));
			this.xml.addText(
				`<c r="${columnLetters(index)}1" s="${HEADER_STYLE}" t="inlineStr"><is>${text}</is></c>`,
			);
		}
		this.xml.addText('</row>');
	}

	/** A row of the file as row `number` of its sheet. A blank value is an empty cell. */
	row(batch: RowBatch, row: number, number: number): void {
		const { xml, cells } = this;
		const first = batch.cellFrom[row]!;
		xml.reserve(batch.rowEnds[row]! - batch.rowStarts[row]! + (cells.length + 1) * BYTES_A_CELL);
		xml.add(rowStart);
		xml.addNumber(number);
		xml.add(rowOpen);
		for (let index = 0; index < cells.length; index++) {
			const cell = first + index;
			if (batch.starts[cell] === batch.ends[cell]) continue;
			const { open, column } = cells[index]!;
			xml.add(open);
			xml.addNumber(number);
			if (column.numberOf === undefined) this.text(batch, row, cell, index);
			else this.number(batch, row, cell, index);
		}
		xml.add(rowEnd);
	}

	private number(batch: RowBatch, row: number, cell: number, index: number): void {
		const { xml } = this;
		const { value, column } = this.cells[index]!;
		const isPlain = batch.kinds[cell] === PLAIN;
		if (isPlain && column.isPlainNumber && isDigits(batch, cell)) {
			xml.add(value);
			xml.add(batch.bytes, batch.starts[cell], batch.ends[cell]);
			xml.add(cellEnd);
			return;
		}
		const usual = isPlain
			? column.usualNumberOf?.(batch.bytes, batch.starts[cell]!, batch.ends[cell]!)
			: undefined;
		const number = usual ?? column.numberOf!(batch.cellText(cell));
		if (number === undefined) return this.text(batch, row, cell, index);
		xml.add(value);
		xml.addAscii(number);
		xml.add(cellEnd);
	}

	private text(batch: RowBatch, row: number, cell: number, index: number): void {
		const { xml, strings } = this;
		const [start, end] = [batch.starts[cell]!, batch.ends[cell]!];
		const isUsual = batch.kinds[cell] === PLAIN && end - start <= CELL_CHARACTERS_AT_MOST;
		const hash = isUsual ? asciiHash(batch.bytes, start, end) : undefined;
		if (hash === undefined) return this.anyText(batch, row, cell, index);
		const shared = strings.indexOf(batch.bytes, start, end, hash, index);
		if (shared >= 0) return this.shared(shared);
		xml.add(inlineOpen);
		xml.add(batch.bytes, start, end);
		xml.add(inlineClose);
	}

	/** A text that XML cannot hold as it is, or that is not ASCII. */
	private anyText(batch: RowBatch, row: number, cell: number, index: number): void {
		const { xml, strings } = this;
		const place = () => `The row on line ${batch.line(row)}`;
		const text = checked(batch.cellText(cell), this.columns[index]!.name, place);
		const bytes = Buffer.from(text, 'utf8');
		let hash = HASH_START;
		for (const byte of bytes) hash = hashStep(hash, byte);
		const shared = strings.indexOf(bytes, 0, bytes.length, hash, index);
		if (shared >= 0) return this.shared(shared);
		xml.add(inlineCell);
		xml.addText(textElement(text));
		xml.reserve(this.cells.length * BYTES_A_CELL + batch.rowEnds[row]! - batch.rowStarts[row]!);
		xml.add(inlineEnd);
	}

	private shared(index: number): void {
		this.xml.add(sharedCell);
		this.xml.addNumber(index);
		this.xml.add(cellEnd);
	}
}

/** Whether a cell is a number as Excel wants it: digits with a point at most, not more than Excel keeps. */
function isDigits({ bytes, starts, ends }: RowBatch, cell: number): boolean {
	const end = ends[cell]!;
	let at = starts[cell]!;
	if (bytes[at] === 45) at++;
	if (end - at > DIGITS_AT_MOST || at === end) return false;
	let points = 0;
	for (let place = at; place < end; place++) {
		const byte = bytes[place]!;
		if (byte >= 48 && byte <= 57) continue;
		if (byte !== 46 || ++points > 1 || place === at || place === end - 1) return false;
	}
	return true;
}

function checked(text: string, column: string, place: string | (() => string)): string {
	if (text.length <= CELL_CHARACTERS_AT_MOST) return text;
	throw new RemedyError(
		`${typeof place === 'string' ? place : place()} has ${text.length} characters in the column "${column.slice(0, 100)}"; an Excel cell holds at most ${CELL_CHARACTERS_AT_MOST}`,
		'Remove this column with "Filter", or choose another format.',
	);
}
