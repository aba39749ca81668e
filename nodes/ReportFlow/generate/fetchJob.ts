import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';

import { fetchPdf, keepPdf, keepZip, unpackZip, type UnpackedPdf } from '../download/fetchFiles';
import { toItem } from './generatedFile';
import type { How } from './how';
import type { Job } from './jobs';
import { downloadPath } from '../api/paths';
import { sameName, type ReceivedFile } from './receipt';
import { toZipItem } from './zipItem';
import type { StoredPdf } from '../download/storePdf';
import type { FileAnswer } from '../api/transport';

/** Keeps what an immediate generation answered with. */
export async function keepSyncAnswer(
	context: IExecuteFunctions,
	how: How,
	job: Job,
	answer: FileAnswer,
): Promise<INodeExecutionData[]> {
	if (!how.isMany) {
		const name = job.receipt?.files[0]?.name ?? job.asked[0]!.fileName;
		const pdf = await keepPdf(context, answer, name, how.bytesAtMost);
		return [itemOf(context, how, job, 0, pdf)];
	}
	if (how.form === 'zip') return [await zipItem(context, how, job, answer)];
	return await matchEntries(context, how, job, await unpackZip(context, answer, how.bytesAtMost));
}

/** Downloads what a generation made. Ends with an error as long as not all of it is there. */
export async function fetchJob(
	context: IExecuteFunctions,
	how: How,
	job: Job,
): Promise<INodeExecutionData[]> {
	// The ZIP of a request is documented for the single host only.
	const hasZip = how.isMany && how.api.generation === 'single';
	if (how.isMany && how.form === 'zip') {
		const answer = await how.api.stream(downloadPath(job.receipt?.requestId));
		return [await zipItem(context, how, job, answer)];
	}
	const unpacked = hasZip
		? await unpackZip(context, await how.api.stream(downloadPath(job.receipt?.requestId)), how.bytesAtMost)
		: [];
	return await matchEntries(context, how, job, unpacked);
}

/** Each PDF to its item, by name; what the ZIP does not hold under its name is fetched by its ID. */
async function matchEntries(
	context: IExecuteFunctions,
	how: How,
	job: Job,
	unpacked: UnpackedPdf[],
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const [index, { fileName }] of job.asked.entries()) {
		const received = job.receipt?.files[index];
		const names = [received?.name, fileName].filter((name) => name !== undefined);
		const found = unpacked.filter(({ entryName }) => names.some((name) => sameName(entryName, name)));
		const pdf = found.length === 1 ? found[0]!.pdf : await fetchOne(context, how, job, received, fileName);
		output.push(itemOf(context, how, job, index, pdf));
	}
	return output;
}

async function fetchOne(
	context: IExecuteFunctions,
	{ api, bytesAtMost }: How,
	{ receipt }: Job,
	received: ReceivedFile | undefined,
	fileName: string,
): Promise<StoredPdf> {
	if (receipt?.requestId !== undefined && received !== undefined) {
		const ids = { requestId: receipt.requestId, fileId: received.id };
		return await fetchPdf(context, api, ids, received.name, bytesAtMost);
	}
	throw new RemedyError(
		`ReportFlow sent no file with the name ${fileName}`,
		'Look at the PDFs in ReportFlow before you run this step again: they were made and billed.',
		{ outcomeUnknown: true },
	);
}

function itemOf(
	context: IExecuteFunctions,
	{ api }: How,
	{ items, asked, receipt }: Job,
	index: number,
	pdf: StoredPdf,
): INodeExecutionData {
	const item = items[index]!;
	const field = context.getNodeParameter('outputBinaryPropertyName', item, 'data') as string;
	const made = toItem(api, asked[index]!, receipt?.requestId, receipt?.files[index], { pdf, field });
	return { ...made, pairedItem: { item } };
}

async function zipItem(
	context: IExecuteFunctions,
	{ api, bytesAtMost }: How,
	{ items, asked, receipt }: Job,
	answer: FileAnswer,
): Promise<INodeExecutionData> {
	const field = context.getNodeParameter('outputBinaryPropertyName', items[0]!, 'data') as string;
	const zip = await keepZip(context, answer, 'files.zip', bytesAtMost, asked.length);
	const item = toZipItem(api, asked, receipt, { zip, field });
	return { ...item, pairedItem: items.map((index) => ({ item: index })) };
}
