import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { lookAgain } from '../../shared/run/patientLook';
import { bytesOf } from '../../shared/files/sizeLimit';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import type { ConnectReportApi } from '../api/transport';
import { fetchFile } from '../export/fetchFile';
import { chosenFormat, fileNameFor, fileNameOption, formatFields } from '../export/format';
import { isOver, lookAtJob, startRendering } from '../export/renderJob';
import { FirstOf, FoundBy } from '../reports/findReport';
import { chosenReport } from '../reports/reportChoice';
import { olderOption, reportFields } from '../reports/reportFields';
import { titleOf } from '../reports/records';
import { remembered } from '../itemMemory';
import { optionsField, outputFileField } from '../../shared/run/commonFields';
import { exportHints } from '../hints';
import { FileFacts } from '../../shared/files/fileFacts';

const ONE_MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 5 * ONE_MINUTE_MS;
const DEFAULT_MINUTES_AT_MOST = 10;
const DEFAULT_MEGABYTES_AT_MOST = 5_000;
const SIZE_FIELD = 'Maximum File Size (MB)';

const Exported = z.object({
	reportId: z.string(),
	title: z.string().optional(),
	format: z.string().describe('The name that ConnectReport has for it'),
	foundBy: FoundBy.describe('Which way the report was found'),
	firstOf: FirstOf,
	jobId: z.string().describe('ID of the render job'),
});
type Exported = z.infer<typeof Exported>;

/** What is known of an item from one look to the next. */
interface Memory {
	/** What was asked for: who starts an execution again may have changed the node before. */
	wish: string;
	exported: Exported;
	/** When the job was started, in milliseconds since 1970. */
	since: number;
	output: INodeExecutionData;
	failure: { message: string; remedy: string };
}

export const exportReport: Operation = {
	value: 'export',
	name: 'Export',
	action: 'Export a report',
	description: 'Have a report rendered as PDF, Excel or another format, and put the file into the item',
	output: z.object({ file: FileFacts, exported: Exported }).passthrough(),
	fields: [
		...reportFields,
		...formatFields,
		outputFileField,
		{
			...optionsField,
			options: [
				fileNameOption,
				olderOption,
				{
					displayName: SIZE_FIELD,
					name: 'megabytesAtMost',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 5000,
					description: 'Stop with an error above this size',
				},
				{
					displayName: 'Wait at Most (Minutes)',
					name: 'minutesAtMost',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 10,
					description:
						'How long rendering may take. After some seconds the execution sleeps between checks, and resumes after a restart of n8n.',
				},
			],
		},
	],
	/** One look: starts the render job unless that was done before, and fetches the file once it is there. */
	hints: exportHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const memory = remembered<Memory>(context, itemIndex);
		forgetOtherWish(context, itemIndex, memory);
		if (memory.output !== undefined) return [memory.output];
		if (memory.failure !== undefined) throw new RemedyError(memory.failure.message, memory.failure.remedy);
		const output = await look(context, itemIndex, memory).catch((error: unknown) => {
			if (isOver(error)) delete memory.exported;
			// Another try has its own time, and the same job as long as that is not over.
			delete memory.since;
			// The run goes on without it, and a later look at the others must not try it again.
			if (context.continueOnFail() && error instanceof RemedyError) {
				memory.failure = { message: error.message, remedy: error.remedy };
			}
			throw error;
		});
		if (output === undefined) return [];
		memory.output = output;
		return [output];
	},
};

/** A job, or a file, of another report or in another format is not what is asked for now. */
function forgetOtherWish(context: IExecuteFunctions, itemIndex: number, memory: Partial<Memory>): void {
	const names = ['from', 'reportId', 'format', 'otherFormat'];
	const wish = JSON.stringify(names.map((name) => context.getNodeParameter(name, itemIndex, '')));
	if (memory.wish !== wish) {
		for (const name of Object.keys(memory)) delete memory[name as keyof Memory];
	}
	memory.wish = wish;
}

/** Undefined while it is rendered. */
async function look(context: IExecuteFunctions, itemIndex: number, memory: Partial<Memory>) {
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
		context.getNodeParameter('options.megabytesAtMost', itemIndex, DEFAULT_MEGABYTES_AT_MOST),
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
