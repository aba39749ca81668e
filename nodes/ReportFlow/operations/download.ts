import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import { fetchPdf, keepZip, unpackZip } from '../download/fetchFiles';
import { bytesAtMost, sizeOption } from '../download/outputFields';
import { downloadPath } from '../api/paths';
import { listedAlone } from '../download/listedAlone';
import { FileFacts, type FileWithFacts } from '../../shared/files/fileFacts';
import { choiceOf } from '../../shared/run/fieldValues';
import type { ReportFlowApi } from '../api/transport';
import { optionsField, outputFileField } from '../../shared/run/commonFields';
import { readId, idsByName, readIds, readEvent } from '../download/wantedFiles';

const showFor = (...what: string[]) => ({ show: { what } });

const whatField: INodeProperties = {
	displayName: 'PDFs to Download',
	name: 'what',
	type: 'options',
	noDataExpression: true,
	default: 'event',
	options: [
		{
			name: 'All PDFs of a Request, One Item Each',
			value: 'unpacked',
			description: 'Unpacks the ZIP of the request while it arrives',
		},
		{
			name: 'All PDFs of a Request, as a ZIP',
			value: 'zip',
		},
		{
			name: 'One PDF, by Its IDs',
			value: 'file',
		},
		{
			name: 'The PDFs of the Incoming Item',
			value: 'event',
			description: 'A report event of the ReportFlow Trigger, or the output of Generate',
		},
	],
};

export const download: Operation = {
	value: 'download',
	name: 'Download',
	action: 'Download a PDF',
	description: 'Fetch PDFs that were generated, one by one or all of a request',
	output: z.object({ file: FileFacts }).passthrough(),
	fields: [
		whatField,
		{
			displayName: 'Request ID',
			name: 'requestId',
			type: 'string',
			required: true,
			default: '={{ ($json.data ?? $json).report?.id }}',
			description: "Workspaces with their own address: the file's UUID",
			displayOptions: showFor('file', 'unpacked', 'zip'),
		},
		{
			displayName: 'File ID',
			name: 'fileId',
			type: 'string',
			required: true,
			default: '={{ ($json.data ?? $json).files?.[0]?.id }}',
			displayOptions: showFor('file'),
		},
		outputFileField,
		{
			...optionsField,
			options: [sizeOption],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const api = await apiOf(context, itemIndex);
		const limit = bytesAtMost(context, itemIndex);
		const toItem = toItems(context, itemIndex);
		const { json } = context.getInputData()[itemIndex]!;
		const alone = listedAlone(json);
		const what = choiceOf(whatField, context.getNodeParameter('what', itemIndex, 'event'));
		if (what === 'zip' || what === 'unpacked') {
			const requestId = readId(context, itemIndex, 'requestId', 'request ID');
			const answer = await zipOf(api, requestId);
			if (what === 'zip') return [toItem(await keepZip(context, answer, `${requestId}.zip`, limit), json)];
			const idOf = idsByName(json);
			return (await unpackZip(context, answer, limit)).map(({ pdf }) => {
				return toItem(pdf, alone(idOf(pdf.facts.fileName)));
			});
		}
		if (what === 'file') {
			const ids = readIds(context, itemIndex);
			return [toItem(await fetchPdf(context, api, ids, undefined, limit), json, ids.fileId)];
		}
		const output: INodeExecutionData[] = [];
		for (const { name, ...ids } of readEvent(json, api)) {
			const pdf = await fetchPdf(context, api, ids, name, limit);
			output.push(toItem(pdf, alone(ids.fileId), ids.fileId));
		}
		return output;
	},
};

/** As Download of the other providers does: the item continues with the facts of the file beside what it had. */
const toItems =
	(context: IExecuteFunctions, itemIndex: number) =>
	({ binary, facts }: FileWithFacts, json: IDataObject, fileId?: string): INodeExecutionData => {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex) as string;
		const file = { ...(fileId !== undefined && { id: fileId }), ...facts };
		return {
			json: { ...json, file: file as unknown as IDataObject },
			binary: { ...item.binary, [field]: binary },
		};
	};

async function zipOf(api: ReportFlowApi, requestId: string) {
	if (api.generation === 'single') return await api.stream(downloadPath(requestId));
	throw new RemedyError(
		'A workspace with its own address offers single PDFs only',
		'Choose "The PDFs of the Incoming Item" or "One PDF, by Its IDs".',
	);
}
