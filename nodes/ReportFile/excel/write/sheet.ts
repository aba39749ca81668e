import type { RowSource } from './rowSource';
import type { ExcelColumn } from './excelColumn';
import type { RowXml } from './rowXml';
import type { XmlBytes } from './xmlBytes';

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PIECE_BYTES = 64 * 1024;
/** Excel does not support ZIP64: its parts stay below 4 GB. */
const SHEET_BYTES_AT_MOST = 0xf000_0000;

/** The XML of a sheet, until the rows end or the sheet is full. */
export async function* writeSheet(
	source: RowSource,
	rowXml: RowXml,
	xml: XmlBytes,
	columns: ExcelColumn[],
	rowsAtMost: number,
): AsyncGenerator<Uint8Array> {
	xml.addText(opening(columns));
	rowXml.header();
	let bytes = 0;
	for (let number = 2; number <= rowsAtMost && bytes < SHEET_BYTES_AT_MOST; number++) {
		// A promise for each row would cost more than its XML.
		if (!source.isAhead() && !(await source.hasNext())) break;
		rowXml.row(source.batch!, source.take(), number);
		if (xml.length < PIECE_BYTES) continue;
		bytes += xml.length;
		yield xml.take();
	}
	xml.addText('</sheetData></worksheet>');
	yield xml.take();
}

/** The header stays in sight while one scrolls, and the columns are as wide as what is in them. */
const opening = (columns: ExcelColumn[]): string =>
	XML_DECLARATION +
	'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
	'<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
	'<sheetFormatPr defaultRowHeight="15"/>' +
	(columns.length === 0
		? ''
		: `<cols>${columns
				.map(({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
				.join('')}</cols>`) +
	'<sheetData>';

/** Text in pieces of bytes. */
export async function* toPieces(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
	let xml = XML_DECLARATION;
	for (const text of texts) {
		xml += text;
		if (xml.length < PIECE_BYTES) continue;
		yield Buffer.from(xml, 'utf8');
		xml = '';
	}
	if (xml !== '') yield Buffer.from(xml, 'utf8');
}
