import type { IDataObject } from 'n8n-workflow';
import type { Bytes } from '../../shared/files/streams';
import { CsvError } from '../csv/csvError';
import { EmptyCells } from '../csv/emptyCells';
import { writePieces } from '../csv/writePieces';
import { rowWriter, standard } from '../csv/writeRow';
import { readWorkbook, type Sheet } from './readWorkbook';

export interface SheetAsCsv {
	/** The rows as CSV of RFC 4180, in UTF-8. */
	open(): Bytes;
	/** What is to be known of the sheets that were read; complete after a reading. */
	facts(): IDataObject;
}

/** How many rows tell how many columns there are; fewer, where they are wide. */
const ROWS_LOOKED_AT = 1_000;
const CELLS_LOOKED_AT = 500_000;

/** A sheet of a workbook as CSV: by its name, the first one without a name, all for `*`, one below the other. */
export async function excelAsCsv(open: () => Bytes, fileName: string, wanted: string): Promise<SheetAsCsv> {
	const sheets = chosen(await readWorkbook(open, fileName), wanted);
	return {
		open: () => toCsv(sheets),
		facts() {
			const sum = (key: 'emptyRows' | 'formulasWithoutValue') =>
				sheets.reduce((total, { facts }) => total + facts[key], 0);
			const formulas = sum('formulasWithoutValue');
			return {
				sheetsRead: sheets.map(({ name }) => name),
				...(formulas > 0 && { formulasWithoutValue: formulas }),
				...(sum('emptyRows') > 0 && { emptyRows: sum('emptyRows') }),
			};
		},
	};
}

function chosen(sheets: Sheet[], wanted: string): Sheet[] {
	if (wanted === '*') return sheets;
	const found =
		wanted === ''
			? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0])
			: sheets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
	if (found !== undefined) return [found];
	const names = sheets.map(({ name }) => `"${name}"`).slice(0, 20);
	throw new CsvError(
		wanted === '' ? 'The workbook has no sheet with cells' : `The workbook has no sheet "${wanted}"`,
		names.length === 0 ? 'Open it in Excel to see what it contains.' : `Its sheets are ${names.join(', ')}.`,
	);
}

/** Rows end with their last cell; here they are made as wide as the widest of the first ones. */
async function* toCsv(sheets: Sheet[]): AsyncGenerator<Uint8Array> {
	const write = rowWriter(standard);
	const emptyCells = new EmptyCells();
	let width = 0;
	let cells = 0;
	let looked: string[][] | undefined = [];
	function* widened(rows: string[][]) {
		for (const row of rows) {
			while (row.length < width) row.push('');
			yield emptyCells.counted(row);
		}
	}
	for (const sheet of sheets) {
		for await (const rows of sheet.rows()) {
			if (looked === undefined) {
				yield* writePieces(widened(rows), write);
				continue;
			}
			for (const row of rows) {
				width = Math.max(width, row.length);
				cells += row.length;
			}
			looked.push(...rows);
			if (looked.length < ROWS_LOOKED_AT && cells < CELLS_LOOKED_AT) continue;
			yield* writePieces(widened(looked), write);
			looked = undefined;
		}
	}
	if (looked !== undefined) yield* writePieces(widened(looked), write);
}
