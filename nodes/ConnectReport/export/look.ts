import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { lookAgain } from '../../shared/run/patientLook';
import { bytesOf } from '../../shared/files/sizeLimit';
import { downloadSizeOption } from '../../shared/run/commonFields';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import type { ConnectReportApi } from '../api/transport';
import { fetchFile } from './fetchFile';
import { chosenFormat, fileNameFor } from './format';
import { lookAtJob, startRendering } from './renderJob';
import { FirstOf, FoundBy } from '../reports/findReport';
import { chosenReport } from '../reports/reportChoice';
import { titleOf } from '../reports/records';

const ONE_MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 5 * ONE_MINUTE_MS;
const DEFAULT_MINUTES_AT_MOST = 10;
export const SIZE_FIELD = 'Maximum File Size (MB)';

export const Exported = z.object({
	reportId: z.string(),
	title: z.string().optional(),
	format: z.string().describe('The name that ConnectReport has for it'),
	foundBy: FoundBy.describe('Which way the report was found'),
	firstOf: FirstOf,
	jobId: z.string().describe('ID of the render job'),
});

export type Exported = z.infer<typeof Exported>;

/** What is known of an item from one look to the next. */
export interface Memory {
	/** What was asked for: who starts an execution again may have changed the node before. */
	wish: string;
	exported: Exported;
	/** When the job was started, in milliseconds since 1970. */
	since: number;
	output: INodeExecutionData;
	failure: { message: string; remedy: string };
}

/** One look at an item: starts its render job, or fetches the file once it is there. Undefined while it is rendered. */
export async function look(context: IExecuteFunctions, itemIndex: number, memory: Partial<Memory>) {
	// Before anything is rendered.
	sizeLimit(context, itemIndex);
	const api = await apiOf(context, itemIndex);
	memory.exported ??= await begin(context, itemIndex, api);
	memory.since ??= Date.now();
	return await goOn(context, itemIndex, api, memory as Memory);
}

const sizeLimit = (context: IExecuteFunctions, itemIndex: number): number =>
	bytesOf(
		SIZE_FIELD,
		context.getNodeParameter('options.megabytesAtMost', itemIndex, downloadSizeOption.default),
	);

async function begin(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ConnectReportApi,
): Promise<Exported> {
	const { type } = chosenFormat(context, itemIndex);
	const { report, foundBy, firstOf } = await chosenReport(context, itemIndex, api);
	const title = titleOf(report);
	return {
		reportId: report.id,
		...(title !== undefined && { title }),
		format: type,
		foundBy,
		...(firstOf !== undefined && { firstOf }),
		jobId: await startRendering(api, report.id, type),
	};
}

async function goOn(
	context: IExecuteFunctions,
	itemIndex: number,
	api: ConnectReportApi,
	{ exported, since }: Memory,
): Promise<INodeExecutionData | undefined> {
	const option = (name: string, usual: number) =>
		Number(context.getNodeParameter(`options.${name}`, itemIndex, usual));
	const minutes = option('minutesAtMost', DEFAULT_MINUTES_AT_MOST);
	const deadline = since + minutes * ONE_MINUTE_MS;
	const isLast = !(Date.now() < deadline);
	const state = await lookAtJob(api, exported.jobId);
	if ('pending' in state) {
		if (isLast) throw late(exported, minutes, state.pending);
		lookAgain(context, deadline, LONGEST_PAUSE_MS);
		return undefined;
	}
	const format = chosenFormat(context, itemIndex);
	const given = String(context.getNodeParameter('options.fileName', itemIndex, ''));
	const { binary, facts } = await fetchFile(context, api, {
		location: state.location,
		fileName: fileNameFor(format, given, exported.title, exported.reportId),
		format,
		bytesAtMost: sizeLimit(context, itemIndex),
	});
	const item = context.getInputData()[itemIndex]!;
	const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
	return {
		json: { ...item.json, file: facts, exported: exported as IDataObject },
		binary: { ...item.binary, [field]: binary },
	};
}

const late = ({ reportId, jobId }: Exported, minutes: number, said: string) =>
	new RemedyError(
		`Report ${reportId} is not rendered after ${minutes} minutes; ConnectReport says of job ${jobId}: ${said}`,
		'Allow more under "Wait at Most" in the options, or find out in ConnectReport what delays its render jobs. Starting this execution again waits for the same job; a new execution starts a new one.',
	);
