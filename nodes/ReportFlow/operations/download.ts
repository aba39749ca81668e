import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/operation';
import { RemedyError } from '../../shared/remedyError';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import { bytesAtMost, fetchPdf, keepZip, unpackZip } from '../download/fetchFiles';
import { FileFacts } from '../generate/generatedFile';
import { outputField, sizeOption } from '../generate/generateFields';
import { downloadPath, idSegment, idsOfFileUrl } from '../api/paths';
import type { StoredPdf } from '../download/storePdf';
import type { ReportFlowApi } from '../api/transport';

const showFor = (...what: string[]) => ({ show: { what } });

export const download: Operation = {
	value: 'download',
	name: 'Download',
	action: 'Download a PDF',
	description: 'Fetch PDFs that were generated, one by one or all of a request',
	output: z.object({ file: FileFacts }).passthrough(),
	fields: [
		{
			displayName: 'What',
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
					description: 'A report event of the ReportFlow Trigger, or what Generate put out',
				},
			],
		},
		{
			displayName: 'Request ID',
			name: 'requestId',
			type: 'string',
			required: true,
			default: '={{ $json.report.id }}',
			description: 'For a workspace with an address of its own: the UUID of the file',
			displayOptions: showFor('file', 'unpacked', 'zip'),
		},
		{
			displayName: 'File ID',
			name: 'fileId',
			type: 'string',
			required: true,
			default: '={{ $json.files[0].id }}',
			displayOptions: showFor('file'),
		},
		outputField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [sizeOption],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const api = await apiOf(context, itemIndex);
		const limit = bytesAtMost(context, itemIndex);
		const toItem = toItems(context, itemIndex);
		const what = context.getNodeParameter('what', itemIndex, 'event') as string;
		if (what === 'zip' || what === 'unpacked') {
			const requestId = readId(context, itemIndex, 'requestId', 'request ID');
			const answer = await zipOf(api, requestId);
			if (what === 'zip') return [toItem(await keepZip(context, answer, `${requestId}.zip`, limit))];
			return (await unpackZip(context, answer, limit)).map(({ pdf }) => toItem(pdf));
		}
		const files = what === 'file' ? [readIds(context, itemIndex)] : readEvent(context, itemIndex, api);
		const output: INodeExecutionData[] = [];
		for (const { name, ...ids } of files) {
			output.push(toItem(await fetchPdf(context, api, ids, name, limit), ids.fileId));
		}
		return output;
	},
};

/** As Download of the other providers does: the item goes on with the facts of the file beside what it had. */
const toItems =
	(context: IExecuteFunctions, itemIndex: number) =>
	({ binary, facts }: StoredPdf, fileId?: string): INodeExecutionData => {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex) as string;
		const file = { ...(fileId !== undefined && { id: fileId }), ...facts };
		return {
			json: { ...item.json, file: file as unknown as IDataObject },
			binary: { ...item.binary, [field]: binary },
		};
	};

async function zipOf(api: ReportFlowApi, requestId: string) {
	if (api.generation === 'single') return await api.stream(downloadPath(requestId));
	throw new RemedyError(
		'A workspace with an address of its own gives single PDFs only',
		'Choose "The PDFs of the Incoming Item" or "One PDF, by Its IDs".',
	);
}

interface Wanted {
	requestId: string;
	fileId: string;
	name?: string;
}

const readId = (context: IExecuteFunctions, itemIndex: number, field: string, what: string) =>
	idSegment(context.getNodeParameter(field, itemIndex, ''), what);

const readIds = (context: IExecuteFunctions, itemIndex: number): Wanted => ({
	requestId: readId(context, itemIndex, 'requestId', 'request ID'),
	fileId: readId(context, itemIndex, 'fileId', 'file ID'),
});

const Files = z.object({
	report: z.object({ id: z.string() }).optional(),
	files: z.array(z.object({ id: z.string(), name: z.string(), url: z.string().optional() })).min(1),
	/** Files of a workspace host have a UUID each, to fetch them with. */
	details: z
		.object({ files: z.array(z.object({ id: z.string(), uuid: z.string().optional() })) })
		.optional()
		.catch(undefined),
});
/** Where files stand in a report event, and in what Generate puts out. */
const WithFiles = z.union([z.object({ data: Files }), Files]);

/** The IDs come out of links to the configured host, or stand beside them; no other link is followed. */
function readEvent(context: IExecuteFunctions, itemIndex: number, { baseUrl }: ReportFlowApi): Wanted[] {
	const found = WithFiles.safeParse(context.getInputData()[itemIndex]?.json);
	if (!found.success) {
		throw new RemedyError(
			'The incoming item holds no report event with a file',
			'Connect this node behind the ReportFlow Trigger or Generate, or choose by IDs under "What".',
		);
	}
	const { report, files, details } = 'data' in found.data ? found.data.data : found.data;
	const uuidOf = (fileId: string) => details?.files.find(({ id }) => id === fileId)?.uuid;
	return files.map(({ id, name, url }) => {
		const ids = idsOfFileUrl(baseUrl, url);
		if (ids !== undefined) return { ...ids, name };
		return {
			requestId: idSegment(uuidOf(id) ?? report?.id, 'request ID'),
			fileId: idSegment(id, 'file ID'),
			name,
		};
	});
}
