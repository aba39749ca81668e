import { createHash } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import writeExcelFile from 'write-excel-file/node';
import type { FileType, Report, State } from './state.mts';

const regions = ['North', 'East', 'South', 'West'];

/** What a report shows: its title, then a table whose figures come from its ID. */
export function rowsOf({ id, title }: Report): Array<Array<string | number>> {
	const digest = createHash('sha256').update(id).digest();
	const figures = regions.map((region, index) => [region, digest.readUInt16BE(index * 2) / 100]);
	return [[title], ['Region', 'Revenue'], ...figures];
}

/** The bytes of a report in one of the types: the same each time that they are asked for. */
export async function renderFile(state: State, report: Report, type: FileType): Promise<Buffer> {
	const key = `${report.id}.${type}`;
	const made = state.files.get(key) ?? renderers[type](report, state.padding);
	state.files.set(key, made);
	return await made;
}

const renderers: Record<FileType, (report: Report, padding: number) => Promise<Buffer>> = {
	xlsx: renderXlsx,
	pdf: renderPdf,
	csv: async (report) => Buffer.from(rowsOf(report).map(toCsvLine).join('')),
};

async function renderXlsx(report: Report, padding: number): Promise<Buffer> {
	const cells = rowsOf(report).map((row) => row.map((value) => ({ value })));
	const filler = fillerOf(report, padding).map((line) => [{ value: line }]);
	return await writeExcelFile([...cells, ...filler], { sheet: 'Report' }).toBuffer();
}

async function renderPdf(report: Report, padding: number): Promise<Buffer> {
	const document = await PDFDocument.create();
	document.setTitle(report.title);
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([595, 842]);
	for (const [index, row] of rowsOf(report).entries()) {
		page.drawText(row.join('   '), { x: 50, y: 780 - index * 18, size: 11, font });
	}
	if (padding > 0) await document.attach(Buffer.from(fillerOf(report, padding).join('\n')), 'filler.txt');
	return Buffer.from(await document.save());
}

/** Lines that hardly compress, so that a file is as large as one likes. */
function fillerOf({ id }: Report, bytes: number): string[] {
	const lineBytes = 32;
	return Array.from({ length: Math.ceil(bytes / lineBytes) }, (_, index) =>
		createHash('sha256').update(`${id} ${index}`).digest('base64'),
	);
}

const toCsvLine = (row: Array<string | number>) => `${row.map((cell) => `"${cell}"`).join(',')}\r\n`;
