import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaTypeOf, safeFileName } from '../../shared/files/fileNames';
import { storeFile, type StoredFile } from '../../shared/files/fileStore';
import type { Bytes } from '../../shared/files/streams';
import type { ReportSource } from './openReport';

/** A file that was made, and its name. */
export interface MadeFile extends StoredFile {
	fileName: string;
}

/** Streams a file into n8n's store. n8n keeps it only when the bytes end without an error. */
export async function storeReport(
	context: IExecuteFunctions,
	bytes: Bytes,
	fileName: string,
	{ like }: Pick<ReportSource, 'like'>,
): Promise<MadeFile> {
	const name = safeFileName(fileName) ?? 'report.csv';
	const stored = await storeFile(context, bytes, {
		fileName: name,
		mediaType: mediaTypeOf(name),
		...(like && { like }),
	});
	return { ...stored, fileName: name };
}

/** `report.csv` and `-filtered` give `report-filtered.csv`. */
export function nameWith(fileName: string, addition: string, ending?: string): string {
	const [, stem, own] = /^(.+?)(\.[a-z0-9]{1,5})?$/i.exec(fileName) ?? [];
	return `${stem ?? 'report'}${addition}${ending ?? own ?? '.csv'}`;
}
