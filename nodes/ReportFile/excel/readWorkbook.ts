import type { Bytes } from '../../shared/files/streams';
import { utf8Text } from '../../shared/files/utf8Text';
import { turnDue } from '../../shared/run/loopTurn';
import { archiveFiles } from '../archive/archiveFiles';
import type { ArchiveLimits } from '../archive/archiveLimits';
import { BrokenWorkbook } from './read/brokenWorkbook';
import type { NumberFormat } from './read/numberFormat';
import { SheetHandler, type Shared, type SheetFacts } from './read/sheetHandler';
import { StringTable } from './read/stringTable';
import { stringTableHandler } from './read/stringTableHandler';
import { stylesHandler } from './read/stylesHandler';
import { relationsHandler, workbookHandler, type SheetEntry } from './read/workbookParts';
import { XmlScanner, type XmlHandler } from './read/xmlScanner';

export class Sheet {
	/** Complete when the rows were read. */
	facts: SheetFacts = { emptyRows: 0, formulasWithoutValue: 0 };

	constructor(
		readonly name: string,
		readonly isHidden: boolean,
		private readonly open: () => AsyncGenerator<SheetHandler>,
	) {}

	/** The rows that are not empty, in batches, without their empty ends. */
	async *rows(): AsyncGenerator<string[][]> {
		for await (const handler of this.open()) {
			this.facts = handler.facts;
			if (handler.rows.length > 0) yield handler.takeRows();
		}
	}
}

/** Bounds that no workbook of Excel comes near to. */
const limits: ArchiveLimits = { bytesAtMost: 100_000_000_000, expansionAtMost: 1_000, filesAtMost: 20_000 };
const SHEETS_AT_MOST = 10_000;
/** A row of 16,384 cells, all but one of them left out, takes 40 characters: these are looked at without a pause. */
const CHARACTERS_AT_ONCE = 4_096;

/**
 * The sheets of a workbook. It is read to its end here, for what all cells refer to, which stands after the sheets in
 * the workbooks that Excel writes; then once more for each sheet. Only the table of texts is held in memory.
 */
export async function readWorkbook(open: () => Bytes, fileName: string): Promise<Sheet[]> {
	const strings = new StringTable();
	const formats: NumberFormat[] = [];
	const book = { sheets: [] as SheetEntry[], is1904: false };
	const targets = new Map<string, string>();
	let hasWorkbook = false;
	const handlerOf = (path: string): XmlHandler | undefined => {
		if (/(^|\/)sharedStrings\d*\.xml$/i.test(path)) return stringTableHandler(strings);
		if (/(^|\/)styles\d*\.xml$/i.test(path)) return stylesHandler(formats);
		if (/(^|\/)workbook\d*\.xml\.rels$/i.test(path)) return relationsHandler(path, targets);
		if (!/(^|\/)workbook\d*\.xml$/i.test(path)) return undefined;
		hasWorkbook = true;
		return workbookHandler(book);
	};
	for await (const { name, bytes } of archiveFiles(open(), fileName, limits)) {
		if (/\.bin$/i.test(name) && /workbook/i.test(name)) throw binary();
		const handler = handlerOf(name);
		for await (const piece of handler === undefined ? bytes : scan(bytes, handler)) {
			void piece;
			if (book.sheets.length > SHEETS_AT_MOST) throw new BrokenWorkbook('it has too many sheets');
		}
	}
	if (!hasWorkbook)
		throw new BrokenWorkbook('it is a ZIP file without a workbook', 'Use Unpack for a ZIP file.');
	const shared = { strings, formats, is1904: book.is1904 };
	return book.sheets.flatMap(({ name, relation, isHidden }) => {
		const path = targets.get(relation);
		// A sheet of a chart has no rows.
		if (path === undefined || /chartsheets|dialogsheets/i.test(path)) return [];
		return [new Sheet(name, isHidden, () => rowsOf(open, fileName, path, shared))];
	});
}

/** Pauses after each piece of the sheet. Each reading has its own state: one may be given up half-way. */
async function* rowsOf(
	open: () => Bytes,
	fileName: string,
	path: string,
	shared: Shared,
): AsyncGenerator<SheetHandler> {
	for await (const { name, bytes } of archiveFiles(open(), fileName, limits)) {
		if (name.toLowerCase() !== path.toLowerCase()) continue;
		const handler = new SheetHandler(shared);
		for await (const piece of scan(bytes, handler)) {
			void piece;
			yield handler;
		}
		// What follows was read to its end before.
		return;
	}
	throw new BrokenWorkbook(`the sheet "${path.slice(0, 100)}" is not in it`);
}

/** Feeds a part to a handler, and comes up after each piece. */
async function* scan(bytes: Bytes, handler: XmlHandler): AsyncGenerator<void> {
	const scanner = new XmlScanner(handler);
	for await (const text of utf8Text(bytes, () => new BrokenWorkbook('a part of it is not UTF-8'))) {
		for (let at = 0; at < text.length; at += CHARACTERS_AT_ONCE) {
			scanner.feed(text.slice(at, at + CHARACTERS_AT_ONCE));
			yield;
			await turnDue();
		}
	}
	// The end of a long piece may be looked through only now.
	scanner.end();
	yield;
}

const binary = () =>
	new BrokenWorkbook('it is a binary workbook (.xlsb)', 'Save it as .xlsx in Excel, and try again.');
