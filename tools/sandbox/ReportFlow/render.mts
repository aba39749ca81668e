import { createCipheriv, createHash } from 'node:crypto';
import { PDFDocument, PDFHexString, PDFName, PDFRef } from 'pdf-lib';
import type { Design } from './designs.mts';
import type { SandboxFile } from './state.mts';

const linesPerPage = 48;
const a4: [number, number] = [595, 842];

/** What is printed for values: those of the design's parameters, blank where there is none; others are passed over. */
export function printedLines(design: Design, version: number, params: Record<string, unknown>): string[] {
	const lines = Object.keys(design.versions[version - 1] ?? {}).flatMap((name) =>
		printValue(name, Object.hasOwn(params, name) ? params[name] : undefined),
	);
	return [`${design.label} (version ${version})`, ...lines];
}

function printValue(name: string, value: unknown): string[] {
	if (Array.isArray(value)) return [`${name}:`, ...value.map((row) => `  ${printRow(row)}`)];
	if (typeof value === 'object' && value !== null) return [`${name}: ${printRow(value)}`];
	return [`${name}: ${printScalar(value)}`];
}

function printRow(row: unknown): string {
	if (typeof row !== 'object' || row === null) return printScalar(row);
	return Object.entries(row)
		.map(([name, value]) => `${name}=${printScalar(value)}`)
		.join(', ');
}

const printScalar = (value: unknown) =>
	value === undefined || value === null
		? ''
		: typeof value === 'object'
			? JSON.stringify(value)
			: String(value);

export const countPages = (lines: string[]) => Math.max(1, Math.ceil(lines.length / linesPerPage));

/** The PDF of a file: byte for byte the same each time it is asked for. */
export async function renderPdf(file: SandboxFile): Promise<Buffer> {
	const document = await PDFDocument.create({ updateMetadata: false });
	document.setTitle(file.fileName);
	document.setProducer('ReportFlow sandbox');
	document.setCreationDate(file.madeAt);
	const font = addFont(document);
	const lines = printedLines(file.design, file.version, file.params);
	for (let page = 0; page < file.pages; page++) {
		addPage(document, font, lines.slice(page * linesPerPage, (page + 1) * linesPerPage));
	}
	addMetadata(document, file.passthrough ?? {});
	if (file.padding > 0) addPadding(document, file);
	return Buffer.from(await document.save());
}

/** A font that every viewer has a substitute for, for all of Unicode that Japanese needs; so none is embedded. */
function addFont({ context }: PDFDocument): PDFRef {
	const name = 'HeiseiKakuGo-W5';
	const descriptor = context.register(
		context.obj({
			Type: 'FontDescriptor',
			FontName: name,
			Flags: 4,
			FontBBox: [-92, -250, 1010, 922],
			ItalicAngle: 0,
			Ascent: 752,
			Descent: -271,
			CapHeight: 737,
			StemV: 114,
		}),
	);
	const system = { Registry: PDFHexString.fromText('Adobe'), Ordering: PDFHexString.fromText('Japan1') };
	const descendant = context.register(
		context.obj({
			Type: 'Font',
			Subtype: 'CIDFontType0',
			BaseFont: name,
			CIDSystemInfo: { ...system, Supplement: 2 },
			FontDescriptor: descriptor,
			// Latin letters are half as wide as the others.
			W: [1, 231, 500],
		}),
	);
	return context.register(
		context.obj({
			Type: 'Font',
			Subtype: 'Type0',
			BaseFont: name,
			Encoding: 'UniJIS-UTF16-H',
			DescendantFonts: [descendant],
		}),
	);
}

function addPage(document: PDFDocument, font: PDFRef, lines: string[]): void {
	const page = document.addPage(a4);
	page.node.setFontDictionary(PDFName.of('F1'), font);
	const shown = lines.map((line) => `<${toUtf16Hex(line)}> Tj 0 -16 Td`);
	const content = document.context.flateStream(`BT /F1 11 Tf 50 790 Td\n${shown.join('\n')}\nET`);
	page.node.set(PDFName.Contents, document.context.register(content));
}

const toUtf16Hex = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex');

/**
 * "top-level string and number values of `content.passthrough` are written into the generated PDF's XMP metadata as
 * `key=value`, readable by anyone with the file".
 */
function addMetadata(document: PDFDocument, passthrough: Record<string, unknown>): void {
	const pairs = Object.entries(passthrough).filter(([, value]) => /^(string|number)$/.test(typeof value));
	if (pairs.length === 0) return;
	const entries = pairs.map(([key, value]) => `<rdf:li>${escapeXml(`${key}=${String(value)}`)}</rdf:li>`);
	const xmp = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>
${entries.join('\n')}
</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
	const stream = document.context.stream(Buffer.from(xmp), { Type: 'Metadata', Subtype: 'XML' });
	document.catalog.set(PDFName.of('Metadata'), document.context.register(stream));
}

const escapeXml = (text: string) => text.replace(/[<>&"]/g, (character) => `&#${character.codePointAt(0)};`);

/** Bytes that do not compress, as those of a photograph. */
function addPadding({ context, catalog }: PDFDocument, { fileId, padding }: SandboxFile): void {
	const key = createHash('sha256').update(fileId).digest();
	const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
	const stream = context.stream(cipher.update(Buffer.alloc(padding)), { Type: 'Padding' });
	catalog.set(PDFName.of('Padding'), context.register(stream));
}
