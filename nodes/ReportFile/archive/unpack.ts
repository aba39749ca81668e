import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { openReport } from '../files/openReport';
import { storeReport, type MadeFile } from '../files/storeReport';
import { archiveFiles } from './archiveFiles';
import type { ArchiveLimits } from './archiveLimits';
import { EntryNames } from './entryNames';

export interface UnpackedFile {
	made: MadeFile;
	/** With the folders in which it lies in the archive. */
	path: string;
}

/**
 * Stores each file of an archive. It is read twice: first to its end without keeping anything, since n8n's store takes
 * nothing back, and half an archive must not go on.
 */
export async function unpackFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
	limits: ArchiveLimits,
): Promise<UnpackedFile[]> {
	const source = await openReport(context, itemIndex, field);
	for await (const { bytes } of archiveFiles(source.open(), source.fileName, limits)) {
		for await (const piece of bytes) void piece;
	}
	const names = new EntryNames();
	const unpacked: UnpackedFile[] = [];
	for await (const { name, bytes } of archiveFiles(source.open(), source.fileName, limits)) {
		const { fileName, path } = names.nameOf(name);
		unpacked.push({ made: await storeReport(context, bytes, fileName, source), path });
	}
	if (unpacked.length > 0) return unpacked;
	throw new RemedyError('The archive contains no files', 'Ask the sender what should be in it.');
}
