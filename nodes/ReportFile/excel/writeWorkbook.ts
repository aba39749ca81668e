import type { Bytes } from '../../shared/files/streams';
import { writeZip, type ZipInput } from '../../shared/files/zip/writeZip';
import { RemedyError } from '../../shared/run/remedyError';
import { COLUMNS_AT_MOST, ROWS_AT_MOST } from './limits';
import { contentTypes, packageRelations, sheetPath, workbook, workbookRelations } from './write/packageParts';
import type { ExcelColumn } from './write/excelColumn';
import type { RowSource } from './write/rowSource';
import { RowXml } from './write/rowXml';
import { SharedStrings } from './write/sharedStrings';
import { sheetName } from './write/sheetName';
import { Styles } from './write/styles';
import { toPieces, writeSheet } from './write/sheet';
import { XmlBytes } from './write/xmlBytes';

export type { ExcelColumn } from './write/excelColumn';
export { RowSource } from './write/rowSource';

export interface WorkbookOptions {
	columns: ExcelColumn[];
	/** Of the first sheet; the others have a number after it. */
	sheetName: string;
	/** With the header; Excel holds no more than 1,048,576. */
	rowsPerSheet?: number;
	modified: Date;
	/** Called with the number of rows of each sheet, without its header. */
	onSheet?(name: string, rows: number): void;
}

/** Small parts are text; a size lets them do without ZIP64, which Excel does not expect. */
const PART_BYTES_AT_MOST = 0xf000_0000;

/** A workbook of Excel (ECMA-376), as its rows come; as many sheets as they need. */
export function writeWorkbook(source: RowSource, options: WorkbookOptions): Bytes {
	if (options.columns.length > COLUMNS_AT_MOST) {
		throw new RemedyError(
			`The file has ${options.columns.length} columns; an Excel sheet holds at most ${COLUMNS_AT_MOST}`,
			'Choose fewer columns, or another format.',
		);
	}
	return writeZip(parts(source, options), options.modified);
}

async function* parts(
	source: RowSource,
	{ columns, sheetName: wanted, rowsPerSheet = ROWS_AT_MOST, onSheet }: WorkbookOptions,
): AsyncGenerator<ZipInput> {
	const styles = new Styles();
	const strings = new SharedStrings();
	const xml = new XmlBytes();
	const rowXml = new RowXml(columns, styles, strings, xml);
	const names: string[] = [];
	yield part('_rels/.rels', [packageRelations()]);
	try {
		do {
			const name = sheetName(wanted, names.length + 1);
			names.push(name);
			const before = source.taken;
			yield {
				name: sheetPath(names.length),
				bytes: writeSheet(source, rowXml, xml, columns, Math.min(rowsPerSheet, ROWS_AT_MOST)),
				size: PART_BYTES_AT_MOST,
			};
			onSheet?.(name, source.taken - before);
		} while (await source.hasNext());
	} finally {
		await source.close();
	}
	yield part('xl/sharedStrings.xml', strings.xml());
	yield part('xl/styles.xml', [styles.xml()]);
	yield part('xl/workbook.xml', [workbook(names)]);
	yield part('xl/_rels/workbook.xml.rels', [workbookRelations(names.length)]);
	yield part('[Content_Types].xml', [contentTypes(names.length)]);
}

const part = (name: string, content: Iterable<string>): ZipInput => ({
	name,
	bytes: toPieces(content),
	size: PART_BYTES_AT_MOST,
});
