import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';

import { fetchPdf, keepPdf, keepZip, unpackZip, type UnpackedPdf } from '../download/fetchFiles';
import { toItem } from './generatedFile';
import type { Acknowledged } from './job';
import type { Settings } from './settings';
import { downloadPath } from '../api/paths';
import { sameName, type ReceivedFile } from './receipt';
import { toZipItem } from './zipItem';
import type { FileWithFacts } from '../../shared/files/fileFacts';
import type { FileAnswer } from '../api/transport';

/** Keeps what an immediate generation answered with. */
export async function keepAnswer(
	context: IExecuteFunctions,
	settings: Settings,
	job: Acknowledged,
	answer: FileAnswer,
): Promise<INodeExecutionData[]> {
	if (settings.endpoint === 'single') {
		const name = job.receipt.files[0]?.name ?? job.requests[0]!.fileName;
		const pdf = await keepPdf(context, answer, name, settings.bytesAtMost);
		return [itemOf(context, settings, job, 0, pdf)];
	}
	if (settings.form === 'zip') return [await zipItem(context, settings, job, answer)];
	return await matchEntries(context, settings, job, await unpackZip(context, answer, settings.bytesAtMost));
}

/** Downloads what a generation made. Ends with an error as long as not all of it is there. */
export async function fetchFiles(
	context: IExecuteFunctions,
	settings: Settings,
	job: Acknowledged,
): Promise<INodeExecutionData[]> {
	// The ZIP of a request is documented for the single host only.
	const hasZip = settings.endpoint === 'multiple' && settings.api.generation === 'single';
	if (settings.endpoint === 'multiple' && settings.form === 'zip') {
		const answer = await settings.api.stream(downloadPath(job.receipt.requestId));
		return [await zipItem(context, settings, job, answer)];
	}
	const unpacked = hasZip
		? await unpackZip(
				context,
				await settings.api.stream(downloadPath(job.receipt.requestId)),
				settings.bytesAtMost,
			)
		: [];
	return await matchEntries(context, settings, job, unpacked);
}

/** Each PDF to its item, by name; what the ZIP does not hold under its name is fetched by its ID. */
async function matchEntries(
	context: IExecuteFunctions,
	settings: Settings,
	job: Acknowledged,
	unpacked: UnpackedPdf[],
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const [index, { fileName }] of job.requests.entries()) {
		const received = job.receipt.files[index];
		const names = [received?.name, fileName].filter((name) => name !== undefined);
		const found = unpacked.filter(({ entryName }) => names.some((name) => sameName(entryName, name)));
		const pdf =
			found.length === 1 ? found[0]!.pdf : await fetchOne(context, settings, job, received, fileName);
		output.push(itemOf(context, settings, job, index, pdf));
	}
	return output;
}

async function fetchOne(
	context: IExecuteFunctions,
	{ api, bytesAtMost }: Settings,
	{ receipt }: Acknowledged,
	received: ReceivedFile | undefined,
	fileName: string,
): Promise<FileWithFacts> {
	if (receipt.requestId !== undefined && received !== undefined) {
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
	{ api }: Settings,
	{ items, requests, receipt }: Acknowledged,
	index: number,
	pdf: FileWithFacts,
): INodeExecutionData {
	const item = items[index]!;
	const field = context.getNodeParameter('outputBinaryPropertyName', item, 'data') as string;
	const made = toItem(api, requests[index]!, receipt, receipt.files[index], { pdf, field });
	return { ...made, pairedItem: { item } };
}

async function zipItem(
	context: IExecuteFunctions,
	{ api, bytesAtMost }: Settings,
	{ items, requests, receipt }: Acknowledged,
	answer: FileAnswer,
): Promise<INodeExecutionData> {
	const field = context.getNodeParameter('outputBinaryPropertyName', items[0]!, 'data') as string;
	const zip = await keepZip(context, answer, 'files.zip', bytesAtMost, requests.length);
	const item = toZipItem(api, requests, receipt, { zip, field });
	return { ...item, pairedItem: items.map((index) => ({ item: index })) };
}

/** The items of a generation that does not wait for its files: the IDs, which Download understands. */
export const outputIds = (
	{ api }: Settings,
	{ items, requests, receipt }: Acknowledged,
): INodeExecutionData[] =>
	requests.map((request, index) => ({
		...toItem(api, request, receipt, receipt.files[index]),
		pairedItem: { item: items[index]! },
	}));
