import type { IExecuteFunctions } from 'n8n-workflow';
import { endOfZip, lastBytes, ZIP_END_WITHIN_BYTES } from '../../shared/files/endOfZip';
import { storeWithFacts, type FileWithFacts } from '../../shared/files/fileFacts';
import { RemedyError } from '../../shared/run/remedyError';
import type { Bytes } from '../../shared/files/streams';
import { pdfName } from '../generate/generatedFile';
import { dispositionName } from '../api/dispositionName';
import { downloadPath } from '../api/paths';
import { checkMediaType, storePdf, watch } from './storePdf';
import type { FileAnswer, ReportFlowApi } from '../api/transport';
import { BrokenZip, readZip, ZipLimitPassed } from '../../shared/files/zip/readZip';

const ENTRIES_AT_MOST = 20_000;

/** Downloads one PDF. Without a name, the answer's own is taken. */
export async function fetchPdf(
	context: IExecuteFunctions,
	api: ReportFlowApi,
	ids: { requestId: string; fileId: string },
	fileName: string | undefined,
	limit: number,
): Promise<FileWithFacts> {
	const answer = await api.stream(downloadPath(ids.requestId, ids.fileId));
	return await keepPdf(context, answer, fileName ?? dispositionName(answer) ?? ids.fileId, limit);
}

/** Stores an answer that is one PDF. */
export async function keepPdf(
	context: IExecuteFunctions,
	answer: FileAnswer,
	fileName: string,
	limit: number,
): Promise<FileWithFacts> {
	try {
		checkMediaType(answer, 'application/pdf');
		return await storePdf(context, watch(context, answer, limit), pdfName(fileName), answer.stream);
	} finally {
		answer.close();
	}
}

/** Stores an answer that is a ZIP as it comes, after it was looked through to its end: half a ZIP is none. */
export async function keepZip(
	context: IExecuteFunctions,
	answer: FileAnswer,
	fileName: string,
	limit: number,
	filesAtLeast = 0,
): Promise<FileWithFacts> {
	const mediaType = 'application/zip';
	try {
		checkMediaType(answer, mediaType);
		const bytes = watch(context, answer, limit);
		return await storeWithFacts(context, wholeZip(bytes, filesAtLeast), {
			fileName,
			mediaType,
			like: answer.stream,
		});
	} finally {
		answer.close();
	}
}

/** Passes a ZIP on, and ends with an error when it does not begin or end like one. What is in it, its reader will check. */
async function* wholeZip(bytes: Bytes, filesAtLeast: number): AsyncGenerator<Uint8Array> {
	let head = Buffer.alloc(0);
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of bytes) {
		if (head.length < 2) head = Buffer.concat([head, chunk.subarray(0, 2)]);
		tail = lastBytes(tail, chunk, ZIP_END_WITHIN_BYTES);
		yield chunk;
	}
	if (head.subarray(0, 2).toString('latin1') !== 'PK') throw brokenZip('it does not start like one');
	const end = endOfZip(tail);
	if (end === undefined) throw brokenZip('it ends early');
	if (end.files < Math.min(filesAtLeast, 0xffff)) throw notAllThere();
}

export interface UnpackedPdf {
	/** As it is in the ZIP. */
	entryName: string;
	pdf: FileWithFacts;
}

/** Stores each PDF of an answer that is a ZIP, while it arrives. Throws unless the ZIP was whole: nothing half goes on. */
export async function unpackZip(
	context: IExecuteFunctions,
	answer: FileAnswer,
	limit: number,
): Promise<UnpackedPdf[]> {
	const unpacked: UnpackedPdf[] = [];
	const names = new Set<string>();
	try {
		checkMediaType(answer, 'application/zip');
		const limits = { entriesAtMost: ENTRIES_AT_MOST, bytesAtMost: limit };
		for await (const { name, bytes } of readZip(watch(context, answer, limit), limits)) {
			// Names are unique in a request and identify the PDFs: with one name twice that would fail.
			const asCompared = name.toLowerCase();
			if (names.has(asCompared)) throw new BrokenZip('it contains two files of the same name');
			names.add(asCompared);
			const fileName = pdfName(name.split(/[/\\]/).at(-1) ?? '');
			unpacked.push({ entryName: name, pdf: await storePdf(context, bytes, fileName, answer.stream) });
		}
		return unpacked;
	} catch (error) {
		throw inWords(error);
	} finally {
		answer.close();
	}
}

function inWords(error: unknown): unknown {
	if (error instanceof BrokenZip) return brokenZip(error.message);
	return error instanceof ZipLimitPassed ? tooLarge(error.message) : error;
}

const brokenZip = (why: string) =>
	new RemedyError(
		`The ZIP from ReportFlow cannot be used: ${why}. None of its files is passed on`,
		'Fetch it again with Download; generating it again is not needed. One PDF at a time works without a ZIP.',
		{ temporary: true },
	);

const notAllThere = () =>
	new RemedyError(
		'The ZIP from ReportFlow does not contain all files yet. None of its files is passed on',
		'Try again in a minute.',
		{ temporary: true, status: 409 },
	);

const tooLarge = (why: string) =>
	new RemedyError(
		`The ZIP from ReportFlow is too large: ${why}. None of its files is passed on`,
		`If this size is expected, raise "Maximum Download Size (MB)" in the options. More than ${ENTRIES_AT_MOST} files are not unpacked: download the ZIP as it is.`,
	);
