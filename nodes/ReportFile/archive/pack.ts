import type { IExecuteFunctions } from 'n8n-workflow';
import { deflate } from '../../shared/files/deflate';
import { endingOf } from '../../shared/files/fileNames';
import type { Bytes } from '../../shared/files/streams';
import { writeZip, type ZipInput } from '../../shared/files/zip/writeZip';
import { openReport, type ReportSource } from '../files/openReport';
import { storeReport, type MadeFile } from '../files/storeReport';
import { EntryNames } from './entryNames';

/** One file that goes into an archive, by the item and the field where it is. */
export interface FilePlace {
	itemIndex: number;
	field: string;
}

export interface Packed {
	made: MadeFile;
	names: string[];
}

/** What is compressed already does not get smaller. */
const compressedEndings = new Set([
	'gz',
	'tgz',
	'zip',
	'xlsx',
	'docx',
	'pptx',
	'ods',
	'odt',
	'gpg',
	'pgp',
	'parquet',
	'png',
	'jpg',
]);

/** One ZIP of several files, which are opened one after the other. */
export async function packZip(
	context: IExecuteFunctions,
	places: FilePlace[],
	fileName: string,
): Promise<Packed> {
	const unlike = new EntryNames();
	const names: string[] = [];
	const first = await sourceAt(context, places[0]!);
	async function* inputs(): AsyncGenerator<ZipInput> {
		for (const [index, place] of places.entries()) {
			const source = index === 0 ? first : await sourceAt(context, place);
			const { fileName: name } = unlike.nameOf(source.fileName);
			names.push(name);
			const size = await sizeOf(context, place);
			yield {
				name,
				bytes: source.open(),
				isStored: compressedEndings.has(endingOf(name)),
				...(size !== undefined && { size }),
			};
		}
	}
	const made = await storeReport(context, writeZip(inputs(), new Date()), fileName, first);
	return { made, names };
}

/** One file as gzip; `report.csv` becomes `report.csv.gz`. */
export async function packGzip(
	context: IExecuteFunctions,
	place: FilePlace,
	fileName: string,
): Promise<Packed> {
	const source = await sourceAt(context, place);
	const name = fileName === '' ? `${source.fileName}.gz` : fileName;
	const bytes: Bytes = deflate(source.open(), 'gzip');
	return { made: await storeReport(context, bytes, name, source), names: [source.fileName] };
}

const sourceAt = async (context: IExecuteFunctions, { itemIndex, field }: FilePlace): Promise<ReportSource> =>
	await openReport(context, itemIndex, field);

/** In bytes; undefined where n8n does not say. Then the file is packed as if it could be larger than 4 GB. */
async function sizeOf(
	context: IExecuteFunctions,
	{ itemIndex, field }: FilePlace,
): Promise<number | undefined> {
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	if (binary.id === undefined) return Buffer.byteLength(binary.data, 'base64');
	try {
		return (await context.helpers.getBinaryMetadata(binary.id)).fileSize;
	} catch {
		return undefined;
	}
}
