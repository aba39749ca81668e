import { decodePDFRawStream, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';

/** What a person sees of a PDF of the sandbox, and what anybody can read in it. */
export interface ReadPdf {
	fileName: string | undefined;
	pages: number;
	/** One entry for each line that is printed. */
	lines: string[];
	/** The `key=value` pairs of its metadata. */
	metadata: string[];
}

/** Reads a PDF that the sandbox made; throws when it is not a whole one. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
	const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
	const pages = document.getPages();
	const contents = pages.map(({ node }) => streamText(node.lookup(PDFName.Contents)));
	const metadata = document.catalog.lookup(PDFName.of('Metadata'));
	return {
		fileName: document.getTitle(),
		pages: pages.length,
		lines: contents.flatMap((content) =>
			[...content.matchAll(/<([0-9a-f]*)> Tj/g)].map(([, hex]) => fromHex(hex)),
		),
		metadata: metadata
			? [...streamText(metadata).matchAll(/<rdf:li>(.*?)<\/rdf:li>/gs)].map(([, pair]) => unescapeXml(pair))
			: [],
	};
}

function streamText(stream: unknown): string {
	if (!(stream instanceof PDFRawStream)) throw new Error('A stream of the PDF is missing.');
	return Buffer.from(decodePDFRawStream(stream).decode()).toString('utf8');
}

const fromHex = (hex = '') => Buffer.from(hex, 'hex').swap16().toString('utf16le');

const unescapeXml = (text = '') =>
	text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
