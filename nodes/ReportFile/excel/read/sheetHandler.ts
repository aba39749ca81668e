import { COLUMNS_AT_MOST } from '../limits';
import { BrokenWorkbook } from './brokenWorkbook';
import { numberText } from './cellValue';
import type { NumberFormat } from './numberFormat';
import type { StringTable } from './stringTable';
import { attributeOf, decodeEscapes, decodeXml } from './xmlText';
import type { XmlHandler } from './xmlScanner';

/** What the cells of all sheets refer to. */
export interface Shared {
	strings: StringTable;
	formats: NumberFormat[];
	/** Whether days are counted from 1904 on, as workbooks of old Macs do. */
	is1904: boolean;
}

/** What a sheet showed beside its rows. */
export interface SheetFacts {
	emptyRows: number;
	/** Formulas whose value is not in the file, because the program that wrote it does not compute. */
	formulasWithoutValue: number;
}

const CELL_CHARACTERS_AT_MOST = 1_000_000;
const plain: NumberFormat = { kind: 'plain' };

/** Makes rows of text out of the XML of a sheet. Cells that are not there are empty; rows without any are counted. */
export class SheetHandler implements XmlHandler {
	/** Those of the pieces that were fed and not taken yet. */
	rows: string[][] = [];
	readonly facts: SheetFacts = { emptyRows: 0, formulasWithoutValue: 0 };
	private row: string[] | undefined;
	private column = 0;
	private type = '';
	private style = 0;
	private value = '';
	private isValue = false;
	private isPhonetic = false;
	private hasFormula = false;

	constructor(private readonly shared: Shared) {}

	takeRows(): string[][] {
		const { rows } = this;
		this.rows = [];
		return rows;
	}

	open(name: string, attributes: string): void {
		switch (name) {
			case 'row':
				this.row = [];
				this.column = 0;
				break;
			case 'c':
				this.openCell(attributes);
				break;
			case 'v':
			case 't':
				this.isValue = true;
				break;
			case 'f':
				this.hasFormula = true;
				break;
			case 'rPh':
				this.isPhonetic = true;
		}
	}

	close(name: string): void {
		switch (name) {
			case 'row':
				this.closeRow();
				break;
			case 'c':
				this.closeCell();
				break;
			case 'v':
			case 't':
				this.isValue = false;
				break;
			case 'rPh':
				this.isPhonetic = false;
		}
	}

	text(raw: string): void {
		if (!this.isValue || this.isPhonetic || this.row === undefined) return;
		this.value += decodeXml(raw);
		if (this.value.length > CELL_CHARACTERS_AT_MOST) throw new BrokenWorkbook('a value in it is too long');
	}

	private openCell(attributes: string): void {
		const at = attributeOf(attributes, 'r');
		if (at !== undefined) this.column = columnIndex(at);
		this.type = attributeOf(attributes, 't') ?? 'n';
		this.style = Number(attributeOf(attributes, 's') ?? 0);
		this.value = '';
		this.hasFormula = false;
	}

	private closeCell(): void {
		if (this.row === undefined) return;
		const text = this.cellText();
		if (text === '' && this.hasFormula && this.type !== 'str') this.facts.formulasWithoutValue++;
		if (text !== '') {
			while (this.row.length < this.column) this.row.push('');
			this.row[this.column] = text;
		}
		this.column++;
	}

	private closeRow(): void {
		if (this.row === undefined || this.row.length === 0) this.facts.emptyRows++;
		else this.rows.push(this.row);
		this.row = undefined;
	}

	private cellText(): string {
		const { value, type, shared } = this;
		switch (type) {
			case 's': {
				if (value === '') return '';
				const text = shared.strings.get(Number(value));
				if (text === undefined)
					throw new BrokenWorkbook(`a cell points at the text ${value.slice(0, 20)}, which is not there`);
				return text;
			}
			case 'inlineStr':
			case 'str':
				return decodeEscapes(value);
			case 'b':
				return value === '' ? '' : value === '0' || /^false$/i.test(value) ? 'FALSE' : 'TRUE';
			case 'n':
				return numberText(value, shared.formats[this.style] ?? plain, shared.is1904);
			default:
				// Errors such as #N/A, and dates of ISO 8601 (`d`), stand there as text.
				return value;
		}
	}
}

/** The column of a cell such as AB12, from 0. */
function columnIndex(at: string): number {
	let index = 0;
	for (let position = 0; position < at.length; position++) {
		const letter = at.charCodeAt(position) & 0xdf;
		if (letter < 65 || letter > 90) break;
		index = index * 26 + letter - 64;
	}
	if (index < 1 || index > COLUMNS_AT_MOST) throw new BrokenWorkbook(`it has a cell "${at.slice(0, 20)}"`);
	return index - 1;
}
